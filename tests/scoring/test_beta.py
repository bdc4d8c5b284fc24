from math import comb, pi, sin, sqrt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.beta import beta_cdf, beta_quantile, t_quantile
from tests.scoring.cast import numbers

parameters = numbers(0.5, 5000)


@given(numbers(0, 1), st.integers(1, 60), st.integers(1, 60))
def test_whole_parameters_give_the_binomial_tail(x: float, a: int, b: int) -> None:
    n = a + b - 1
    expected = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert beta_cdf(x, a, b) == pytest.approx(expected, abs=1e-10)


@given(numbers(1e-6, 1 - 1e-6), numbers(0.1, 500))
def test_the_quantiles_known_in_closed_form_are_met(p: float, a: float) -> None:
    assert beta_quantile(p, a, 1) == pytest.approx(p ** (1 / a), abs=1e-7)
    assert beta_quantile(p, 1, a) == pytest.approx(1 - (1 - p) ** (1 / a), abs=1e-7)
    assert beta_quantile(p, 0.5, 0.5) == pytest.approx(sin(pi * p / 2) ** 2, abs=1e-7)  # the arcsine law
    assert beta_quantile(0.5, a, a) == pytest.approx(0.5, abs=1e-7)


@given(numbers(0.001, 0.999), parameters, parameters)
@example(0.05, 5000, 0.5)
@example(0.95, 0.5, 5000)
def test_the_distribution_function_undoes_the_quantile(p: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-6)


@given(numbers(0, 1024).map(lambda x: round(x) / 1024), parameters, parameters)
def test_the_other_side_is_the_mirror_image(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(1 - beta_cdf(1 - x, b, a), abs=1e-9)


@given(numbers(0, 1), numbers(1e-3, 1e5), numbers(1e-3, 1e5))
def test_the_most_lopsided_parameters_end_within_the_scale(p: float, a: float, b: float) -> None:
    assert 0 <= beta_quantile(p, a, b) <= 1


@pytest.mark.parametrize(
    ("level", "degrees", "expected"),
    [
        (0.9, 1, 6.313752),
        (0.95, 2, 0.95 * sqrt(2 / (1 - 0.95**2))),
        (0.95, 10, 2.228139),
        (0.9, 30, 1.697261),
    ],
)
def test_students_t_is_that_of_the_tables(level: float, degrees: int, expected: float) -> None:
    assert t_quantile(level, degrees) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("p", "a", "b"), [(-0.1, 1, 1), (1.1, 1, 1), (0.5, 0, 1), (0.5, 1, -1)])
def test_what_is_no_probability_or_no_parameter_is_refused(p: float, a: float, b: float) -> None:
    with pytest.raises(ValueError, match="0"):
        beta_quantile(p, a, b)
