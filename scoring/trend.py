"""An arrow that means something: shown only when the evidence for a direction is strong."""

import math
from enum import StrEnum
from itertools import accumulate
from typing import Final

from scoring.evidence import Tally


class Trend(StrEnum):
    """Where a customer's ratings are heading."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"
    UNKNOWN = "unknown"


SURE: Final = 0.9

_STEPS: Final = 240
_REACH: Final = 9.0  # standard deviations on either side; the tails left out are below 1e-9


def trend(recent: Tally, earlier: Tally, prior: float, benchmark: float) -> Trend:
    """The direction from one window to the next, by the plain (not decayed) counts of two tallies.

    ``prior`` is the strength in reviews and ``benchmark`` the value 0..100 that both windows are shrunk to.
    UP or DOWN takes 90 % posterior probability, else STEADY; UNKNOWN when a window holds no rated review.
    """
    if not (recent.rated and earlier.rated):
        return Trend.UNKNOWN
    rising = probability_of_rise(recent, earlier, prior, benchmark)
    if rising >= SURE:
        return Trend.UP
    return Trend.DOWN if rising <= 1.0 - SURE else Trend.STEADY


def probability_of_rise(recent: Tally, earlier: Tally, prior: float, benchmark: float) -> float:
    """The posterior probability, 0..1, that satisfaction is higher in the recent window than in the earlier.

    Both are Beta(K + prior * m, n - K + prior * (1 - m)) with m = benchmark / 100, n the rated reviews and K
    the positive ones, neutral ones counting half. P(X > Y) is the integral of X's density times Y's
    distribution function.
    """
    # A benchmark of 0 or 100 would leave no room for surprise, and an improper posterior.
    mean = min(max(benchmark / 100.0, 0.01), 0.99)
    return _chance_above(_posterior(recent, prior, mean), _posterior(earlier, prior, mean))


def _posterior(tally: Tally, prior: float, mean: float) -> tuple[float, float]:
    good = tally.positive + 0.5 * tally.neutral
    return good + prior * mean, tally.rated - good + prior * (1.0 - mean)


def _chance_above(above: tuple[float, float], below: tuple[float, float]) -> float:
    # On the logit scale a Beta density is smooth and bell-shaped, so that plain sums on a grid converge fast.
    ranges = [_logit_range(a, b) for a, b in (above, below)]
    low, high = min(r[0] for r in ranges), max(r[1] for r in ranges)
    step = (high - low) / _STEPS
    grid = [low + step * index for index in range(_STEPS + 1)]
    # Softplus once per point; far out exp() would overflow and softplus(x) is x.
    softplus = [math.log1p(math.exp(x)) if x < 35.0 else x for x in grid]
    densities = []
    for a, b in (above, below):
        peak = math.log(a / b)
        top = a * peak - (a + b) * math.log1p(a / b)
        densities.append([math.exp(a * x - (a + b) * s - top) for x, s in zip(grid, softplus, strict=True)])
    upper, lower = densities
    below_or_at = accumulate(lower)
    won = math.fsum(p * (c - q / 2.0) for p, c, q in zip(upper, below_or_at, lower, strict=True))
    return won / (math.fsum(upper) * math.fsum(lower))


def _logit_range(a: float, b: float) -> tuple[float, float]:
    """Where the logit of a Beta(a, b) lies; its tails fall like exp(a x) on the left, exp(-b x) on the right."""
    peak = math.log(a / b)
    spread = math.sqrt(1.0 / a + 1.0 / b)
    return peak - _REACH * spread - _REACH / a, peak + _REACH * spread + _REACH / b
