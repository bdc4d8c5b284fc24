"""The score: exact, additive, and the same as the obvious reference says."""

import math
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.evidence import Evidence
from scoring.facts import Fact, Review
from scoring.health import Assessor, Contribution, Health
from scoring.metric import Direction
from scoring.metrics import METRICS
from scoring.polarity import Polarity
from scoring.rounding import shown_points
from tests.scoring import naive
from tests.scoring.cast import (
    NOW,
    a_case,
    a_profile,
    a_review,
    a_scorecard,
    a_ticket,
    an_interaction,
    assessed,
    cases,
    histories,
    itemised,
    moment_of,
    plan_of,
    whole_card,
    whole_cards,
)
from tests.scoring.naive import Case

POSITIVE, NEUTRAL, NEGATIVE = Polarity.POSITIVE, Polarity.NEUTRAL, Polarity.NEGATIVE


def of(health: Health, metric: str) -> Contribution:
    (found,) = [one for one in health.contributions if one.metric == metric]
    return found


def agrees(case: Case) -> None:
    expected = naive.health(case)
    for health in (assessed(case), itemised(case)):
        assert health.score == pytest.approx(expected.score, abs=1e-9)
        assert health.baseline == pytest.approx(expected.baseline, abs=1e-9)
        assert health.confidence == pytest.approx(expected.confidence, abs=1e-9)
        assert [one.metric for one in health.contributions] == list(expected.parts)
        for one in health.contributions:
            part = expected.parts[one.metric]
            assert one.points == pytest.approx(part.points, abs=1e-9)
            assert one.reliability == pytest.approx(part.reliability, abs=1e-9)
            assert one.value == (part.value if part.value is None else pytest.approx(part.value, abs=1e-7))
            assert one.native == (
                part.native if part.native is None else pytest.approx(part.native, rel=1e-7, abs=1e-7)
            )
    for one in itemised(case).contributions:
        found = {item.id: item.points for item in one.items}
        assert found == pytest.approx(expected.parts[one.metric].items, abs=1e-9)


@given(cases())
def test_both_ways_of_scoring_give_the_numbers_of_the_naive_reference(case: Case) -> None:
    agrees(case)


@given(whole_cards(), histories(max_size=30))
def test_so_they_do_with_every_metric_and_its_defaults(card: object, facts: list[object]) -> None:
    agrees(a_case(card, *facts))  # type: ignore[arg-type]


@given(cases())
def test_the_short_way_to_a_score_gives_the_same_figures(case: Case) -> None:
    plan, at = plan_of(case), moment_of(case)
    evidence, assessor = Evidence.of(plan, at.day, case.facts), Assessor(plan, case.feeds, at)
    health, scored = (
        assessor.assess(case.profile, evidence),
        assessor.score(case.profile, evidence),
    )
    assert scored.score == pytest.approx(health.score, abs=1e-12)
    assert scored.baseline == health.baseline
    assert scored.confidence == pytest.approx(health.confidence, abs=1e-12)
    known = [(one.metric, one.points, one.value) for one in health.contributions if one.value is not None]
    assert [(key, value) for key, _, value in scored.parts] == [(key, value) for key, _, value in known]
    assert [points for _, points, _ in scored.parts] == pytest.approx(
        [points for _, points, _ in known], abs=1e-12
    )


@given(cases())
def test_the_score_is_the_exact_sum_of_its_contributions_and_those_of_their_items(case: Case) -> None:
    health = itemised(case)
    exact = math.fsum(one.points for one in health.contributions)
    assert exact == pytest.approx(health.score - health.baseline, abs=1e-9)
    for one in health.contributions:
        assert math.fsum(item.points for item in one.items) == pytest.approx(one.points, abs=1e-9)
        assert sum(one.weight for one in health.contributions) == pytest.approx(1.0, abs=1e-9)
        if one.value is not None:
            assert one.points == pytest.approx(
                one.weight * one.reliability * (one.value - one.benchmark), abs=1e-9
            )
            assert one.reliability == pytest.approx(
                one.freshness * one.count / (one.count + one.prior), abs=1e-12
            )
    score, baseline, shown = shown_points(
        health.score, health.baseline, [one.points for one in health.contributions]
    )
    assert baseline + sum(shown) == score


