"""What is remembered of a customer: sums that one more fact changes, and that a day carries forward."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from scoring.facts import Fact
from scoring.metric import Observation, Shape
from scoring.plan import Gauge, Plan, feed_of
from scoring.tally import EMPTY, Tally
from scoring.windows import Day

LONGEST_RUN: Final = 60  # of unanswered surveys: more say nothing new

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_TOPICS: Final = (Shape.VARIETY, Shape.REPEATS)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """The one fact that a metric hangs on: the last contact, the oldest open ticket."""

    at: datetime
    id: str


@dataclass(slots=True)
class Evidence:
    """The sums of one customer under one plan on one day, by metric; an absent one is empty.

    ``topics`` counts observations by topic, ``marks`` holds the latest or oldest fact, ``runs`` how many
    surveys in a row, up to 60, went unanswered. Where a change leaves a mark or a run unknown, its metric is
    in ``doubtful``: whoever has the facts must settle it (``settle_mark``, ``settle_run``).
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    topics: dict[str, dict[str, int]] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, plan: Plan, day: Day, facts: Iterable[Fact]) -> "Evidence":
        """The evidence that these facts amount to: all of the longest window, and every open ticket."""
        found, told = cls(), list(facts)
        for fact in told:
            found.hear(plan, day, fact)
        for gauge in plan.gauges:
            if gauge.shape is Shape.SILENCE:
                found.settle_run(gauge, _matured(gauge, day, told))
        return found

    def hear(self, plan: Plan, day: Day, fact: Fact) -> None:
        """Let one more fact count."""
        for gauge in plan.gauges_for(fact):
            seen = gauge.read(fact)
            if seen is not None:
                self._take(gauge, day, fact.id, seen)

    def forget(self, plan: Plan, day: Day, fact: Fact) -> None:
        """Let a fact that was heard count no more. ValueError when the sums never held it."""
        for gauge in plan.gauges_for(fact):
            seen = gauge.read(fact)
            if seen is not None:
                self._drop(gauge, day, fact.id, seen)

    def exchange(self, plan: Plan, day: Day, before: Fact | None, after: Fact | None) -> None:
        """Let a fact count as it is now, not as it was; what sees no difference in it stays as it is."""
        for gauge in dict.fromkeys(
            gauge for fact in (before, after) if fact for gauge in plan.gauges_for(fact)
        ):
            old = gauge.read(before) if before and _may_read(gauge, before) else None
            new = gauge.read(after) if after and _may_read(gauge, after) else None
            if old == new and before and after and before.id == after.id:
                continue
            if before and old is not None:
                self._drop(gauge, day, before.id, old)
            if after and new is not None:
                self._take(gauge, day, after.id, new)

    def advance(self, plan: Plan, then: Day, day: Day, facts: Iterable[Fact]) -> None:
        """Carry the sums from one day to a later one.

        ``facts`` must hold all whose observations have left a window since, or have ripened; others change
        nothing. ValueError when the sums never held one that left.
        """
        ripened: dict[str, list[tuple[datetime, str, float]]] = {}
        for fact in facts:
            for gauge, left, ripe in plan.passages(then, day, feed_of(fact)):
                seen = gauge.read(fact)
                if seen is None:
                    continue
                if left[0] <= seen.at < left[1]:
                    self._sum(gauge, seen, -1)
                elif ripe[0] <= seen.at < ripe[1]:
                    self._sum(gauge, seen, +1)
                    if gauge.shape is Shape.SILENCE:
                        ripened.setdefault(gauge.key, []).append((seen.at, fact.id, seen.x))
        for key, surveys in ripened.items():
            self._follow(key, surveys)
        for gauge in plan.gauges:
            self._hold_to_window(gauge, day)

    def _hold_to_window(self, gauge: Gauge, day: Day) -> None:
        """A mark or a run may have left with the facts that it hung on."""
        key, mark = gauge.key, self.marks.get(gauge.key)
        if gauge.shape is Shape.LATEST and mark is not None and mark.at < gauge.window(day)[0]:
            del self.marks[key]
        if gauge.shape is Shape.SILENCE:
            self._run(key, min(self.runs.get(key, 0), self.tallies.get(key, EMPTY).count))

    def settle_mark(self, gauge: Gauge, mark: Mark | None) -> None:
        """Say which fact a metric hangs on, or that there is none."""
        self.doubtful.discard(gauge.key)
        if mark is None:
            self.marks.pop(gauge.key, None)
        else:
            self.marks[gauge.key] = mark

    def settle_run(self, gauge: Gauge, answered: Sequence[bool]) -> None:
        """Say which of the surveys that count were answered, newest first (by when sent, then by id)."""
        self.doubtful.discard(gauge.key)
        self._run(gauge.key, next((place for place, yes in enumerate(answered) if yes), len(answered)))

    def _run(self, key: str, length: int) -> None:
        if length:
            self.runs[key] = min(length, LONGEST_RUN)
        else:
            self.runs.pop(key, None)

    def _take(self, gauge: Gauge, day: Day, fact_id: str, seen: Observation) -> None:
        self._count(gauge, day, seen, +1)
        mark, known = Mark(seen.at, fact_id), self.marks.get(gauge.key)
        if gauge.shape is Shape.LATEST and seen.at >= gauge.window(day)[0]:
            self.marks[gauge.key] = mark if known is None else max(known, mark)
        elif gauge.shape is Shape.OLDEST and seen.x:
            self.marks[gauge.key] = mark if known is None else min(known, mark)

    def _drop(self, gauge: Gauge, day: Day, fact_id: str, seen: Observation) -> None:
        self._count(gauge, day, seen, -1)
        known = self.marks.get(gauge.key)
        if known is not None and known.id == fact_id:
            self.doubtful.add(gauge.key)

    def _count(self, gauge: Gauge, day: Day, seen: Observation, sign: int) -> None:
        start, end = gauge.window(day)
        if gauge.shape is not Shape.LATEST and start <= seen.at < end:
            self._sum(gauge, seen, sign)
            if gauge.shape is Shape.SILENCE:
                self.doubtful.add(gauge.key)

    def _sum(self, gauge: Gauge, seen: Observation, sign: int) -> None:
        key = gauge.key
        tally = self.tallies.get(key, EMPTY)
        if gauge.shape is Shape.MEAN:
            change = tally.plus if sign > 0 else tally.minus
            tally = change(seen.at, seen.x, gauge.settings.half_life_days)
        else:
            tally = tally.counting(sign, sign * seen.x)
        if tally.count:
            self.tallies[key] = tally
        else:
            self.tallies.pop(key, None)
        if gauge.shape in _TOPICS:
            self._name(key, seen.topic, sign)

    def _name(self, key: str, topic: str, sign: int) -> None:
        counts = self.topics.setdefault(key, {})
        counts[topic] = counts.get(topic, 0) + sign
        if counts[topic] < 1:
            del counts[topic]
        if not counts:
            del self.topics[key]

    def _follow(self, key: str, ripened: list[tuple[datetime, str, float]]) -> None:
        run = self.runs.get(key, 0)
        for _at, _id, x in sorted(ripened):
            run = 0 if x else run + 1
        self._run(key, run)


