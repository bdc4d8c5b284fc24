"""How far to trust a satisfaction: what it may well be, given the few reviews there are (docs/scoring.md).

A satisfaction is a share 0..1, the mean of 1, 0.5 and 0 over positive, neutral and negative answers; what is
known of it is a beta distribution. ``Interval.on`` gives the native numbers.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scoring.beta import beta_quantile, log_beta

LEVEL: Final = 0.9

_LEAST_PART: Final = 0.1  # of a review: no benchmark, not even 0 or 100, is taken for a certainty
_JEFFREYS: Final = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included; shares 0..1 unless said otherwise."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """high - low."""
        return self.high - self.low

    def holds(self, x: float) -> bool:
        """Whether x lies in it."""
        return self.low <= x <= self.high

    def on(self, zero: float, one: float) -> "Interval":
        """The same on a scale where share 0 reads ``zero`` and 1 reads ``one``, in rising order.

        For CSAT and NPS ``on(-100, 100)``: 200 p - 100; for values ``on(0, 100)``.
        """
        ends = (zero + (one - zero) * self.low, zero + (one - zero) * self.high)
        return Interval(min(ends), max(ends))


class Grade(StrEnum):
    """How well a satisfaction is known."""

    INSUFFICIENT = "insufficient"
    LOW = "low"
    FAIR = "fair"
    GOOD = "good"


def posterior(count: float, positive: float, prior: float, mean: float) -> tuple[float, float]:
    """The parameters (K + s m, N - K + s (1 - m)) of what is known after N reviews with K positive ones.

    ``count`` N and ``positive`` K are effective (decayed, a neutral review half of one), ``prior`` s is in
    reviews, ``mean`` m a share. With a prior of 0 it is Jeffreys' (K + 1/2, N - K + 1/2). Neither part of
    another prior is taken for less than 0.1. ValueError unless 0 <= K <= N.
    """
    if not -1e-9 <= positive <= count + 1e-9:
        raise ValueError(f"Of {count:g} reviews {positive:g} cannot be positive.")
    good, bad = _JEFFREYS
    if prior > 0.0:
        good, bad = max(prior * mean, _LEAST_PART), max(prior * (1.0 - mean), _LEAST_PART)
    return max(positive, 0.0) + good, max(count - positive, 0.0) + bad


def credible(count: float, positive: float, prior: float = 0.0, mean: float = 0.5) -> Interval:
    """The 90 % interval of a satisfaction, 5 % of the ``posterior`` on either side; no prior: Jeffreys'."""
    a, b = posterior(count, positive, prior, mean)
    tail = (1.0 - LEVEL) / 2.0
    return Interval(beta_quantile(tail, a, b), beta_quantile(1.0 - tail, a, b))


def response_rate(answered: int, sent: int) -> Interval:
    """The 90 % interval of the chance that a survey is answered (Jeffreys). ValueError: answered > sent."""
    return credible(sent, answered)


def predictive(ahead: int, count: float, positive: float, prior: float = 0.0, mean: float = 0.5) -> Interval:
    """Where the mean of the next ``ahead`` reviews falls with 90 % or more: at most 5 % on either side.

    Beta-binomial, as if each were positive or negative. Neutral ones among them only bring the mean nearer to
    its expectation, so that the interval is then a little wide. ValueError when ``ahead`` is below 1.
    """
    if ahead < 1:
        raise ValueError(f"The next {ahead} reviews have no mean.")
    a, b = posterior(count, positive, prior, mean)
    tail, below, found = (1.0 - LEVEL) / 2.0, 0.0, list[float]()
    for good in range(ahead + 1):
        below += math.exp(_log_chance(good, ahead, a, b))
        if not found and below > tail:
            found.append(good / ahead)
        if found and below >= 1.0 - tail - 1e-12:
            return Interval(found[0], good / ahead)
    return Interval(found[0], 1.0)


def bounds_for_unheard(positive: int, neutral: int, negative: int, sent: int) -> Interval:
    """The satisfaction of everybody asked, were all who did not answer negative, or all positive.

    No model stands behind it (Manski, "Nonparametric bounds on treatment effects", 1990). (0, 1) when nothing
    was sent. ValueError when more answered than were asked.
    """
    unheard = sent - positive - neutral - negative
    if unheard < 0:
        raise ValueError(f"{sent - unheard} answers to {sent} surveys cannot be.")
    if not sent:
        return Interval(0.0, 1.0)
    good = positive + 0.5 * neutral
    return Interval(good / sent, (good + unheard) / sent)


def grade(interval: Interval, count: float) -> Grade:
    """How well a satisfaction is known: by the width of its interval and the effective count of reviews.

    The best grade of which both edges in GRADES are met. The count is there because a strong prior makes a
    narrow interval out of nothing.
    """
    for name, (widest, fewest) in GRADES.items():
        if interval.width <= widest and count >= fewest:
            return name
    return Grade.INSUFFICIENT


def _log_chance(good: int, of: int, a: float, b: float) -> float:
    ways = -math.log1p(of) - log_beta(good + 1.0, of - good + 1.0)
    return ways + log_beta(a + good, b + of - good) - log_beta(a, b)


# The widest interval, as a share, and the fewest effective reviews.
GRADES: Final = {
    Grade.GOOD: (0.15, 15.0),
    Grade.FAIR: (0.25, 5.0),
    Grade.LOW: (0.40, 2.0),
}
