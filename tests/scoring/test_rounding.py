import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rounding import shown_parts, shown_points, shown_score
from tests.scoring.cast import cases, itemised, numbers
from tests.scoring.naive import Case


@given(numbers(0, 100), st.lists(numbers(-60, 60), max_size=40))
def test_the_shown_integers_add_up_and_stay_close_to_what_they_stand_for(
    baseline: float, points: list[float]
) -> None:
    score = baseline + sum(points)
    shown, shown_baseline, parts = shown_points(score, baseline, points)
    assert shown_baseline + sum(parts) == shown
    assert abs(shown - score) <= 0.5 + 1e-8
    assert len(parts) == len(points)
    for part, exact in zip([shown_baseline, *parts], [baseline, *points], strict=True):
        assert abs(part - exact) < 1 + 1e-8
        assert part == 0 or (part > 0) == (exact > 0)


@given(cases())
def test_a_health_can_be_shown_in_whole_numbers_down_to_the_item(case: Case) -> None:
    health = itemised(case)
    exact = [one.points for one in health.contributions]
    score, baseline, shown = shown_points(health.score, health.baseline, exact)
    assert (baseline + sum(shown), score) == (score, shown_score(health.score))
    for one, points in zip(health.contributions, shown, strict=True):
        if one.items:
            assert sum(shown_parts(points, [item.points for item in one.items])) == points


@given(st.lists(numbers(-60, 60), max_size=40), st.booleans())
def test_parts_add_up_to_their_total_however_it_was_rounded(parts: list[float], up: bool) -> None:
    exact = round(sum(parts), 9)
    total = math.ceil(exact) if up else math.floor(exact)
    assert sum(shown_parts(total, parts)) == total


@pytest.mark.parametrize(
    ("score", "shown"), [(70.5, 71), (71.5, 72), (70.49, 70), (0.0, 0), (100.0, 100), (69.9999999999, 70)]
)
def test_a_score_is_shown_as_the_nearest_integer_with_halves_upward(score: float, shown: int) -> None:
    assert shown_score(score) == shown


def test_the_largest_remainders_get_the_missing_points() -> None:
    assert shown_points(71.25, 80.0, [-8.75]) == (71, 80, [-9])
    assert shown_points(80.0, 78.6, [0.7, 0.7]) == (80, 78, [1, 1])


def test_parts_that_are_whole_already_stay_as_they_are() -> None:
    assert shown_points(80.5, 86.0, [0.0, -5.5, 0.0]) == (81, 86, [0, -5, 0])


def test_parts_that_are_not_those_of_the_score_are_refused() -> None:
    with pytest.raises(ValueError, match=r"The parts add up to 78\.000000, not to the score 80\.000000\."):
        shown_points(80.0, 86.0, [-8.0])
    with pytest.raises(ValueError, match=r"The parts add up to -8\.000000, which cannot be shown as -7\."):
        shown_parts(-7, [-8.0])