def _may_read(gauge: Gauge, fact: Fact) -> bool:
    """Whether a fact is of a kind that the metric reads."""
    return feed_of(fact) in gauge.metric.feeds


def _matured(gauge: Gauge, day: Day, facts: Iterable[Fact]) -> list[bool]:
    start, end = gauge.window(day)
    seen = [(fact.id, gauge.read(fact)) for fact in facts if _may_read(gauge, fact)]
    found = [(one.at, key, one.x) for key, one in seen if one is not None and start <= one.at < end]
    return [x > 0.0 for _at, _id, x in sorted(found, reverse=True)]


def evidence_to_plain(evidence: Evidence) -> dict[str, Any]:
    """The evidence as JSON data, for ``evidence_from_plain``. ValueError while something is doubtful."""
    if evidence.doubtful:
        raise ValueError(f"Evidence with doubts cannot be kept: {sorted(evidence.doubtful)}")
    return {
        "tallies": {key: [t.weight, t.moment, t.count, t.total] for key, t in evidence.tallies.items()},
        "topics": evidence.topics,
        "marks": {key: [(m.at - _EPOCH) // _MICROSECOND, m.id] for key, m in evidence.marks.items()},
        "runs": evidence.runs,
    }


def evidence_from_plain(plain: dict[str, Any]) -> Evidence:
    """The evidence that ``evidence_to_plain`` wrote."""
    return Evidence(
        {key: Tally(*sums) for key, sums in plain["tallies"].items()},
        plain["topics"],
        {key: Mark(_EPOCH + at * _MICROSECOND, id_) for key, (at, id_) in plain["marks"].items()},
        plain["runs"],
    )
