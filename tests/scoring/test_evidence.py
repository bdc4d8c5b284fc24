from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.evidence import LANDMARK, RatedReview, Tally, weight_at, weight_of
from scoring.polarity import Polarity
from tests.scoring import naive
from tests.scoring.cast import NOW, a_review, half_lives, histories

POSITIVE, NEUTRAL, NEGATIVE = Polarity.POSITIVE, Polarity.NEUTRAL, Polarity.NEGATIVE
IN_2060 = datetime(2060, 7, 1, tzinfo=UTC)


def close(one: float, two: float) -> bool:
    return one == pytest.approx(two, rel=1e-9, abs=1e-12)


def test_an_empty_tally_knows_nothing() -> None:
    nothing = Tally()
    assert (nothing.rated, nothing.native, nothing.normalized, nothing.response_rate) == (0, None, None, None)
    assert nothing.effective(NOW, 90) == (0.0, 0.0)


def test_a_review_counts_half_after_each_half_life_and_a_neutral_one_half_of_that() -> None:
    tally = Tally.of([a_review(POSITIVE), a_review(NEUTRAL, days_ago=90), a_review(days_ago=180)], 90)
    assert tally.effective(NOW, 90) == pytest.approx((1 + 1 / 2 + 1 / 4, 1 + 1 / 4 + 1 / 4))


def test_csat_is_the_plain_mean_in_both_forms_and_does_not_decay() -> None:
    reviews = [a_review(POSITIVE, days_ago=days) for days in (1, 50, 100, 150)]
    reviews += [a_review(NEUTRAL, days_ago=3), a_review(NEGATIVE, days_ago=2), a_review(NEGATIVE, days_ago=1)]
    tally = Tally.of(reviews, 90, unrated=8)
    assert tally.native == pytest.approx(200 / 7)
    assert tally.normalized == pytest.approx((200 / 7 + 100) / 2)
    assert (tally.rated, tally.sent, tally.response_rate) == (7, 15, 7 / 15)


@pytest.mark.parametrize(("polarity", "native"), [(POSITIVE, 100), (NEUTRAL, 0), (NEGATIVE, -100)])
def test_the_ends_and_the_middle_of_csat(polarity: Polarity, native: float) -> None:
    tally = Tally().plus(a_review(polarity, days_ago=77), 90)
    assert tally.native == native
    assert tally.normalized == (native + 100) / 2
    count, positive = tally.effective(NOW, 90)
    assert 100 * positive / count == tally.normalized


def test_unanswered_surveys_count_as_sent_only() -> None:
    one = Tally().plus(a_review(), 90)
    assert one.plus_sent(3) == Tally(one.weight, one.moment, positive=1, sent=4)
    assert one.plus_sent(3).minus_sent().minus_sent(2) == one


def test_what_is_not_in_a_tally_cannot_be_taken_away() -> None:
    tally = Tally().plus(a_review(POSITIVE), 90)
    with pytest.raises(ValueError, match="Review r1 cannot be taken away: the tally holds no negative one"):
        tally.minus(a_review(NEGATIVE), 90)
    with pytest.raises(ValueError, match="Cannot take 1 unanswered surveys away: 0 are in the tally"):
        tally.minus_sent()


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(TypeError, match="offset-naive"):
        Tally().plus(RatedReview("r1", POSITIVE, NOW.replace(tzinfo=None)), 90)


def test_a_date_absurdly_far_ahead_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"9999-01-01 lies \d+ half-lives after 2020-01-01: too far"):
        Tally().plus(RatedReview("r1", POSITIVE, datetime(9999, 1, 1, tzinfo=UTC)), 90)


def test_reviews_from_before_the_landmark_are_weighed_like_any_other() -> None:
    long_ago = LANDMARK - timedelta(days=3000)
    tally = Tally.of([RatedReview("r1", POSITIVE, long_ago)], 90)
    assert tally.effective(long_ago + timedelta(days=90), 90) == pytest.approx((0.5, 0.5))


@given(histories(), half_lives, st.integers(0, 20))
def test_a_tally_decays_as_the_naive_sums_do(
    reviews: list[RatedReview], half_life: float, unrated: int
) -> None:
    tally = Tally.of(reviews, half_life, unrated)
    count, positive = tally.effective(NOW, half_life)
    expected_count, expected_positive = naive.effective(reviews, NOW, half_life)
    assert close(count, expected_count)
    assert close(positive, expected_positive)
    assert 0 <= positive <= count
    assert tally.sent == len(reviews) + unrated


