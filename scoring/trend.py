"""An arrow that means something: shown only when the evidence for a direction is strong."""

import math
from enum import StrEnum
from itertools import accumulate
from typing import Final

from scoring.tally import Tally


class Trend(StrEnum):
    """Where a customer's ratings are heading."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"
    UNKNOWN = "unknown"


SURE: Final = 0.9

_STEPS: Final = 240
_REACH: Final = 7.0  # standard deviations, and tail lengths, on either side: what is left out is below 1e-6


def trend(recent: Tally, earlier: Tally, prior: float, benchmark: float) -> Trend:
    """The direction from one window to the next, by the plain (not decayed) counts of two tallies.

    ``prior`` is the strength in reviews and ``benchmark`` the value 0..100 that both windows are shrunk to.
    UP or DOWN takes 90 % posterior probability, else STEADY; UNKNOWN when a window holds no rated review.
    """
    if not (recent.count and earlier.count):
        return Trend.UNKNOWN
    rising = probability_of_rise(recent, earlier, prior, benchmark)
    if rising >= SURE:
        return Trend.UP
    return Trend.DOWN if rising <= 1.0 - SURE else Trend.STEADY


def probability_of_rise(recent: Tally, earlier: Tally, prior: float, benchmark: float) -> float:
    """The posterior probability, 0..1, that satisfaction is higher in the recent window than in the earlier.

    Both are Beta(K + prior * m, n - K + prior * (1 - m)) with m = benchmark / 100, n the rated reviews and K
    the sum of their values; neither part of the prior is taken for less than Jeffreys'
    1/2. Accurate to 0.001: P(X > Y) is the integral of X's density times Y's distribution function.
    """
    above = _posterior(recent, prior, benchmark / 100.0)
    below = _posterior(earlier, prior, benchmark / 100.0)
    # The narrower density over the wider distribution function: no cliff falls between two grid points.
    if sum(above) >= sum(below):
        return _chance_above(above, below)
    return 1.0 - _chance_above(below, above)


def _posterior(tally: Tally, prior: float, mean: float) -> tuple[float, float]:
    good = tally.total
    return good + max(prior * mean, 0.5), tally.count - good + max(prior * (1.0 - mean), 0.5)


def _chance_above(narrow: tuple[float, float], wide: tuple[float, float]) -> float:
    low, step, masses = _density(*wide)
    sums = list(accumulate(masses, initial=0.0))

    def mass_below(x: float) -> float:
        place = min(max((x - low) / step + 0.5, 0.0), float(len(masses)))
        index = min(int(place), len(masses) - 1)
        return sums[index] + (place - index) * masses[index]

    start, stride, weights = _density(*narrow)
    won = math.fsum(weight * mass_below(start + stride * index) for index, weight in enumerate(weights))
    return min(won / (math.fsum(weights) * sums[-1]), 1.0)


def _density(a: float, b: float) -> tuple[float, float, list[float]]:
    """The logit of a Beta(a, b) on an even grid: first point, step, and the (unscaled) density at each point.

    On the logit scale the density is smooth and bell-shaped; its tails fall like exp(a x) and exp(-b x).
    """
    peak = math.log(a / b)
    reach = _REACH * math.sqrt(1.0 / a + 1.0 / b)
    low, high = peak - reach - _REACH / a, peak + reach + _REACH / b
    step = (high - low) / _STEPS
    top = a * peak - (a + b) * _softplus(peak)
    grid = [low + step * index for index in range(_STEPS + 1)]
    return low, step, [math.exp(a * x - (a + b) * _softplus(x) - top) for x in grid]


def _softplus(x: float) -> float:
    return math.log1p(math.exp(x)) if x < 35.0 else x
