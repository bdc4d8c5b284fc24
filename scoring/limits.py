"""Which numbers and words a scorecard may hold: tables from which forms and messages can be made."""

import math
import unicodedata
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
            return f"Must be from {plain(self.low)} to {plain(self.high)}, not {_short(value)}."
        return None

    def typed(self, value: float) -> float:
        """A value without a problem as the type it is kept in: int when whole, else float."""
        return int(value) if self.whole else float(value)


@dataclass(frozen=True, slots=True)
class Text:
    """One line that says something, of up to ``longest`` characters."""

    longest: int

    def problem(self, value: object) -> str | None:
        """What is wrong with a value, as a sentence, or None."""
        if value is None:
            return "Must be said."
        if not isinstance(value, str):
            return f"Must be text, not {kind_of(value)}."
        if not value.strip():
            return "Must not be empty."
        if any(unicodedata.category(character) in _UNREADABLE for character in value):
            return "Must be one line, without control characters."
        if len(value) > self.longest:
            return f"Must have up to {self.longest} characters, not {len(value)}."
        return None


_UNREADABLE: Final = ("Cc", "Cs", "Zl", "Zp")


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


def switch_problem(value: object) -> str | None:
    """What is wrong with a value that must be true or false."""
    return None if isinstance(value, bool) else f"Must be true or false, not {kind_of(value)}."


def not_a(kind: str, value: object) -> str:
    """That a value is of another kind than it must be."""
    return f"Must be a {kind}, not {kind_of(value)}."


def plain(value: float) -> str:
    """A number as people write it: 80 for 80.0, 1000000 for 1e6."""
    return f"{value:.10g}"


def shown(value: object) -> str:
    """Anything for a place or a message: text up to 50 characters, a number, or what kind of thing it is."""
    if isinstance(value, str):
        return value[:50]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _short(value)
    return kind_of(value)


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
    "fresh_days": Limit(1, 3650),
}

NUMBER_LIMIT: Final = Limit(-1e6, 1e6)  # an end of a straight scale
# Ratios of durations are taken, and counts are divided by the edges of a band: these keep well above 0.
POSITIVE_LIMIT: Final = Limit(0.001, 1e6)

BAND_LIMITS: Final[Mapping[str, Limit]] = {
    "healthy_from": Limit(0, 100),
    "concerning_from": Limit(0, 100),
    "margin": Limit(0, 20),
    "min_confidence": Limit(0, 0.95),
    "dwell_days": Limit(0, 60),
}

HOUR_LIMITS: Final[Mapping[str, Limit]] = {
    "opens": Limit(0, 24),
    "closes": Limit(0, 24),
}
DAY_LIMIT: Final = Limit(1, 7, whole=True)

NAME: Final = Text(60)  # of a scorecard
STATUS_LABEL: Final = Text(30)
SEGMENT: Final = Text(200)  # a population, kind, site, team or division
CUSTOM_TEXTS: Final[Mapping[str, Text]] = {
    "label": Text(60),
    "unit": Text(60),
}
