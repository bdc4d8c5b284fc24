"""Many customers in one figure, and whether it really differs: from before, from the rest, or after a change.

Intervals are Student's t at 90 %; what lies within one of 0 is not distinguishable from no difference.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance
from typing import Final

from scoring.beta import t_quantile
from scoring.intervals import LEVEL, Interval

FEWEST_PAIRS: Final = 5
CALIPER: Final = 5.0  # points: how far apart two customers may start and still be compared


@dataclass(frozen=True, slots=True)
class Member:
    """One customer of a group now: score 0..100, confidence 0..1, status, and how far the score spreads."""

    score: float
    confidence: float
    status: str
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference in points, with its 90 % interval; None when there are too few customers for one."""

    points: float
    interval: Interval | None

    @property
    def distinguishable(self) -> bool:
        """Whether the interval is there and leaves 0 out."""
        return self.interval is not None and not self.interval.holds(0.0)


@dataclass(frozen=True, slots=True)
class Movement:
    """From an earlier day until now: the mean change of the ``matched`` customers who were there on both.

    ``joined`` and ``left`` are how many were there on one day only; they move nothing. ``change`` is None
    without a matched customer.
    """

    change: Difference | None
    matched: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class Rollup:
    """A group of customers: ``mean`` counts each once, ``weighted`` each by its confidence.

    Both are scores 0..100; ``mean`` is None for an empty group, ``weighted`` without any confidence.
    ``statuses`` counts the customers of each status.
    """

    customers: int
    mean: float | None
    weighted: float | None
    confidence: float
    statuses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an initiative did: the change of those it was for beyond that of customers like them.

    ``before_after`` is their own change, ``effect`` the same less that of their partners (difference in
    differences), None without a pair; ``pairs`` is how many found a partner, ``unmatched`` how many did not.
    """

    before_after: Difference
    effect: Difference | None
    pairs: int
    unmatched: int


def roll_up(members: Sequence[Member]) -> Rollup:
    """The one figure of a group. ``confidence`` is the members' mean, 0.0 for none."""
    statuses = dict(Counter(member.status for member in members))
    if not members:
        return Rollup(0, None, None, 0.0, statuses)
    known = math.fsum(member.confidence for member in members)
    score = math.fsum(member.confidence * member.score for member in members)
    mean = fmean(member.score for member in members)
    weighted = score / known if known else None
    return Rollup(len(members), mean, weighted, known / len(members), statuses)


def movement(now: Mapping[str, float], earlier: Mapping[str, float]) -> Movement:
    """How the scores of the same customers, by id, moved since an earlier day."""
    both = [customer for customer in now if customer in earlier]
    change = _mean_of([now[customer] - earlier[customer] for customer in both]) if both else None
    return Movement(change, len(both), len(now) - len(both), len(earlier) - len(both))


def against(members: Sequence[Member], portfolio_mean: float) -> Difference:
    """A group's mean score against the portfolio's, which is taken as known.

    The variance of the mean is (that between the scores + the mean of their spreads squared) / n: scores
    shrunk to a benchmark are alike because little is known, and this must not pass for certainty. No interval
    for a single customer. ValueError for none.
    """
    unknown = fmean(member.spread**2 for member in members) if members else 0.0
    return _mean_of([member.score - portfolio_mean for member in members], unknown)


def effect_of(
    treated: Mapping[str, tuple[float, float]], others: Mapping[str, tuple[float, float]]
) -> Effect:
    """What happened around an initiative, from each customer's score (before, after) its date, by id.

    Every treated customer gets the one of the ``others``, who must be of the same population, that started
    nearest to it and within 5 points, each but once: those who start low rise by themselves, and so do their
    partners. Pairs are made from the lowest start upwards, so the same data gives the same pairs. An interval
    takes 5 pairs. It tells what came with the initiative, not why. ValueError when nobody was treated.
    """
    own = _mean_of([after - before for before, after in treated.values()])
    pairs = _pairs(treated, others)
    beyond = [(treated[one][1] - treated[one][0]) - (others[two][1] - others[two][0]) for one, two in pairs]
    effect = _mean_of(beyond, fewest=FEWEST_PAIRS) if beyond else None
    return Effect(own, effect, len(pairs), len(treated) - len(pairs))


def _mean_of(values: Sequence[float], unknown: float = 0.0, fewest: int = 2) -> Difference:
    """The mean with its t interval, ``unknown`` being what each value's own variance adds."""
    if not values:
        raise ValueError("A group without customers has no mean.")
    mean, n = fmean(values), len(values)
    if n < fewest:
        return Difference(mean, None)
    reach = t_quantile(LEVEL, n - 1) * math.sqrt((variance(values, mean) + unknown) / n)
    return Difference(mean, Interval(mean - reach, mean + reach))


def _pairs(
    treated: Mapping[str, tuple[float, float]], others: Mapping[str, tuple[float, float]]
) -> list[tuple[str, str]]:
    free = sorted((before, customer) for customer, (before, _) in others.items() if customer not in treated)
    found = []
    for before, customer in sorted((before, customer) for customer, (before, _) in treated.items()):
        place = bisect_left(free, (before, ""))
        nearest = min(
            free[max(place - 1, 0) : place + 1], key=lambda other: abs(other[0] - before), default=None
        )
        if nearest is not None and abs(nearest[0] - before) <= CALIPER:
            free.remove(nearest)
            found.append((customer, nearest[1]))
    return found
