"""Evidence: whatever comes in whatever order, the sums are those of a recount."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.evidence import Evidence, Mark, evidence_from_plain, evidence_to_plain
from scoring.facts import Fact, Interaction, Reading, Review, Ticket
from scoring.metric import Shape
from scoring.plan import Gauge, Plan, feed_of
from scoring.polarity import Polarity
from scoring.tally import EMPTY, LANDMARK, Tally, weight_at, weight_of
from scoring.windows import Day
from tests.scoring.cast import (
    BERLIN,
    NOW,
    a_case,
    a_review,
    a_scorecard,
    a_ticket,
    an_interaction,
    cases,
    plan_of,
    whole_card,
)
from tests.scoring.naive import Case

DAY = Day.of(NOW, BERLIN)


def day_of(case: Case) -> Day:
    return Day.of(case.now, case.zone)


def settled(evidence: Evidence, plan: Plan, day: Day, facts: Sequence[Fact]) -> Evidence:
    """What the doubtful metrics hang on, looked up as a database would."""
    for gauge in plan.gauges:
        if gauge.key in evidence.doubtful:
            _settle(evidence, gauge, day, facts)
    return evidence


def _settle(evidence: Evidence, gauge: Gauge, day: Day, facts: Sequence[Fact]) -> None:
    start, end = gauge.window(day)
    seen = [(fact.id, gauge.read(fact)) for fact in facts if feed_of(fact) in gauge.metric.feeds]
    marks = [Mark(one.at, key) for key, one in seen if one is not None]
    match gauge.shape:
        case Shape.LATEST:
            evidence.settle_mark(gauge, max((mark for mark in marks if mark.at >= start), default=None))
        case Shape.OLDEST:
            still = [Mark(one.at, key) for key, one in seen if one is not None and one.x]
            evidence.settle_mark(gauge, min(still, default=None))
        case _:
            inside = sorted(
                ((one.at, key, one.x) for key, one in seen if one is not None and start <= one.at < end),
                reverse=True,
            )
            evidence.settle_run(gauge, [x > 0 for _, _, x in inside])


def same(one: Evidence, other: Evidence) -> bool:
    """Equal but for the last bits of the decayed sums."""
    assert not one.doubtful
    assert replace(one, tallies={}) == replace(other, tallies={})
    assert one.tallies.keys() == other.tallies.keys()
    for key, tally in one.tallies.items():
        wanted = other.tallies[key]
        assert tally.count == wanted.count
        assert tally.total == pytest.approx(wanted.total, abs=1e-9)
        assert (tally.weight, tally.moment) == pytest.approx(
            (wanted.weight, wanted.moment), rel=1e-9, abs=1e-9
        )
    return True


@given(cases(), st.randoms(use_true_random=False))
def test_facts_heard_in_any_order_are_those_of_a_recount(case: Case, random: Random) -> None:
    plan, day, heard = plan_of(case), day_of(case), Evidence()
    facts = list(case.facts)
    random.shuffle(facts)
    for fact in facts:
        heard.hear(plan, day, fact)
    assert same(settled(heard, plan, day, facts), Evidence.of(plan, day, case.facts))


@given(cases(), st.randoms(use_true_random=False))
def test_what_is_forgotten_again_leaves_no_trace(case: Case, random: Random) -> None:
    plan, day, facts = plan_of(case), day_of(case), list(case.facts)
    random.shuffle(facts)
    kept, gone = facts[: len(facts) // 2], facts[len(facts) // 2 :]
    evidence = Evidence.of(plan, day, facts)
    for fact in gone:
        evidence.forget(plan, day, fact)
    assert same(settled(evidence, plan, day, kept), Evidence.of(plan, day, kept))


@given(cases(), st.data())
def test_a_fact_that_is_put_right_counts_as_it_is_now(case: Case, data: st.DataObject) -> None:
    plan, day = plan_of(case), day_of(case)
    evidence, facts = Evidence.of(plan, day, case.facts), list(case.facts)
    for place, fact in enumerate(facts):
        changed = _changed(fact, data)
        evidence.exchange(plan, day, fact, changed)
        facts[place] = changed
    assert same(settled(evidence, plan, day, facts), Evidence.of(plan, day, facts))


def _changed(fact: Fact, data: st.DataObject) -> Fact:
    earlier = timedelta(days=data.draw(st.sampled_from([0, 0, 3, 40])))
    match fact:
        case Review():
            polarity = data.draw(st.sampled_from(Polarity))
            return replace(
                fact, polarity=polarity, score=4.0, at=fact.at - earlier, asked_at=fact.asked_at - earlier
            )
        case Ticket():
            return replace(fact, resolved_at=fact.opened_at + timedelta(days=1), topic="mail", escalated=True)
        case Interaction():
            return replace(fact, at=fact.at - earlier, tone="grievance")
        case Reading():
            return replace(fact, at=fact.at - earlier, value=0.0)


@given(cases(), st.lists(st.integers(1, 90), min_size=1, max_size=6))
def test_what_is_carried_forward_from_day_to_day_is_what_a_recount_finds(
    case: Case, steps: list[int]
) -> None:
    plan, then = plan_of(case), day_of(case)
    evidence, now = Evidence.of(plan, then, case.facts), case.now
    for step in steps:
        now += timedelta(days=step)
        day = Day.of(now, case.zone)
        evidence.advance(plan, then, day, case.facts)
        assert same(evidence, Evidence.of(plan, day, case.facts))
        then = day


@given(cases(), st.integers(1, 60))
def test_facts_that_have_not_moved_change_nothing(case: Case, days: int) -> None:
    plan, then = plan_of(case), day_of(case)
    day = Day.of(case.now + timedelta(days=days), case.zone)
    evidence = Evidence.of(plan, then, case.facts)
    crossed = [fact for fact in case.facts if _crosses(plan, fact, then, day)]
    evidence.advance(plan, then, day, crossed)
    assert same(evidence, Evidence.of(plan, day, case.facts))


def _crosses(plan: Plan, fact: Fact, then: Day, day: Day) -> bool:
    moments: tuple[datetime | None, ...]
    match fact:
        case Review():
            moments = (fact.at, fact.asked_at)
        case Ticket():
            moments = (fact.opened_at, fact.first_response_at, fact.resolved_at)
        case _:
            moments = (fact.at,)
    return any(
        then.start(days) <= at < day.start(days)
        for days, feeds in plan.edges.items()
        if feed_of(fact) in feeds
        for at in moments
        if at is not None
    )


@given(cases())
def test_evidence_survives_being_kept(case: Case) -> None:
    evidence = Evidence.of(plan_of(case), day_of(case), case.facts)
    assert evidence_from_plain(evidence_to_plain(evidence)) == evidence


def test_evidence_with_doubts_is_not_kept() -> None:
    plan = plan_of(a_case(a_scorecard("last_interaction")))
    evidence = Evidence.of(plan, DAY, [an_interaction()])
    evidence.forget(plan, DAY, an_interaction())
    assert evidence.doubtful == {"last_interaction"}
    with pytest.raises(ValueError, match="last_interaction"):
        evidence_to_plain(evidence)


def test_a_change_that_no_metric_sees_leaves_no_doubt() -> None:
    plan = plan_of(a_case(whole_card()))
    evidence = Evidence.of(plan, DAY, [a_ticket(topic="mail")])
    before = evidence_to_plain(evidence)
    evidence.exchange(plan, DAY, a_ticket(topic="mail"), a_ticket(topic="Mail "))
    assert evidence_to_plain(evidence) == before


def test_what_was_never_heard_cannot_be_forgotten() -> None:
    plan = plan_of(a_case(a_scorecard("csat")))
    with pytest.raises(ValueError, match="holds none"):
        Evidence().forget(plan, DAY, a_review())


def test_readings_of_nobodys_metric_are_no_evidence() -> None:
    plan = plan_of(a_case(whole_card()))
    assert Evidence.of(plan, DAY, [Reading("m1", "seats", NOW, 3.0)]) == Evidence()


def test_one_observation_weighs_one_when_fresh_and_half_a_half_life_later() -> None:
    tally = EMPTY.plus(NOW, 0.5, 90.0)
    assert tally.effective(NOW, 90.0) == pytest.approx((1.0, 0.5))
    assert tally.effective(NOW + timedelta(days=90), 90.0) == pytest.approx((0.5, 0.25))
    assert (tally.count, tally.total) == (1, 0.5)
    assert EMPTY.effective(NOW, 90.0) == (0.0, 0.0)


@given(st.lists(st.tuples(st.floats(0, 300), st.sampled_from([0.0, 0.5, 1.0])), max_size=200), st.randoms())
def test_sums_of_answers_are_the_same_to_the_bit_in_any_order(
    seen: list[tuple[float, float]], random: Random
) -> None:
    def total(of: Sequence[tuple[float, float]]) -> Tally:
        tally = EMPTY
        for age, x in of:
            tally = tally.plus(NOW - timedelta(days=age), x, 180.0)
        return tally

    shuffled = list(seen)
    random.shuffle(shuffled)
    assert total(shuffled) == total(seen)


def test_what_lies_too_far_ahead_cannot_be_weighed() -> None:
    with pytest.raises(ValueError, match="too far to be weighed"):
        weight_of(LANDMARK + timedelta(days=14 * 1001), 14.0)
    assert weight_at(NOW, NOW, 14.0) == 1.0


def test_rounding_leaves_no_mean_outside_the_scale() -> None:
    tally = Tally(1e-12, 1e-12, 2, 2.0).minus(LANDMARK, 1.0, 90.0)
    assert 0.0 <= tally.moment <= tally.weight
