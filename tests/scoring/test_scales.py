import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.scales import Band, Linear, Scale, Waiting
from tests.scoring import cards

natives = st.floats(-1e7, 1e7)


@given(cards.scales(), natives)
def test_a_value_is_never_outside_0_and_1(scale: Scale, native: float) -> None:
    assert 0.0 <= scale.value01(native) <= 1.0


@given(cards.scales(), natives, natives)
def test_what_lies_nearer_to_the_good_end_is_worth_no_less(scale: Scale, one: float, other: float) -> None:
    lower, upper = sorted((one, other))
    if isinstance(scale, Band):
        rising, falling = upper <= scale.low, lower >= scale.high
    else:
        rising, falling = scale.best > scale.worst, scale.best < scale.worst
    if rising:
        assert scale.value01(lower) <= scale.value01(upper)
    if falling:
        assert scale.value01(lower) >= scale.value01(upper)


@given(cards.scales(), st.floats(0, 1))
def test_a_value_and_its_native_number_turn_into_each_other(scale: Scale, value: float) -> None:
    if not isinstance(scale, Band):
        assert scale.value01(scale.native_of(value)) == pytest.approx(value, abs=1e-9)


@given(cards.scales())
def test_the_ends_of_a_scale_are_worth_nothing_and_all(scale: Scale) -> None:
    if isinstance(scale, Band):
        assert scale.value01(scale.low) == scale.value01(scale.high) == 1.0
        assert scale.value01(0.0) == 0.0
        assert scale.value01(3 * scale.high) == pytest.approx(0.0)
    else:
        assert (scale.value01(scale.worst), scale.value01(scale.best)) == (0.0, 1.0)


@given(cards.reals(0.01, 1000), cards.reals(1.5, 1000), st.floats(0, 1), cards.reals(1, 10))
def test_waiting_twice_as_long_costs_the_same_wherever_it_starts(
    best: float, ratio: float, place: float, factor: float
) -> None:
    scale = Waiting(worst=best * ratio * factor, best=best)
    start = best * ratio**place
    cost = scale.value01(start) - scale.value01(start * factor)
    assert cost == pytest.approx(scale.value01(best) - scale.value01(best * factor), abs=1e-9)


@pytest.mark.parametrize(
    ("scale", "native", "value"),
    [
        (Linear(-100, 100), 50, 0.75),
        (Linear(30, 2), 16, 0.5),
        (Linear(30, 2), 40, 0.0),
        (Waiting(16, 1), 4, 0.5),  # two doublings of four
        (Waiting(16, 1), 0, 1.0),
        (Band(2, 8), 0.5, 0.25),
        (Band(2, 8), 5, 1.0),
        (Band(2, 8), 16, 0.5),  # half the way from 8 to 24
        (Band(2, 8), 100, 0.0),
        (Band(2, 8), -1, 0.0),
    ],
)
def test_values_are_as_worked_out_by_hand(scale: Scale, native: float, value: float) -> None:
    assert scale.value01(native) == pytest.approx(value)
