"""What would carry a score over an edge: so many good or bad reviews, or so many days without news.

All other metrics are held still. An edge belongs to the upper band; to foresee a change of status rather than
of score, ask for the edge with its margin (docs/scoring.md).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

HORIZON: Final = 365  # days
MOST_REVIEWS: Final = 1000  # what takes more is called never

_HALVINGS: Final = 12  # of a day: to 21 seconds


@dataclass(frozen=True, slots=True)
class Standing:
    """A review metric within a score: its effective counts N and K, prior s in reviews and benchmark 0..100.

    ``weight`` is the metric's share of all weights, 0..1, times what a late feed leaves of its reliability.
    """

    count: float
    positive: float
    prior: float
    benchmark: float
    weight: float = 1.0

    def after(self, good: int = 0, bad: int = 0) -> float:
        """The shrunk value 0..100 after fresh reviews: 100 (K + good + s m) / (N + good + bad + s)."""
        known = self.positive + good + self.prior * self.benchmark / 100.0
        return 100.0 * known / (self.count + good + bad + self.prior)

    def score_after(self, score: float, good: int = 0, bad: int = 0) -> float:
        """The whole score after fresh reviews, the score now being ``score``."""
        return score + self.weight * (self.after(good, bad) - self.after())


def positives_to_reach(edge: float, standing: Standing, score: float | None = None) -> int | None:
    """The fewest fresh positive reviews that carry the score to ``edge`` or above it; 0 when it is there.

    None when a thousand do not. Without a ``score`` it is about the metric's own shrunk value.
    """
    wanted = _of_the_metric(edge, standing, score) / 100.0
    weighed, known = _sums(standing)
    guess = (wanted * weighed - known) / (1.0 - wanted) if wanted < 1.0 else math.inf
    return _fewest(lambda k: _moved(standing, score, good=k) >= edge, guess)


def negatives_to_fall_below(edge: float, standing: Standing, score: float | None = None) -> int | None:
    """The fewest fresh negative reviews that take the score below ``edge``; otherwise as above."""
    wanted = _of_the_metric(edge, standing, score) / 100.0
    weighed, known = _sums(standing)
    guess = known / wanted - weighed if wanted > 0.0 else math.inf
    return _fewest(lambda k: _moved(standing, score, bad=k) < edge, guess)


def first_day_at_least(
    edge: float, score_at: Callable[[float], float], horizon: int = HORIZON
) -> float | None:
    """In how many days the score first is ``edge`` or more if nothing new happens; 0.0 when it is now.

    ``score_at`` gives the score so many days ahead. It need not rise or fall steadily: every whole day is
    looked at, then the one before the first hit in halves, so that an excursion within a day can be missed.
    None when there is no such day up to ``horizon``.
    """
    return _first_day(lambda days: score_at(days) >= edge, horizon)


def first_day_below(edge: float, score_at: Callable[[float], float], horizon: int = HORIZON) -> float | None:
    """In how many days the score first is below ``edge`` if nothing new happens; otherwise as above."""
    return _first_day(lambda days: score_at(days) < edge, horizon)


def _sums(standing: Standing) -> tuple[float, float]:
    known = standing.positive + standing.prior * standing.benchmark / 100.0
    return standing.count + standing.prior, known


def _moved(standing: Standing, score: float | None, good: int = 0, bad: int = 0) -> float:
    if score is None:
        return standing.after(good, bad)
    return standing.score_after(score, good, bad)


def _of_the_metric(edge: float, standing: Standing, score: float | None) -> float:
    """The value the metric has to have for the score to lie on the edge; infinite when it has no weight."""
    if score is None:
        return edge
    if not standing.weight:
        return math.inf
    return standing.after() + (edge - score) / standing.weight


def _fewest(reached: Callable[[int], bool], guess: float) -> int | None:
    """The whole number next to a real solution, on the right side of rounding, unless 0 will do."""
    if reached(0):
        return 0
    if not guess <= MOST_REVIEWS:
        return None
    first = max(math.floor(guess), 1)
    return next((k for k in (first - 1, first, first + 1, first + 2) if reached(k)), None)


def _first_day(reached: Callable[[float], bool], horizon: int) -> float | None:
    if reached(0.0):
        return 0.0
    day = next((day for day in range(1, horizon + 1) if reached(float(day))), None)
    if day is None:
        return None
    low, high = day - 1.0, float(day)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
