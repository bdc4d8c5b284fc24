from collections.abc import Callable, Sequence
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import Rank, Unranked, distinguishable, rank_of, spread_of
from tests.scoring.cast import numbers

portfolios = st.lists(st.integers(0, 40).map(lambda n: 2.5 * n), min_size=5, max_size=60)


def counting(scores: Sequence[float]) -> Callable[[float], int]:
    return lambda x: sum(score > x for score in scores)


def ranked(score: float, spread: float, scores: Sequence[float]) -> Rank:
    found = rank_of(score, spread, counting(scores), len(scores))
    assert isinstance(found, Rank)
    return found


def test_the_best_is_first_and_the_worst_last() -> None:
    scores = [90.0, 80.0, 70.0, 60.0, 50.0]
    assert ranked(90, 0, scores) == Rank(1, 1, 1, 1, 5)
    assert ranked(50, 0, scores) == Rank(5, 1, 5, 5, 5)


def test_equal_scores_share_the_best_of_their_places_and_the_next_place_is_skipped() -> None:
    scores = [90.0, 80.0, 80.0 + 1e-12, 80.0, 50.0]
    assert {ranked(score, 0, scores) for score in scores[1:4]} == {Rank(2, 3, 2, 2, 5)}
    assert ranked(50, 0, scores).rank == 5


def test_an_uncertain_score_has_a_range_of_places() -> None:
    scores = [float(n) for n in range(1, 101)]
    assert ranked(50, 6, scores) == Rank(51, 1, 42, 60, 100)  # within 9.87 points
    assert ranked(99, 6, scores) == Rank(2, 1, 1, 11, 100)
    assert ranked(50, 500, scores) == Rank(51, 1, 1, 100, 100)


@given(portfolios, st.data(), numbers(0, 60))
def test_a_rank_lies_within_its_range_and_the_range_within_the_population(
    scores: list[float], data: st.DataObject, spread: float
) -> None:
    score = data.draw(st.sampled_from(scores))
    found = ranked(score, spread, scores)
    assert 1 <= found.best <= found.rank <= found.worst <= found.of == len(scores)
    assert found.rank + found.tied - 1 <= found.of
    assert found.tied == scores.count(score)


@given(portfolios)
def test_ranks_are_those_of_sorting(scores: list[float]) -> None:
    falling = sorted(scores, reverse=True)
    assert [ranked(score, 0, scores).rank for score in scores] == [
        1 + falling.index(score) for score in scores
    ]


@given(portfolios, st.data(), numbers(0, 20), numbers(0, 20))
def test_more_certainty_never_widens_the_range(
    scores: list[float], data: st.DataObject, one: float, two: float
) -> None:
    score = data.draw(st.sampled_from(scores))
    narrow, wide = (ranked(score, spread, scores) for spread in sorted((one, two)))
    assert wide.best <= narrow.best
    assert narrow.worst <= wide.worst


@pytest.mark.parametrize("members", range(5))
def test_small_populations_are_not_ranked_and_the_reason_is_given(members: int) -> None:
    found = rank_of(80, 3, counting([80.0] * members), members)
    assert found == Unranked(f"There are {members} customers in this population; ranks are shown from 5.")


def test_two_customers_differ_only_when_chance_does_not_explain_it() -> None:
    assert distinguishable((80, 4), (60, 4))
    assert not distinguishable((80, 9), (60, 9))
    assert not distinguishable((80, 0), (80, 0))
    assert distinguishable((80, 0), (80.1, 0))
    assert distinguishable((60, 4), (80, 4))


def test_the_spread_is_that_of_the_posterior() -> None:
    # 13.5 and 4.5: p = 0.75
    assert spread_of([(1, 75, 75, 10, 8, 1)]) == pytest.approx(100 * sqrt(0.75 * 0.25 / 19))
    assert spread_of([(0.5, 75, 75, 10, 8, 1)] * 2) == pytest.approx(100 * sqrt(0.75 * 0.25 / 19 / 2))
    assert spread_of([(1, None, 86, 0, 8, 1)]) == pytest.approx(100 * sqrt(0.86 * 0.14 / 9))
    assert spread_of([]) == 0


def test_it_is_the_spread_of_draws_from_the_posteriors() -> None:
    random = Random(3)
    draws = [70 * random.betavariate(13.5, 4.5) + 30 * random.betavariate(6.88, 1.12) for _ in range(20_000)]
    mean = sum(draws) / len(draws)
    drawn = sqrt(sum((one - mean) ** 2 for one in draws) / len(draws))
    assert spread_of([(0.7, 75, 75, 10, 8, 1), (0.3, None, 86, 0, 8, 1)]) == pytest.approx(drawn, rel=0.03)


def test_a_late_feed_counts_as_fewer_reviews() -> None:
    fresh, late, lost = (spread_of([(1, 75, 75, 10, 8, freshness)]) for freshness in (1, 0.5, 0))
    assert fresh < late < lost
    assert late == pytest.approx(100 * sqrt(0.75 * 0.25 / (8 / (1 - 0.5 * 10 / 18) + 1)))
    assert lost == pytest.approx(spread_of([(1, None, 75, 0, 8, 1)]))


@given(numbers(0, 100), numbers(0, 100), numbers(0, 200), numbers(0.5, 50), numbers(0, 1))
def test_no_score_is_ever_certain(
    value: float, benchmark: float, count: float, prior: float, freshness: float
) -> None:
    assert 0 < spread_of([(1, value, benchmark, count, prior, freshness)]) <= 50
