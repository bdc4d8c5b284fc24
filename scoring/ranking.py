"""Where a customer stands among its population, and how sure that is: "12th, likely 7th to 25th of 140".

Everything rests on one question, how many members have a score above x, which a database can count.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from scoring.intervals import posterior

FEWEST_RANKED: Final = 5
SURE: Final = 1.6448536269514722  # standard deviations on either side that hold 90 % of a normal distribution

_SAME: Final = 1e-9  # scores this close are one score: the sums themselves are exact to about 1e-12


@dataclass(frozen=True, slots=True)
class Rank:
    """Place ``rank`` of ``of`` members, 1 the best; equal scores share the best of their places.

    ``tied`` is how many share it, the customer itself included. Its place lies from ``best`` to ``worst``
    with 90 %, were all the others known exactly.
    """

    rank: int
    tied: int
    best: int
    worst: int
    of: int


@dataclass(frozen=True, slots=True)
class Unranked:
    """No place, and a sentence that says why."""

    because: str


def rank_of(score: float, spread: float, above: Callable[[float], int], members: int) -> Rank | Unranked:
    """The rank of a member with this score, known to a standard deviation of ``spread`` points.

    ``above(x)`` counts the members, the customer among them, whose score is greater than x; it is asked four
    times. Populations of fewer than 5 ``members`` are not ranked.
    """
    if members < FEWEST_RANKED:
        return Unranked(
            f"There are {members} customers in this population; ranks are shown from {FEWEST_RANKED}."
        )
    rank = 1 + above(score + _SAME)
    through = above(score - _SAME)  # the last of those with its score, which it is one of
    reach = SURE * spread
    best = 1 + above(score + reach + _SAME)
    worst = above(score - reach - _SAME) if reach > _SAME else rank
    return Rank(rank, through - rank + 1, min(best, rank), max(worst, rank), members)


def distinguishable(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two (score, spread) differ: the 90 % interval of their difference leaves 0 out.

    Taken for independent. Scores without any spread differ as soon as they are not equal.
    """
    return abs(one[0] - other[0]) > SURE * math.hypot(one[1], other[1]) + _SAME


def spread_of(parts: Iterable[tuple[float, float | None, float, float, float, float]]) -> float:
    """The posterior standard deviation of a score in points, from one tuple for each metric in it:

    (weight W 0..1, value 0..100 or None, benchmark 0..100, effective count N, prior s, freshness 0..1). The
    root of the sum of (100 W) ** 2 p (1 - p) / (N + s + 1), where p = (K + s m) / (N + s), K = N value / 100
    and m = benchmark / 100; metrics are taken for independent. A freshness f below 1 counts as the fewer
    reviews that give the reliability f N / (N + s). As in ``intervals.posterior``, no part of a prior is
    below 0.1. ValueError when a value is not in 0..100.
    """
    return math.sqrt(math.fsum((100.0 * part[0]) ** 2 * _variance(*part[1:]) for part in parts))


def _variance(value: float | None, benchmark: float, count: float, prior: float, freshness: float) -> float:
    known = 0.0 if value is None else freshness * count * prior / (prior + count * (1.0 - freshness))
    good, bad = posterior(known, known * (value or 0.0) / 100.0, prior, benchmark / 100.0)
    total = good + bad
    return good * bad / (total * total * (total + 1.0))
