"""What a metric is: one declaration, from which come its arithmetic, its form, its codec and its docs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Final

from scoring.facts import Fact
from scoring.hours import Hours
from scoring.scales import Band, Linear, Scale, Waiting


class Shape(StrEnum):
    """How the many observations of a metric become one value."""

    MEAN = "mean"  # the recency-decayed mean of what was observed
    COUNT = "count"  # how many there were, for 30 days
    VARIETY = "variety"  # how many different topics
    REPEATS = "repeats"  # how often the most frequent topic came
    LATEST = "latest"  # days since the last
    OLDEST = "oldest"  # days since the oldest that is open
    SILENCE = "silence"  # how surprising the last run of unanswered surveys is


class Direction(StrEnum):
    """Which end of a CES scale is the good one: surveys ask for ease or for effort."""

    HIGH_IS_EASY = "high_is_easy"
    LOW_IS_EASY = "low_is_easy"


@dataclass(frozen=True, slots=True)
class Observation:
    """What one fact says for one metric: when it counts, its value 0..1, and its topic where topics count.

    For OLDEST a value of 1 says that it is open; for SILENCE and the response rate that it was answered.
    """

    at: datetime
    x: float = 1.0
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Lens:
    """What it takes to read a fact: the scale in force, whose hours count, and a CES's direction."""

    scale: Scale
    hours: Hours
    zone: tzinfo
    direction: Direction | None = None


Observe = Callable[[Fact, Lens], Observation | None]


@dataclass(frozen=True, slots=True)
class Option:
    """One of a metric's ready-made settings, for those who do not want to think in numbers."""

    label: str
    values: Mapping[str, float] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One measure of a customer, and the defaults that a scorecard starts from.

    ``unit`` describes the native number, ``scale`` turns it into a value. ``adjustable`` scales can be set:
    by ``worst`` and ``best``, a band by ``low`` and ``high``. ``feeds`` are the kinds of facts it is computed
    from: a metric whose feeds a workspace never had does not apply there. ``lag_days`` is how long an
    observation ripens before it counts. Weights add up to 100; benchmarks are values 0..100, priors counted
    in ``counted`` (reasons: docs/scoring.md).
    """

    key: str
    area: str
    label: str
    unit: str
    shape: Shape
    scale: Scale
    feeds: tuple[str, ...]
    observe: Observe = field(hash=False)
    counted: str = "reviews"
    adjustable: bool = False
    directed: bool = False
    lag_days: int = 0
    options: tuple[Option, ...] = ()
    weight: float = 1.0
    window_days: int = 182
    half_life_days: float = 90.0
    prior: float = 8.0
    benchmark: float = 86.0
    fresh_days: float = 45.0

    @property
    def higher_is_better(self) -> bool | None:
        """Whether a larger native number means a healthier customer; None for a band."""
        return None if isinstance(self.scale, Band) else self.scale.best > self.scale.worst

    @property
    def numbers(self) -> tuple[str, ...]:
        """The names of the numbers that set its scale, in order; none when it cannot be set."""
        if not self.adjustable:
            return ()
        return ("low", "high") if isinstance(self.scale, Band) else ("worst", "best")

    def scale_of(self, numbers: Mapping[str, float]) -> Scale:
        """The scale with these numbers in place of the default's."""
        if not numbers:
            return self.scale
        return _KINDS[type(self.scale)](
            **{name: numbers.get(name, getattr(self.scale, name)) for name in self.numbers}
        )


AREAS: Final = ("Satisfaction", "Responsiveness", "Effort", "Engagement", "Persistence")

_KINDS: Final[Mapping[type, Callable[..., Scale]]] = {Linear: Linear, Waiting: Waiting, Band: Band}
