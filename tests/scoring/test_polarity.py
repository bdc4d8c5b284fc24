import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.polarity import Polarity, polarity_of
from tests.scoring.cast import numbers

POSITIVE, NEUTRAL, NEGATIVE = Polarity.POSITIVE, Polarity.NEUTRAL, Polarity.NEGATIVE


@pytest.mark.parametrize(
    ("survey_type", "scale", "negative", "neutral", "positive"),
    [
        ("csat", (-1, 1), [-1], [0], [1]),
        ("csat", (1, 5), [1, 2], [3], [4, 5]),
        ("csat", (0, 1), [0], [0.5], [1]),
        ("csat", (1, 4), [1, 2], [], [3, 4]),
        ("csat", (0, 100), [0, 49.9], [50], [50.1, 100]),
        ("ces", (1, 7), [1, 2, 3], [4], [5, 6, 7]),
        ("nps", (0, 10), [0, 1, 2, 3, 4, 5, 6], [7, 8], [9, 10]),
    ],
)
def test_every_answer_of_a_scale_has_its_polarity(
    survey_type: str,
    scale: tuple[float, float],
    negative: list[float],
    neutral: list[float],
    positive: list[float],
) -> None:
    for scores, polarity in ((negative, NEGATIVE), (neutral, NEUTRAL), (positive, POSITIVE)):
        for score in scores:
            assert polarity_of(survey_type, score, *scale) is polarity


def test_the_middle_of_a_scale_is_neutral_even_where_binary_fractions_miss_it() -> None:
    assert polarity_of("csat", 0.2, 0.1, 0.3) is NEUTRAL


def test_native_and_normalized_values_of_the_three_answers() -> None:
    assert [polarity.native for polarity in (NEGATIVE, NEUTRAL, POSITIVE)] == [-100, 0, 100]
    assert [polarity.value01 for polarity in (NEGATIVE, NEUTRAL, POSITIVE)] == [0.0, 0.5, 1.0]
    for polarity in Polarity:
        assert polarity.value01 * 100 == (polarity.native + 100) / 2


@pytest.mark.parametrize(
    ("survey_type", "score", "scale_min", "scale_max", "sentence"),
    [
        ("stars", 3, 1, 5, "'stars' is not a survey type: it must be csat, nps or ces."),
        ("csat", 6, 1, 5, "A score of 6 lies outside its scale, 1 to 5."),
        ("csat", 0, 1, 5, "A score of 0 lies outside its scale, 1 to 5."),
        ("csat", math.nan, 1, 5, "A score of nan lies outside its scale, 1 to 5."),
        ("csat", 3, 5, 1, "A scale from 5 to 1 is not one: it must rise between finite numbers."),
        ("csat", 3, 3, 3, "A scale from 3 to 3 is not one: it must rise between finite numbers."),
        ("csat", 3, 1, math.inf, "A scale from 1 to inf is not one: it must rise between finite numbers."),
        ("nps", 3, 1, 5, "NPS is asked on a scale from 0 to 10, not from 1 to 5."),
        ("nps", 8.5, 0, 10, "An NPS answer is a whole number from 0 to 10, not 8.5."),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_with_a_sentence(
    survey_type: str, score: float, scale_min: float, scale_max: float, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        polarity_of(survey_type, score, scale_min, scale_max)


@given(numbers(-1000, 1000), numbers(0.01, 1000), numbers(0, 1), numbers(0, 1))
def test_a_better_score_never_has_a_worse_polarity(low: float, span: float, one: float, two: float) -> None:
    high = low + span
    worse, better = (min(low + span * part, high) for part in sorted((one, two)))
    assert polarity_of("csat", worse, low, high).native <= polarity_of("csat", better, low, high).native


@given(st.integers(0, 10), st.integers(0, 10))
def test_a_better_nps_answer_never_has_a_worse_polarity(one: int, two: int) -> None:
    worse, better = sorted((one, two))
    assert polarity_of("nps", worse, 0, 10).native <= polarity_of("nps", better, 0, 10).native
