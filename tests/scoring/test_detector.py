from functools import reduce
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.detector import ALARM_AT, Cusum, evidence_of, step
from tests.scoring.cast import numbers

answers = st.lists(st.sampled_from([0.0, 0.5, 1.0]), max_size=40)
shares = numbers(0, 1)


def after(reviews: list[float], p0: float = 0.9) -> Cusum:
    return reduce(lambda state, x: step(state, x, p0), reviews, Cusum())


def test_a_review_counts_by_how_much_likelier_a_fall_makes_it() -> None:
    assert evidence_of(1, 0.9) == pytest.approx(log(0.65 / 0.9))
    assert evidence_of(0, 0.9) == pytest.approx(log(0.35 / 0.1))
    assert evidence_of(0.5, 0.9) == pytest.approx((log(0.65 / 0.9) + log(0.35 / 0.1)) / 2)


def test_praise_never_saves_up_for_later() -> None:
    assert after([1.0] * 500) == Cusum()
    assert after([1.0] * 500 + [0.0]) == after([0.0])


def test_four_negative_reviews_in_a_row_raise_the_alarm_and_three_do_not() -> None:
    assert not after([0.0] * 3).alarm
    raised = after([0.0] * 4)
    assert (raised.run, raised.alarm) == (4, True)
    assert raised.total == pytest.approx(4 * log(3.5))


def test_an_alarm_is_raised_once_and_the_count_begins_anew() -> None:
    assert after([0.0] * 5) == after([0.0])
    assert after([0.0] * 8).alarm


def test_the_run_tells_with_which_review_the_fall_began() -> None:
    assert after([0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0]).run == 3


def test_neutral_answers_alone_raise_it_too_but_later() -> None:
    assert not after([0.5] * 8).alarm
    assert after([0.5] * 9).alarm


@given(answers, shares, numbers(0.01, 0.9), numbers(0.1, 10))
def test_it_is_a_fold_that_stays_finite_and_never_negative(
    reviews: list[float], p0: float, shift: float, alarm_at: float
) -> None:
    state = Cusum()
    for x in reviews:
        state = step(state, x, p0, shift, alarm_at)
        assert 0 <= state.total < alarm_at + 10
        assert state.alarm == (state.total >= alarm_at)
        assert (state.run == 0) == (state.total == 0)


@given(shares, numbers(0.01, 0.9))
def test_praise_speaks_against_a_fall_and_complaint_for_it(p0: float, shift: float) -> None:
    assert evidence_of(1, p0, shift) < 0 < evidence_of(0, p0, shift)


@given(answers, st.sampled_from([0.0, 0.5]))
def test_a_worse_review_never_lowers_the_total(reviews: list[float], worse: float) -> None:
    state = after(reviews)
    assert step(state, worse, 0.9).total >= step(state, 1.0, 0.9).total


@pytest.mark.parametrize(
    ("x", "p0", "shift", "alarm_at"),
    [(2, 0.9, 0.25, 4), (1, 1.1, 0.25, 4), (1, 0.9, 0, 4), (1, 0.9, 0.25, 0)],
)
def test_what_cannot_be_judged_is_refused(x: float, p0: float, shift: float, alarm_at: float) -> None:
    with pytest.raises(ValueError, match="cannot be judged"):
        step(Cusum(), x, p0, shift, alarm_at)


def test_the_default_threshold_is_the_documented_one() -> None:
    assert ALARM_AT == 4.0
