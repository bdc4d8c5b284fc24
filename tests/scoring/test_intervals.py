import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.beta import beta_cdf
from scoring.intervals import (
    Grade,
    Interval,
    bounds_for_unheard,
    credible,
    grade,
    posterior,
    predictive,
    response_rate,
)
from tests.scoring.cast import numbers

shares = numbers(0, 1)
strengths = numbers(0.5, 50)
few = st.integers(0, 40)


@pytest.mark.parametrize(
    ("n", "low", "high"), [(0, 66, 99), (5, 72, 99), (10, 75, 98), (20, 79, 97), (50, 83, 95)]
)
def test_a_customer_is_known_the_better_the_more_it_says(n: int, low: int, high: int) -> None:
    interval = credible(n, 0.9 * n, 8, 0.88).on(0, 100)
    assert (round(interval.low), round(interval.high)) == (low, high)


@given(numbers(0, 300), shares, strengths, numbers(0.05, 0.95))
def test_five_percent_lie_on_either_side(count: float, share: float, prior: float, mean: float) -> None:
    a, b = posterior(count, share * count, prior, mean)
    interval = credible(count, share * count, prior, mean)
    if interval.low > 1e-9 and interval.high < 1 - 1e-9:
        assert beta_cdf(interval.low, a, b) == pytest.approx(0.05, abs=1e-6)
        assert beta_cdf(interval.high, a, b) == pytest.approx(0.95, abs=1e-6)


def test_the_posterior_adds_the_prior_to_what_was_seen() -> None:
    assert posterior(10, 7.5, 8, 0.75) == (13.5, 4.5)
    assert posterior(10, 7.5, 0, 0.9) == (8.0, 3.0)


@given(numbers(0, 20), strengths, st.sampled_from([0.0, 1.0]))
def test_a_benchmark_at_an_end_is_no_certainty(count: float, prior: float, mean: float) -> None:
    assert credible(count, mean * count, prior, mean).width > 1e-3


@given(few, few, strengths, shares)
def test_praise_never_lowers_either_end(good: int, bad: int, prior: float, mean: float) -> None:
    before, after = credible(good + bad, good, prior, mean), credible(good + bad + 1, good + 1, prior, mean)
    assert after.low >= before.low - 1e-9
    assert after.high >= before.high - 1e-9


def test_native_numbers_rise_with_the_share_and_a_reversed_scale_turns_them_round() -> None:
    assert Interval(0.75, 1).on(-100, 100) == Interval(50, 100)
    assert Interval(0.75, 1).on(7, 1) == Interval(1, 2.5)


def test_more_positive_reviews_than_reviews_are_refused() -> None:
    with pytest.raises(ValueError, match="Of 2 reviews 3 cannot be positive"):
        credible(2, 3)


@given(st.integers(1, 40), few, few, strengths, shares)
def test_a_predictive_interval_leaves_at_most_five_percent_on_either_side(
    ahead: int, good: int, bad: int, prior: float, mean: float
) -> None:
    a, b = posterior(good + bad, good, prior, mean)
    chances = beta_binomial(ahead, a, b)
    found = predictive(ahead, good + bad, good, prior, mean)
    first, last = round(found.low * ahead), round(found.high * ahead)
    assert sum(chances[:first]) <= 0.05 + 1e-9
    assert sum(chances[last + 1 :]) <= 0.05 + 1e-9
    assert sum(chances[: first + 1]) > 0.05 - 1e-9
    assert sum(chances[last:]) > 0.05 - 1e-9


def beta_binomial(n: int, a: float, b: float) -> list[float]:
    """The chances of 0..n by Polya's urn: each draw makes its own colour likelier."""
    chances = [1.0]
    for drawn in range(n):
        following = [0.0] * (drawn + 2)
        for good, chance in enumerate(chances):
            rise = (a + good) / (a + b + drawn)
            following[good + 1] += chance * rise
            following[good] += chance * (1 - rise)
        chances = following
    return chances


def test_no_review_ahead_has_no_mean() -> None:
    with pytest.raises(ValueError, match="next 0 reviews"):
        predictive(0, 3, 2, 8, 0.9)


def test_a_response_rate_is_known_by_what_was_sent() -> None:
    assert response_rate(0, 0).on(0, 100).width > 95
    seven = response_rate(7, 15)
    assert beta_cdf(seven.low, 7.5, 8.5) == pytest.approx(0.05, abs=1e-9)
    assert beta_cdf(seven.high, 7.5, 8.5) == pytest.approx(0.95, abs=1e-9)
    assert response_rate(70, 150).width < seven.width / 2


def test_the_unheard_could_all_be_angry_or_all_be_glad() -> None:
    assert bounds_for_unheard(4, 1, 2, 15) == Interval(4.5 / 15, 12.5 / 15)
    assert bounds_for_unheard(4, 1, 2, 7) == Interval(4.5 / 7, 4.5 / 7)
    assert bounds_for_unheard(0, 0, 0, 0) == Interval(0, 1)
    with pytest.raises(ValueError, match="7 answers to 6 surveys"):
        bounds_for_unheard(4, 1, 2, 6)


@given(few, few, few, few, st.integers(0, 40))
def test_whatever_the_unheard_think_lies_within_the_bounds(
    a: int, b: int, c: int, more: int, glad: int
) -> None:
    bounds = bounds_for_unheard(a, b, c, a + b + c + more)
    if a + b + c + more:
        everybody = (a + 0.5 * b + min(glad, more)) / (a + b + c + more)
        assert bounds.low - 1e-12 <= everybody <= bounds.high + 1e-12


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0.80, 0.95, 15, Grade.GOOD),
        (0.80, 0.95, 14.9, Grade.FAIR),
        (0.79, 0.95, 90, Grade.FAIR),
        (0.75, 1.00, 5, Grade.FAIR),
        (0.74, 1.00, 5, Grade.LOW),
        (0.75, 1.00, 4.9, Grade.LOW),
        (0.60, 1.00, 2, Grade.LOW),
        (0.59, 1.00, 90, Grade.INSUFFICIENT),
        (0.99, 1.00, 1.9, Grade.INSUFFICIENT),
    ],
)
def test_a_grade_takes_a_narrow_interval_and_enough_reviews(
    low: float, high: float, count: float, expected: Grade
) -> None:
    assert grade(Interval(low, high), count) is expected
