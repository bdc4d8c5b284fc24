"""Why a score changed: the difference between two moments, split exactly by cause and by fact.

Between the two scores stands a chain of whole scores, each of which differs from its neighbour in one thing:

1. as it was then: the facts of then, with the scorecard of then, at that moment;
2. the scorecard of now (weights, windows, scales, hours), with the benchmarks of then;
3. the benchmarks of now, and whom the customer is compared with;
4. the moment of now: what would have become of it had nobody said anything since;
5. the facts of then as they are told now: corrected, or deleted;
6. the facts of now, which is the score now.

A part is the difference of two neighbours, so that the parts add up whatever the formula does. What people of
the house changed comes first, measured on facts that are the same; then what time alone does; then what was
said, weighed as it counts today, so that a new review has the points that the card shows. In another order
the same sum would fall a little differently: this one is a convention, and it is the only one used.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final, Literal

from scoring.facts import Fact, Profile, Review, Ticket
from scoring.health import Assessor, Feeds, Health, Kind
from scoring.itemise import itemise
from scoring.measure import Moment
from scoring.plan import Plan
from scoring.scorecard import Scorecard


class Cause(StrEnum):
    """What a part of a difference comes from, in the order of the chain."""

    SCORECARD = "scorecard"
    BENCHMARKS = "benchmarks"
    AGEING = "ageing"  # also what ripened, left a window, or came from a feed that is late by now
    REVISED = "revised"
    NEW = "new"  # also an answer, a response or a resolution of what was known already


@dataclass(frozen=True, slots=True)
class Side:
    """All that a score is computed from at one moment; ``facts`` are those known then.

    They must hold what is in the longest window of either side at either moment, and every ticket open then.
    """

    plan: Plan
    feeds: Feeds
    at: Moment
    profile: Profile
    facts: Sequence[Fact]

    def health(self) -> Health:
        """The score, with every item."""
        assessor = Assessor(self.plan, self.feeds, self.at)
        return itemise(assessor, self.plan, self.profile, self.facts)


@dataclass(frozen=True, slots=True)
class Move:
    """By how many points one fact, absence or expectation came to count differently in one metric.

    An expectation is the metric's share of the baseline, with the metric's key as ``id``.
    """

    metric: str
    kind: Kind | Literal["expectation"]
    id: str
    points: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one cause did: ``points`` is the sum of the moves' points.

    ``touched`` are the ids of the facts that are new or told differently; the others move with them, since
    all evidence shares the weight of its metric. It is empty where no fact changed.
    """

    cause: Cause
    points: float
    moves: tuple[Move, ...] = ()
    touched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """Two scores, and the five parts of their difference in the order of Cause.

    after.score - before.score == the sum of the parts' points, to 1e-9.
    """

    before: Health
    after: Health
    parts: tuple[Part, ...]

    @property
    def points(self) -> float:
        """The whole difference."""
        return self.after.score - self.before.score

    def part(self, cause: Cause) -> Part:
        """What one cause did."""
        return next(one for one in self.parts if one.cause == cause)


def explain(then: Side, now: Side) -> Change:
    """Split what became of a score. Costs six times what ``itemise`` does, and less where nothing changed."""
    carded = replace(then, plan=_with_benchmarks_of(then, now.plan))
    compared = replace(then, plan=now.plan, profile=_compared(then, now.profile))
    aged = replace(compared, at=now.at, feeds=_heard(then.feeds, now.feeds))
    told = replace(aged, facts=_told_now(then.facts, now.facts))
    chain = (then, carded, compared, aged, told, now)
    scores = [then.health()]
    for before, after in pairwise(chain):
        scores.append(scores[-1] if _same(before, after) else after.health())
    steps = zip(Cause, pairwise(chain), pairwise(scores), strict=True)
    parts = tuple(_part(cause, sides, healths) for cause, sides, healths in steps)
    return Change(scores[0], scores[-1], parts)


