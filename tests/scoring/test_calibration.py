from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.calibration import FALLBACK_PRIOR, MOST_PRIOR, fit, suggest

Rows = list[tuple[int, int, int]]


def a_portfolio(
    customers: int, mean: float, strength: float | None, seed: int = 5, neutral: float = 0.0
) -> Rows:
    """Customers with 1 to 40 reviews whose true satisfaction is drawn from a beta, or is the mean itself."""
    random = Random(seed)
    rows: Rows = []
    for _ in range(customers):
        truth = random.betavariate(strength * mean, strength * (1 - mean)) if strength else mean
        tally = [0, 0, 0]
        for _ in range(random.randint(1, 40)):
            tally[1 if random.random() < neutral else 0 if random.random() < truth else 2] += 1
        rows.append((tally[0], tally[1], tally[2]))
    return rows


@pytest.mark.parametrize(("mean", "strength"), [(0.86, 8.0), (0.7, 4.0), (0.5, 20.0), (0.95, 6.0)])
def test_the_portfolio_a_simulation_was_made_from_is_found_again(mean: float, strength: float) -> None:
    found = fit(a_portfolio(1500, mean, strength))
    assert found.mean == pytest.approx(mean, abs=0.02)
    assert found.strength == pytest.approx(strength, rel=0.25)
    assert (found.enough, found.told_apart) == (True, True)


def test_customers_who_are_all_alike_are_said_to_be() -> None:
    found = fit(a_portfolio(800, 0.86, None))
    assert (found.strength, found.told_apart, found.enough) == (MOST_PRIOR, False, True)
    assert found.mean == pytest.approx(0.86, abs=0.02)
    assert "cannot be told apart" in found.because


@pytest.mark.parametrize(("opinion", "share"), [(0, 1.0), (1, 0.5), (2, 0.0)])
def test_a_portfolio_of_one_opinion_is_survived(opinion: int, share: float) -> None:
    rows: Rows = [
        (n, 0, 0) if opinion == 0 else (0, n, 0) if opinion == 1 else (0, 0, n) for n in range(1, 60)
    ]
    found = fit(rows)
    assert (found.strength, found.told_apart) == (MOST_PRIOR, False)
    assert found.mean == pytest.approx(share, abs=0.01)


def test_customers_of_two_opposite_opinions_have_the_weakest_prior() -> None:
    found = fit([(20, 0, 0)] * 30 + [(0, 0, 20)] * 30)
    assert (found.strength, found.told_apart) == (2.0, True)
    assert found.mean == pytest.approx(0.5, abs=0.01)


def test_neutral_answers_count_half_and_do_not_make_customers_look_alike() -> None:
    found = fit(a_portfolio(1500, 0.8, 6.0, neutral=0.3))
    assert found.mean == pytest.approx(0.7 * 0.8 + 0.3 * 0.5, abs=0.02)
    # Their means lie 0.7 times as far apart: s + 1 = m (1 - m) / (0.49 x 0.16 / 7)
    assert found.strength == pytest.approx(0.71 * 0.29 * 7 / (0.49 * 0.16) - 1, rel=0.25)


def test_few_customers_get_the_fallback_and_a_reason() -> None:
    found = fit([(4, 0, 1)] * 19 + [(1, 0, 0)] * 500)
    assert (found.strength, found.enough, found.told_apart) == (FALLBACK_PRIOR, False, False)
    assert found.because.startswith("Only 19 customers gave two or more reviews, and it takes 20")
    assert (found.customers, found.reviews) == (519, 595)
    assert fit([(4, 0, 1)] * 20).enough


def test_without_a_review_there_is_no_mean() -> None:
    for rows in ([], [(0, 0, 0)] * 30):
        found = fit(rows)
        assert (found.mean, found.strength, found.customers) == (None, FALLBACK_PRIOR, 0)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_whatever_the_counts_the_fit_is_usable(rows: Rows) -> None:
    found = fit(rows)
    assert 2 <= found.strength <= 50
    assert found.mean is None or 0 <= found.mean <= 1
    assert found.because.endswith(".")


def test_the_order_of_customers_does_not_matter() -> None:
    rows = a_portfolio(100, 0.8, 6.0)
    assert fit(rows) == fit(rows[::-1])


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="3 positive, 0 neutral and -1 negative"):
        fit([(3, 0, -1)])


def test_a_suggestion_is_made_for_all_and_for_each_population() -> None:
    populations = {
        "client": a_portfolio(400, 0.9, 8.0),
        "resident": a_portfolio(400, 0.7, 8.0),
        "staff": [(3, 0, 0)],
    }
    everybody, client, resident, staff = suggest("csat", populations)
    assert (everybody.metric, everybody.population, everybody.fit.customers) == ("csat", None, 801)
    assert everybody.benchmark == pytest.approx(80, abs=2)
    assert client.benchmark == pytest.approx(90, abs=2)
    assert resident.benchmark == pytest.approx(70, abs=2)
    assert client.prior == pytest.approx(8, rel=0.4)
    assert everybody.prior < min(client.prior, resident.prior)  # the populations differ too
    assert (staff.population, staff.benchmark, staff.prior) == ("staff", None, 8.0)


def test_suggestions_are_round_numbers() -> None:
    for one in suggest("csat", {"client": a_portfolio(300, 0.87, 7.0)}):
        assert one.benchmark is not None
        assert (round(one.benchmark, 1), round(one.prior, 1)) == (one.benchmark, one.prior)
