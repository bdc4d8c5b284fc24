from datetime import timedelta
from math import log2, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.forecast import (
    MOST_REVIEWS,
    Standing,
    first_day_at_least,
    first_day_below,
    negatives_to_fall_below,
    positives_to_reach,
)
from scoring.polarity import Polarity
from tests.scoring.cast import NOW, a_case, a_review, a_scorecard, assessed, numbers

edges = numbers(1, 99)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    count = draw(numbers(0, 60))
    return Standing(
        count,
        draw(numbers(0, 1)) * count,
        draw(numbers(0.5, 50)),
        draw(numbers(0, 100)),
        draw(numbers(0.05, 1)),
    )


def test_globex_needs_five_positive_reviews_to_be_healthy() -> None:
    globex = Standing(4.416, 2.151, 8, 86)
    assert positives_to_reach(80, globex) == 5
    assert globex.after(good=4) < 80 <= globex.after(good=5)


@given(edges, standings())
def test_so_many_positives_reach_the_edge_and_one_fewer_does_not(edge: float, standing: Standing) -> None:
    found = positives_to_reach(edge, standing)
    if found is None:
        assert standing.after(good=MOST_REVIEWS) < edge
        return
    assert standing.after(good=found) >= edge
    assert not found or standing.after(good=found - 1) < edge


@given(edges, standings())
def test_so_many_negatives_fall_below_the_edge_and_one_fewer_does_not(
    edge: float, standing: Standing
) -> None:
    found = negatives_to_fall_below(edge, standing)
    if found is None:
        assert standing.after(bad=MOST_REVIEWS) >= edge
        return
    assert standing.after(bad=found) < edge
    assert not found or standing.after(bad=found - 1) >= edge


@given(edges, standings(), numbers(0, 100))
def test_the_same_holds_for_the_whole_score(edge: float, standing: Standing, score: float) -> None:
    up, down = positives_to_reach(edge, standing, score), negatives_to_fall_below(edge, standing, score)
    assert up == 0 or down == 0
    if up:
        assert standing.score_after(score, good=up) >= edge > standing.score_after(score, good=up - 1)
    if down:
        assert standing.score_after(score, bad=down) < edge <= standing.score_after(score, bad=down - 1)


@pytest.mark.parametrize(
    ("edge", "standing", "score"),
    [
        (100, Standing(5, 4, 8, 86), None),
        (99.9, Standing(5, 4, 8, 86), None),  # 1794 reviews
        (80, Standing(5, 4, 8, 86, weight=0.1), 40.0),  # a tenth of the weight cannot lift it by 40
        (80, Standing(5, 4, 8, 86, weight=0.0), 79.0),
    ],
)
def test_what_reviews_cannot_bring_is_never(edge: float, standing: Standing, score: float | None) -> None:
    assert positives_to_reach(edge, standing, score) is None


def test_nothing_falls_below_zero() -> None:
    assert negatives_to_fall_below(0, Standing(5, 4, 8, 86)) is None


def test_who_is_there_already_needs_none() -> None:
    assert positives_to_reach(80, Standing(5, 5, 8, 86)) == 0
    assert negatives_to_fall_below(80, Standing(5, 0, 8, 86)) == 0
    assert positives_to_reach(80, Standing(0, 0, 8, 80)) == 0


@given(st.integers(0, 12), st.integers(1, 6), edges)
def test_the_predicted_reviews_yield_the_predicted_score(good: int, bad: int, edge: float) -> None:
    reviews = [a_review(id=f"g{n}", days_ago=3.0 * n) for n in range(good)]
    reviews += [a_review(Polarity.NEGATIVE, id=f"b{n}", days_ago=2.0 * n) for n in range(bad)]
    health = assessed(a_case(a_scorecard(), *reviews))
    (csat,) = health.contributions
    positive = csat.count * (csat.value or 0.0) / 100.0
    found = positives_to_reach(edge, Standing(csat.count, positive, 8, 86), health.score)
    if found:
        more = [a_review(id=f"n{n}") for n in range(found)]
        assert assessed(a_case(a_scorecard(), *reviews, *more)).score >= edge - 1e-9


def test_silence_lets_a_bad_mood_fade_on_the_day_foretold() -> None:
    bad = [a_review(Polarity.NEGATIVE, id=f"b{n}") for n in range(4)]
    card = a_scorecard(window_days=3650, fresh_days=3650.0)

    def score_at(days: float) -> float:
        return assessed(a_case(card, *bad, now=NOW + timedelta(days=days))).score

    days = first_day_at_least(60, score_at)
    assert days == pytest.approx(90 * log2(4 / (688 / 60 - 8)), abs=0.001)
    assert score_at(days or 0) >= 60 > score_at((days or 0) - 0.001)
    assert first_day_at_least(80, score_at) == pytest.approx(90 * log2(4 / (688 / 80 - 8)), abs=0.001)
    assert first_day_at_least(86, score_at) is None
    assert first_day_below(60, score_at) == 0.0


def test_a_score_that_swings_is_caught_at_its_first_crossing() -> None:
    assert first_day_at_least(0.5, lambda days: sin(days / 10)) == pytest.approx(5.236, abs=0.001)
    assert first_day_below(-0.5, lambda days: sin(days / 10)) == pytest.approx(36.652, abs=0.001)
    assert first_day_below(-1.5, lambda days: sin(days / 10)) is None


def test_nothing_is_foretold_beyond_the_horizon() -> None:
    assert first_day_at_least(31, lambda days: days, horizon=30) is None
    assert first_day_at_least(30, lambda days: days, horizon=30) == 30