def _part(cause: Cause, sides: tuple[Side, Side], healths: tuple[Health, Health]) -> Part:
    before, after = healths
    if before is after:
        return Part(cause, 0.0)
    old, new = _points(before), _points(after)
    moves = (Move(*key, new.get(key, 0.0) - old.get(key, 0.0)) for key in {**old, **new})
    touched = _touched(*(side.facts for side in sides)) if cause in _OF_FACTS else frozenset()
    return Part(cause, after.score - before.score, tuple(one for one in moves if one.points), touched)


_Key = tuple[str, Kind | Literal["expectation"], str]
_OF_FACTS: Final = (Cause.REVISED, Cause.NEW)


def _points(health: Health) -> Mapping[_Key, float]:
    """Everything that the score is the sum of."""
    found: dict[_Key, float] = defaultdict(float)
    for one in health.contributions:
        found[one.metric, "expectation", one.metric] += one.weight * one.benchmark
        for item in one.items:
            found[one.metric, item.kind, item.id] += item.points
    return found


def merged(moves: Iterable[Move]) -> list[Move]:
    """The moves of each fact, absence or expectation over all metrics as one, the strongest first.

    ``metric`` is the one in which it moved most.
    """
    by_item: dict[tuple[str, str], list[Move]] = defaultdict(list)
    for move in moves:
        by_item[move.kind, move.id].append(move)
    found = [
        replace(max(same, key=lambda one: abs(one.points)), points=math.fsum(one.points for one in same))
        for same in by_item.values()
    ]
    return sorted(found, key=lambda one: (-abs(one.points), one.kind, one.id))


def _with_benchmarks_of(then: Side, plan: Plan) -> Plan:
    """The plan of now, comparing with what was expected of the customer then where that was known."""
    expected = {
        gauge.key: gauge.settings.benchmark_for(then.profile.population) for gauge in then.plan.gauges
    }
    metrics = tuple(
        replace(one, benchmark=expected[one.metric], benchmarks={}) if one.metric in expected else one
        for one in plan.card.metrics
    )
    return _planned(replace(plan.card, metrics=metrics), plan)


def _planned(card: Scorecard, like: Plan) -> Plan:
    lens = like.gauges[0].lens
    return Plan(card, lens.hours, lens.zone)


def _compared(then: Side, profile: Profile) -> Profile:
    """Who the customer is now; for how long it has been known is a matter of the facts."""
    return replace(profile, known_since=then.profile.known_since)


def _heard(then: Feeds, now: Feeds) -> Mapping[str, datetime]:
    """When the feeds of then were last heard; one that is new begins to count with what it brought."""
    return {feed: now.get(feed, at) for feed, at in then.items()}


def _told_now(then: Sequence[Fact], now: Sequence[Fact]) -> list[Fact]:
    """The facts of then as they are told now, without what has happened since."""
    known = {fact.id: fact for fact in now}
    return [_corrected(fact, known[fact.id]) for fact in then if fact.id in known]


def _corrected(before: Fact, after: Fact) -> Fact:
    if isinstance(before, Review) and isinstance(after, Review):
        return before if before.polarity is None and after.polarity is not None else after
    if isinstance(before, Ticket) and isinstance(after, Ticket):
        return replace(
            after,
            first_response_at=_so_far(before.first_response_at, after.first_response_at),
            resolved_at=_so_far(before.resolved_at, after.resolved_at),
            reopened=min(before.reopened, after.reopened),
            escalated=before.escalated and after.escalated,
        )
    return after


def _so_far(before: datetime | None, after: datetime | None) -> datetime | None:
    """A moment that came, or went, is news; one that moved was told wrong."""
    return before if before is None or after is None else after


def _touched(then: Sequence[Fact], now: Sequence[Fact]) -> frozenset[str]:
    old, new = ({fact.id: fact for fact in facts} for facts in (then, now))
    return frozenset(key for key in {**old, **new} if old.get(key) != new.get(key))


def _same(one: Side, other: Side) -> bool:
    """Whether nothing in them differs that a score is made of."""
    return (
        _terms(one.plan) == _terms(other.plan)
        and one.profile == other.profile
        and one.feeds == other.feeds
        and one.at == other.at
        and list(one.facts) == list(other.facts)
    )


def _terms(plan: Plan) -> tuple[object, ...]:
    return tuple((gauge.key, gauge.settings, gauge.lens) for gauge in plan.gauges)
