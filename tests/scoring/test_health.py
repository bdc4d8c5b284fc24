from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.evidence import RatedReview, Tally
from scoring.health import Contribution, Health, assess, itemise
from scoring.polarity import Polarity
from scoring.scorecard import Scorecard, default_scorecard
from tests.scoring import naive
from tests.scoring.cast import NOW, a_review, a_scorecard, histories, scorecards

POSITIVE, NEUTRAL, NEGATIVE = Polarity.POSITIVE, Polarity.NEUTRAL, Polarity.NEGATIVE
populations = st.sampled_from(["client", "resident", "prospect"])


def assessed(card: Scorecard, population: str, reviews: list[RatedReview]) -> Health:
    half_life = card.settings("csat").half_life_days
    return assess(card, population, {"csat": Tally.of(reviews, half_life)}, NOW)


def itemised(card: Scorecard, population: str, reviews: list[RatedReview]) -> Health:
    return itemise(card, population, {"csat": reviews}, NOW)


def csat_of(health: Health) -> Contribution:
    (contribution,) = health.contributions
    return contribution


@given(scorecards(), populations, histories())
def test_both_ways_of_scoring_give_the_numbers_of_the_naive_reference(
    card: Scorecard, population: str, reviews: list[RatedReview]
) -> None:
    expected = naive.health(card, population, {"csat": reviews}, NOW)
    for health in (assessed(card, population, reviews), itemised(card, population, reviews)):
        assert health.score == pytest.approx(expected.score, abs=1e-9)
        assert health.baseline == pytest.approx(expected.baseline, abs=1e-9)
        assert health.confidence == pytest.approx(expected.confidence, abs=1e-9)
        assert csat_of(health).points == pytest.approx(expected.points["csat"], abs=1e-9)
    items = csat_of(itemised(card, population, reviews)).items
    assert [item.points for item in items] == pytest.approx(expected.item_points["csat"], abs=1e-9)


@given(scorecards(), populations, histories())
def test_the_score_is_the_exact_sum_of_its_contributions_and_those_of_their_reviews(
    card: Scorecard, population: str, reviews: list[RatedReview]
) -> None:
    health = itemised(card, population, reviews)
    assert sum(one.points for one in health.contributions) == pytest.approx(
        health.score - health.baseline, abs=1e-9
    )
    csat = csat_of(health)
    assert sum(item.points for item in csat.items) == pytest.approx(csat.points, abs=1e-9)
    assert [item.id for item in csat.items] == [review.id for review in reviews]


@given(scorecards(), populations, histories())
def test_the_terms_of_a_contribution_are_what_they_say(
    card: Scorecard, population: str, reviews: list[RatedReview]
) -> None:
    csat = csat_of(assessed(card, population, reviews))
    if csat.value is None or csat.native is None:
        assert not reviews
        return
    assert csat.points == pytest.approx(csat.weight * csat.reliability * (csat.value - csat.benchmark))
    assert csat.value == pytest.approx((csat.native + 100) / 2, abs=1e-9)
    assert -100 <= csat.native <= 100
    assert csat.benchmark == card.settings("csat").benchmark_for(population)


@given(scorecards(), populations, histories())
def test_scores_stay_on_the_scale_and_reliabilities_between_none_and_all(
    card: Scorecard, population: str, reviews: list[RatedReview]
) -> None:
    health = assessed(card, population, reviews)
    assert 0 <= health.score <= 100
    assert 0 <= health.confidence <= 1
    assert 0 <= csat_of(health).reliability <= 1