@given(cases())
def test_scores_stay_on_the_scale_and_reliabilities_between_none_and_all(case: Case) -> None:
    health = assessed(case)
    assert 0 <= health.score <= 100
    assert 0 <= health.confidence <= 1
    for one in health.contributions:
        assert 0 <= one.reliability <= 1
        assert one.value is None or 0 <= one.value <= 100 + 1e-9


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_never_matters(case: Case, random: Random) -> None:
    shuffled = list(case.facts)
    random.shuffle(shuffled)
    after = replace(case, facts=shuffled)
    assert assessed(after).score == pytest.approx(assessed(case).score, abs=1e-9)
    assert itemised(after).score == pytest.approx(itemised(case).score, abs=1e-9)


@given(st.lists(st.tuples(st.sampled_from(Polarity), st.floats(0, 170)), max_size=12), st.floats(0, 170))
def test_a_positive_review_never_lowers_and_a_negative_never_raises_the_score(
    given_: list[tuple[Polarity, float]], age: float
) -> None:
    facts = [a_review(polarity, days_ago=ago, id=f"r{n}") for n, (polarity, ago) in enumerate(given_)]
    card = a_scorecard("csat")
    before = assessed(a_case(card, *facts)).score
    better = assessed(a_case(card, *facts, a_review(POSITIVE, days_ago=age, id="new"))).score
    worse = assessed(a_case(card, *facts, a_review(NEGATIVE, days_ago=age, id="new"))).score
    assert worse - 1e-10 <= before <= better + 1e-10


@given(cases(max_size=0))
def test_without_facts_nothing_but_absence_is_known(case: Case) -> None:
    case = replace(case, facts=[])
    health = itemised(case)
    absent = {"volume", "contact_frequency", "last_interaction"}
    for one in health.contributions:
        if one.metric not in absent:
            assert (one.value, one.native, one.points, one.reliability, one.items) == (
                None,
                None,
                0.0,
                0.0,
                (),
            )
        assert all(item.kind == "absence" for item in one.items)
    new = replace(case, profile=a_profile(known_since=case.now))
    assert assessed(new).confidence == 0.0
    assert assessed(new).score == pytest.approx(assessed(new).baseline, abs=1e-12)


def test_unanswered_surveys_are_no_evidence_of_satisfaction() -> None:
    asked = [a_review(None, id=f"r{n}") for n in range(12)]
    health = assessed(a_case(a_scorecard("csat"), *asked))
    assert (health.score, health.confidence) == (86.0, 0.0)


def test_evidence_ages_until_the_baseline_is_left() -> None:
    card = a_scorecard("csat", window_days=3650)
    bad = [a_review(NEGATIVE, id=f"r{n}") for n in range(20)]
    scores = [
        assessed(
            a_case(card, *bad, now=NOW + timedelta(days=days), feeds={"csat": NOW + timedelta(days=days)})
        ).score
        for days in (0, 30, 90, 365, 3600)
    ]
    assert scores == sorted(scores)
    assert scores[-1] == pytest.approx(86.0, abs=1e-6)


def test_a_feed_that_never_came_takes_its_metrics_out_and_says_so() -> None:
    case = a_case(whole_card(), a_review(NEGATIVE), feeds={"csat": NOW})
    health = assessed(case)
    assert [one.metric for one in health.contributions] == [
        "csat",
        "response_rate",
        "silence",
        "last_interaction",
    ]
    assert sum(one.weight for one in health.contributions) == pytest.approx(1.0)
    missing = {one.metric: one.because for one in health.not_applicable}
    assert missing["nps"] == "No NPS surveys have ever come in."
    assert missing["variety"] == "No tickets or interactions have ever come in."
    assert set(missing) | {one.metric for one in health.contributions} == set(METRICS)


def test_where_nothing_ever_came_everybody_stands_at_the_baseline() -> None:
    health = assessed(a_case(whole_card(), feeds={}, profile=a_profile(known_since=NOW)))
    assert len(health.contributions) == len(METRICS)
    assert health.score == pytest.approx(health.baseline)
    assert health.confidence == 0.0


def test_a_late_feed_lowers_the_reliability_by_half_for_each_term_and_leaves_the_value() -> None:
    found = []
    for days in (0, 45, 90, 135):
        feeds = {"csat": NOW - timedelta(days=days)}
        found.append(of(assessed(a_case(a_scorecard("csat"), a_review(NEGATIVE), feeds=feeds)), "csat"))
    assert [one.freshness for one in found] == pytest.approx([1.0, 1.0, 0.5, 0.25])
    assert {one.value for one in found} == {0.0}
    assert found[2].reliability == pytest.approx(found[0].reliability / 2)


