"""The score once more, fact by fact: which review, ticket or silence adds which points."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from scoring.evidence import LONGEST_RUN, Evidence
from scoring.facts import Fact, Interaction, Profile, Review, Ticket
from scoring.health import Applying, Assessor, Contribution, Health, Item, Kind, contribution
from scoring.measure import Measured, measure
from scoring.metric import Observation, Shape
from scoring.plan import Gauge, Plan, feed_of
from scoring.tally import weight_at
from scoring.windows import Day

Seen = tuple[Fact, Observation]


def itemise(assessor: Assessor, plan: Plan, profile: Profile, facts: Sequence[Fact]) -> Health:
    """The health that the assessor gives for ``Evidence.of`` these facts, with every item's points.

    ``facts`` are those of the longest window and every open ticket; the items keep their order. In a mean,
    with w = 2 ** (-age / half-life) and value x, an item's points are
    W * 100 * f * w * (x - b / 100) / (N + prior); in the other shapes the metric's points fall in equal parts
    to the facts it hangs on, or to their absence.
    """
    evidence = Evidence.of(plan, assessor.at.day, facts)
    return assessor.health_of(
        [_itemised(one, evidence, assessor, profile, facts) for one in assessor.applying(profile.population)]
    )


def counted(gauge: Gauge, day: Day, facts: Sequence[Fact]) -> list[Seen]:
    """The facts inside a metric's window that say something for it, in their order."""
    start, end = gauge.window(day)
    read = ((fact, gauge.read(fact)) for fact in facts if feed_of(fact) in gauge.metric.feeds)
    return [(fact, seen) for fact, seen in read if seen is not None and start <= seen.at < end]


def kind_of(fact: Fact) -> Kind:
    """What an item that is this fact is called."""
    match fact:
        case Review():
            return "review"
        case Ticket():
            return "ticket"
        case Interaction():
            return "interaction"
        case _:
            return "reading"


def _itemised(
    one: Applying, evidence: Evidence, assessor: Assessor, profile: Profile, facts: Sequence[Fact]
) -> Contribution:
    found = measure(one.gauge, evidence, profile, assessor.at)
    plain = contribution(one, found)
    if found.value is None:
        return plain
    if one.gauge.shape is Shape.MEAN:
        return contribution(one, found, _shares_of_mean(one, found, assessor, facts))
    hangs_on = _HANGS_ON[one.gauge.shape](one.gauge, evidence, assessor.at.day, facts)
    if not hangs_on:
        return contribution(one, found, (Item("absence", one.gauge.key, plain.points),))
    items = tuple(Item(kind_of(fact), fact.id, plain.points * part) for fact, part in hangs_on)
    return contribution(one, found, items)


def _shares_of_mean(
    one: Applying, found: Measured, assessor: Assessor, facts: Sequence[Fact]
) -> tuple[Item, ...]:
    gauge, now = one.gauge, assessor.at.now
    unit = one.weight * 100.0 * one.freshness / (found.count + gauge.settings.prior)
    expected = one.benchmark / 100.0
    return tuple(
        Item(
            kind_of(fact),
            fact.id,
            unit * weight_at(seen.at, now, gauge.settings.half_life_days) * (seen.x - expected),
        )
        for fact, seen in counted(gauge, assessor.at.day, facts)
    )


def _each(gauge: Gauge, _evidence: Evidence, day: Day, facts: Sequence[Fact]) -> list[tuple[Fact, float]]:
    seen = counted(gauge, day, facts)
    return [(fact, 1.0 / len(seen)) for fact, _seen in seen]


def _by_topic(gauge: Gauge, evidence: Evidence, day: Day, facts: Sequence[Fact]) -> list[tuple[Fact, float]]:
    counts = evidence.topics[gauge.key]
    return [(fact, 1.0 / len(counts) / counts[seen.topic]) for fact, seen in counted(gauge, day, facts)]


def _of_the_most_frequent(
    gauge: Gauge, evidence: Evidence, day: Day, facts: Sequence[Fact]
) -> list[tuple[Fact, float]]:
    counts = evidence.topics[gauge.key]
    most = max(counts.values())
    found = [fact for fact, seen in counted(gauge, day, facts) if counts[seen.topic] == most]
    return [(fact, 1.0 / len(found)) for fact in found]


def _marked(gauge: Gauge, evidence: Evidence, day: Day, facts: Sequence[Fact]) -> list[tuple[Fact, float]]:
    mark = evidence.marks.get(gauge.key)
    if mark is None or (gauge.shape is Shape.LATEST and mark.at < gauge.window(day)[0]):
        return []
    return [(fact, 1.0) for fact in facts if fact.id == mark.id and feed_of(fact) in gauge.metric.feeds][:1]


def _the_run(gauge: Gauge, evidence: Evidence, day: Day, facts: Sequence[Fact]) -> list[tuple[Fact, float]]:
    run = min(evidence.runs.get(gauge.key, 0), LONGEST_RUN)
    newest = sorted(counted(gauge, day, facts), key=lambda one: (one[1].at, one[0].id), reverse=True)
    return [(fact, 1.0 / run) for fact, _seen in newest[:run]]


_HANGS_ON: Final[
    Mapping[Shape, Callable[[Gauge, Evidence, Day, Sequence[Fact]], list[tuple[Fact, float]]]]
] = {
    Shape.COUNT: _each,
    Shape.VARIETY: _by_topic,
    Shape.REPEATS: _of_the_most_frequent,
    Shape.LATEST: _marked,
    Shape.OLDEST: _marked,
    Shape.SILENCE: _the_run,
}