@given(histories(), half_lives, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_change_a_bit(
    reviews: list[RatedReview], half_life: float, random: Random
) -> None:
    tally = Tally.of(reviews, half_life)
    random.shuffle(reviews)
    one_by_one = Tally()
    for review in reviews:
        one_by_one = one_by_one.plus(review, half_life)
    # A range of 365 days holds up to 26 half-lives here: what rounding is left is far below 1e-9.
    assert close(one_by_one.weight, tally.weight)
    assert close(one_by_one.moment, tally.moment)
    if half_life >= 90:
        assert one_by_one == tally


@given(histories(), histories(max_size=1), half_lives)
def test_taking_away_what_was_added_restores_the_tally(
    reviews: list[RatedReview], extra: list[RatedReview], half_life: float
) -> None:
    tally = changed = Tally.of(reviews, half_life, unrated=3)
    for review in extra:
        changed = changed.plus(review, half_life)
    for review in extra:
        changed = changed.minus(review, half_life)
    # To 1e-9 of one fresh review: what a review two years older weighs may be lost beside it.
    assert changed.effective(NOW, half_life) == pytest.approx(tally.effective(NOW, half_life), abs=1e-9)
    assert (changed.positive, changed.neutral, changed.negative, changed.sent) == (
        tally.positive,
        tally.neutral,
        tally.negative,
        tally.sent,
    )
    if half_life >= 90:
        assert changed == tally


@given(histories(), histories(), st.integers(0, 9), st.integers(0, 9))
def test_merging_two_tallies_is_the_tally_of_both(
    one: list[RatedReview], two: list[RatedReview], unrated: int, more: int
) -> None:
    assert Tally.of(one, 90, unrated) + Tally.of(two, 90, more) == Tally.of(one + two, 90, unrated + more)


@given(histories(now=IN_2060), half_lives.filter(lambda days: days >= 16))
def test_a_tally_is_as_accurate_in_2060(reviews: list[RatedReview], half_life: float) -> None:
    count, positive = Tally.of(reviews, half_life).effective(IN_2060, half_life)
    expected_count, expected_positive = naive.effective(reviews, IN_2060, half_life)
    assert close(count, expected_count)
    assert close(positive, expected_positive)


def test_forty_years_of_adding_and_ageing_out_leave_the_sums_accurate() -> None:
    random = Random(7)
    tally, window, at = Tally(), list[RatedReview](), LANDMARK
    for number in range(50_000):
        at += timedelta(hours=random.uniform(0, 14))
        window.append(RatedReview(str(number), random.choice(list(Polarity)), at))
        tally = tally.plus(window[-1], 90)
        if len(window) > 300:
            tally = tally.minus(window.pop(0), 90)
    assert at > datetime(2059, 1, 1, tzinfo=UTC)
    assert tally == Tally.of(window, 90)
    assert tally.effective(at, 90) == pytest.approx(naive.effective(window, at, 90), rel=1e-9)


def test_a_hundred_thousand_reviews_come_and_go_and_leave_the_sums_accurate() -> None:
    random = Random(8)
    kept = [a_review(random.choice(list(Polarity)), days_ago=days) for days in range(0, 180, 9)]
    passing = [
        a_review(random.choice(list(Polarity)), days_ago=random.uniform(0, 182)) for _ in range(100_000)
    ]
    tally = Tally.of(kept, 90)
    for review in passing:
        tally = tally.plus(review, 90)
    random.shuffle(passing)
    for review in passing:
        tally = tally.minus(review, 90)
    assert tally.effective(NOW, 90) == pytest.approx(naive.effective(kept, NOW, 90), rel=1e-9)


@given(histories(now=LANDMARK), half_lives)
def test_dropping_bits_of_a_weight_costs_less_than_a_part_in_a_trillion(
    reviews: list[RatedReview], half_life: float
) -> None:
    for review in reviews:
        exact = weight_at(review.at, LANDMARK, half_life)
        assert abs(weight_of(review.at, half_life) - exact) <= exact * 1e-12