@given(scorecards(), populations, histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_reviews_never_matters(
    card: Scorecard, population: str, reviews: list[RatedReview], random: Random
) -> None:
    before = itemised(card, population, reviews)
    random.shuffle(reviews)
    after = itemised(card, population, reviews)
    assert after.score == before.score
    assert sorted(csat_of(after).items, key=repr) == sorted(csat_of(before).items, key=repr)


@given(scorecards(), populations, histories(), histories(max_size=1))
def test_a_positive_review_never_lowers_and_a_negative_never_raises_the_score(
    card: Scorecard, population: str, reviews: list[RatedReview], another: list[RatedReview]
) -> None:
    before = assessed(card, population, reviews).score
    for one in another:
        better = assessed(card, population, [*reviews, RatedReview(one.id, POSITIVE, one.at)]).score
        worse = assessed(card, population, [*reviews, RatedReview(one.id, NEGATIVE, one.at)]).score
        assert worse - 1e-10 <= before <= better + 1e-10


@given(scorecards(), populations, histories(), histories(max_size=1))
def test_deleting_a_review_restores_the_score(
    card: Scorecard, population: str, reviews: list[RatedReview], another: list[RatedReview]
) -> None:
    half_life = card.settings("csat").half_life_days
    tally = Tally.of(reviews, half_life)
    for one in another:
        restored = tally.plus(one, half_life).minus(one, half_life)
        before = assess(card, population, {"csat": tally}, NOW)
        after = assess(card, population, {"csat": restored}, NOW)
        assert after.score == pytest.approx(before.score, abs=1e-9)


@given(scorecards(), populations)
def test_without_evidence_the_score_is_the_baseline_and_the_confidence_nothing(
    card: Scorecard, population: str
) -> None:
    for health in (assess(card, population, {}, NOW), itemise(card, population, {}, NOW)):
        assert (health.score, health.confidence) == (health.baseline, 0.0)
        csat = csat_of(health)
        assert (csat.value, csat.native, csat.points, csat.reliability) == (None, None, 0.0, 0.0)
        assert csat.items == ()


def test_unanswered_surveys_are_no_evidence_of_satisfaction() -> None:
    health = assess(default_scorecard(), "client", {"csat": Tally(sent=12)}, NOW)
    assert (health.score, health.confidence) == (86.0, 0.0)


def test_evidence_ages_until_the_baseline_is_left() -> None:
    tallies = {"csat": Tally.of([a_review(NEGATIVE) for _ in range(20)], 90)}
    ages = [0, 30, 90, 365, 3650, 365_000]
    scores = [
        assess(default_scorecard(), "client", tallies, NOW + timedelta(days=days)).score for days in ages
    ]
    assert scores == sorted(scores)
    assert scores[0] == pytest.approx(86 * 8 / 28)
    assert scores[-1] == 86.0


def test_much_fresh_evidence_outweighs_the_benchmark() -> None:
    health = assessed(default_scorecard(), "client", [a_review(NEUTRAL) for _ in range(10_000)])
    assert health.score == pytest.approx(50, abs=0.05)
    assert health.confidence > 0.999


def test_a_review_dated_slightly_ahead_counts_a_little_more_than_one() -> None:
    ahead = a_review(NEGATIVE, days_ago=-0.01)
    csat = csat_of(assessed(default_scorecard(), "client", [ahead]))
    assert 1 / 9 < csat.reliability < 1.0001 / 9


def test_each_population_has_its_own_benchmark() -> None:
    card = a_scorecard(benchmark=86.0, benchmarks={"resident": 70.0})
    assert assess(card, "resident", {}, NOW).score == 70.0
    assert assess(card, "client", {}, NOW).score == 86.0


def test_what_the_scorecard_does_not_name_is_left_out() -> None:
    stray = Tally.of([a_review(NEGATIVE)], 90)
    assert assess(default_scorecard(), "client", {"gut feeling": stray}, NOW).score == 86.0


def test_globex_can_read_what_each_review_did() -> None:
    reviews = [
        a_review(POSITIVE, id="old", days_ago=90),
        a_review(NEUTRAL, id="so-so"),
        a_review(NEGATIVE, id="bad"),
    ]
    csat = csat_of(itemised(default_scorecard(), "client", reviews))
    # N = 0.5 + 1 + 1; a point is 100 w (x - 0.86) / (N + 8).
    assert {item.id: item.points for item in csat.items} == pytest.approx(
        {"old": 50 * 0.14 / 10.5, "so-so": -36 / 10.5, "bad": -86 / 10.5}
    )
    assert {item.kind for item in csat.items} == {"review"}
    assert (csat.value, csat.native) == pytest.approx((40, -20))
