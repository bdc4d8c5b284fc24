from math import exp, lgamma, log

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.tally import Tally
from scoring.trend import Trend, probability_of_rise, trend
from tests.scoring.cast import numbers

counts = st.integers(0, 200)


def counted(positive: int = 0, neutral: int = 0, negative: int = 0) -> Tally:
    return Tally(0.0, 0.0, positive + neutral + negative, positive + 0.5 * neutral)


def log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def exact_probability(above: tuple[int, float], below: tuple[float, float]) -> float:
    """P(X > Y) of two Betas, X's first parameter whole (E. Miller, "Formulas for Bayesian A/B testing")."""
    (a, b), (c, d) = above, below
    return sum(
        exp(log_beta(c + i, b + d) - log(b + i) - log_beta(1 + i, b) - log_beta(c, d)) for i in range(a)
    )


@given(counts, counts, counts, counts)
@example(200, 0, 0, 1)
@example(0, 200, 0, 1)
@example(200, 200, 1, 0)
def test_the_probability_is_that_of_the_closed_form(good: int, bad: int, before: int, ill: int) -> None:
    # A prior of 4 at a benchmark of 50 makes every parameter whole.
    expected = exact_probability((good + 2, bad + 2), (before + 2, ill + 2))
    found = probability_of_rise(counted(good, 0, bad), counted(before, 0, ill), 4.0, 50.0)
    assert found == pytest.approx(expected, abs=1e-3)


@given(counts, counts, counts, counts, counts, counts, numbers(0.5, 1000), numbers(0, 100))
def test_a_rise_and_a_fall_are_mirror_images(
    a: int, b: int, c: int, d: int, e: int, f: int, prior: float, benchmark: float
) -> None:
    recent, earlier = counted(a, b, c), counted(d, e, f)
    rise = probability_of_rise(recent, earlier, prior, benchmark)
    assert 0 <= rise <= 1
    assert probability_of_rise(earlier, recent, prior, benchmark) == pytest.approx(1 - rise, abs=2e-3)
    assert probability_of_rise(recent, recent, prior, benchmark) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("recent", "earlier", "expected"),
    [
        (counted(), counted(9), Trend.UNKNOWN),
        (counted(9), counted(), Trend.UNKNOWN),
        (counted(1), counted(negative=1), Trend.STEADY),
        (counted(5, 0, 1), counted(5, 0, 1), Trend.STEADY),
        (counted(20), counted(10, 0, 10), Trend.UP),
        (counted(10, 0, 10), counted(20), Trend.DOWN),
        (counted(10, 0, 10), counted(0, 20), Trend.STEADY),
        (counted(9, 0, 2), counted(11), Trend.STEADY),
        (counted(8, 0, 4), counted(12), Trend.DOWN),
    ],
)
def test_an_arrow_takes_strong_evidence(recent: Tally, earlier: Tally, expected: Trend) -> None:
    assert trend(recent, earlier, 8.0, 86.0) is expected


@given(counts, counts, counts, counts)
def test_an_arrow_is_shown_exactly_from_ninety_percent(good: int, bad: int, before: int, ill: int) -> None:
    recent, earlier = counted(good, 0, bad), counted(before, 0, ill)
    arrow = trend(recent, earlier, 8.0, 86.0)
    if arrow is Trend.UNKNOWN:
        assert not (recent.count and earlier.count)
        return
    rise = probability_of_rise(recent, earlier, 8.0, 86.0)
    assert (arrow is Trend.UP, arrow is Trend.DOWN) == (rise >= 0.9, rise <= 0.1)
