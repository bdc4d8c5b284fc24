from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automations.durations import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("0s", timedelta(0)),
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("7d", timedelta(days=7)),
    ],
)
def test_a_duration_is_one_number_and_one_unit(text: str, span: timedelta) -> None:
    assert parse_duration(text) == span
    assert format_duration(span) == text


@pytest.mark.parametrize(
    "text", ["", "5", "m", "-5m", "1h30m", "1.5h", "5 m", "5M", "5w", "\u0665m", "5m\n", "9" * 10 + "s"]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="such as 90s, 5m, 2h or 7d"):
        parse_duration(text)


@pytest.mark.parametrize(("seconds", "text"), [(60, "1m"), (3600, "1h"), (86_400, "1d"), (86_401, "86401s")])
def test_the_largest_unit_that_divides_is_written(seconds: int, text: str) -> None:
    assert format_duration(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize("span", [timedelta(seconds=-1), timedelta(milliseconds=1500)])
def test_what_has_no_exact_form_is_not_written(span: timedelta) -> None:
    with pytest.raises(ValueError, match="whole seconds"):
        format_duration(span)


@given(st.integers(0, 999_999_999))
def test_every_number_of_seconds_survives(seconds: int) -> None:
    assert parse_duration(format_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)