def test_a_population_has_benchmarks_of_its_own() -> None:
    card = a_scorecard("csat", benchmarks={"resident": 70.0})
    assert assessed(a_case(card)).score == 86.0
    assert assessed(a_case(card, profile=a_profile(population="resident"))).score == 70.0


def test_some_contact_is_good_and_none_or_too_much_is_not() -> None:
    def value(interactions: int) -> float:
        facts = [an_interaction(days_ago=n * 0.5, id=f"i{n}") for n in range(interactions)]
        return (
            of(assessed(a_case(a_scorecard("contact_frequency"), *facts)), "contact_frequency").value or 0.0
        )

    assert value(0) == 0.0
    assert value(1) < value(4) == value(30) == 100.0
    assert value(80) < 100.0
    assert value(120) == pytest.approx(0.0, abs=5)


@pytest.mark.parametrize(
    ("direction", "value"), [(Direction.HIGH_IS_EASY, 100.0), (Direction.LOW_IS_EASY, 0.0)]
)
def test_the_direction_of_a_ces_turns_its_value(direction: Direction, value: float) -> None:
    card = a_scorecard("ces", enabled=True, direction=direction)
    assert of(assessed(a_case(card, a_review(POSITIVE, survey="ces"))), "ces").value == pytest.approx(value)


def test_silence_grows_with_every_survey_left_unanswered_by_who_used_to_answer() -> None:
    answered = [a_review(days_ago=100 + n, id=f"a{n}") for n in range(5)]
    values = []
    for run in range(4):
        unanswered = [a_review(None, days_ago=10 + n, id=f"u{n}") for n in range(run)]
        values.append(
            of(assessed(a_case(a_scorecard("silence"), *answered, *unanswered)), "silence").value or 0.0
        )
    assert values[0] == 100.0
    assert values == sorted(values, reverse=True)
    steps = [before - after for before, after in pairwise(values) if after > 0]
    assert steps == pytest.approx([steps[0]] * len(steps))
    never = [a_review(None, days_ago=10 + n, id=f"u{n}") for n in range(9)]
    assert of(assessed(a_case(a_scorecard("silence"), *never)), "silence").value is None


def test_a_survey_is_not_silence_until_there_was_time_to_answer() -> None:
    fresh = a_case(a_scorecard("response_rate"), a_review(None, days_ago=6))
    ripe = a_case(a_scorecard("response_rate"), a_review(None, days_ago=9))
    assert of(assessed(fresh), "response_rate").value is None
    assert of(assessed(ripe), "response_rate").value == 0.0


def test_an_old_ticket_that_is_open_counts_however_long_ago_it_was_opened() -> None:
    health = itemised(a_case(a_scorecard("oldest_unresolved"), a_ticket(days_ago=400)))
    oldest = of(health, "oldest_unresolved")
    assert oldest.value == 0.0
    assert oldest.native == pytest.approx(400.0)
    assert [(item.kind, item.id) for item in oldest.items] == [("ticket", "t1")]


def test_a_window_without_reviews_is_no_data_and_not_zero() -> None:
    old = a_review(NEGATIVE, days_ago=300)
    csat = of(itemised(a_case(a_scorecard("csat"), old)), "csat")
    assert (csat.value, csat.points, csat.items) == (None, 0.0, ())


def test_every_kind_of_fact_can_be_an_item() -> None:
    facts: list[Fact] = [a_review(), a_ticket(topic="mail"), an_interaction(tone="grievance")]
    kinds = {item.kind for one in itemised(a_case(whole_card(), *facts)).contributions for item in one.items}
    assert kinds == {"review", "ticket", "interaction"}
    kinds = {
        item.kind for one in itemised(a_case(whole_card(), a_review())).contributions for item in one.items
    }
    assert kinds == {"review", "absence"}


def test_an_answer_that_is_deleted_restores_the_score() -> None:
    case = a_case(whole_card(), a_review(POSITIVE, days_ago=20))
    plan, at = plan_of(case), moment_of(case)
    evidence, gone = Evidence.of(plan, at.day, case.facts), a_review(NEGATIVE, id="gone", days_ago=30)
    evidence.hear(plan, at.day, gone)
    evidence.forget(plan, at.day, gone)
    assert isinstance(case.facts[0], Review)
    again = Assessor(plan, case.feeds, at).assess(case.profile, evidence)
    assert again.score == pytest.approx(assessed(case).score, abs=1e-9)
