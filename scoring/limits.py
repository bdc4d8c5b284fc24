"""Which numbers a scorecard may hold: one table, from which forms and messages can be made."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limit:
    """A number from ``low`` to ``high``, both included; ``whole`` when it must be an integer."""

    low: float
    high: float
    whole: bool = False

    def problem(self, value: object) -> str | None:
        """What is wrong with a value, as a sentence, or None.

        Only int and float are numbers: not True, not text.
        """
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"Must be a number, not {kind_of(value)}."
        if isinstance(value, float) and not math.isfinite(value):
            return f"Must be a finite number, not {value}."
        if self.whole and value != int(value):
            return f"Must be a whole number, not {value:g}."
        if not self.low <= value <= self.high:
            return f"Must be from {self.low:g} to {self.high:g}, not {_short(value)}."
        return None

    def typed(self, value: float) -> float:
        """A value without a problem as the type it is kept in: int when whole, else float."""
        return int(value) if self.whole else float(value)


def kind_of(value: object) -> str:
    """The name of a value's kind for a message, in the words of JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple | set):
        return "a list"
    return {str: "text", int: "a number", float: "a number"}.get(type(value), f"a {type(value).__name__}")


def _short(value: float) -> str:
    if abs(value) >= 1e300:
        return "a number that large"  # an int too long for str() ends here too
    text = str(value)
    return text if len(text) <= 20 else f"{text[:17]}..."


METRIC_LIMITS: Final[Mapping[str, Limit]] = {
    "weight": Limit(0, 100),
    "window_days": Limit(1, 3650, whole=True),
    # Forward decay doubles once per half-life since 2020, and a float holds 1024 doublings: 14 days last
    # until 2058.
    "half_life_days": Limit(14, 3650),
    "prior": Limit(0.5, 1000),
    "benchmark": Limit(0, 100),
}

BAND_LIMITS: Final[Mapping[str, Limit]] = {
    "healthy_from": Limit(0, 100),
    "concerning_from": Limit(0, 100),
    "margin": Limit(0, 20),
    "min_confidence": Limit(0, 0.95),
}
