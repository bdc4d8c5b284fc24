from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.windows import FOREVER, Day

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
# In the last two midnight is missing on one day of some years, and comes twice on another.
zones = st.sampled_from(
    [
        BERLIN,
        *map(ZoneInfo, ["UTC", "America/New_York", "Asia/Kathmandu", "America/Sao_Paulo", "America/Havana"]),
    ]
)
moments = st.integers(0, 60 * 365 * 86400).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@given(moments, zones, st.integers(0, 3650))
def test_a_window_begins_with_the_first_moment_of_its_first_day(
    now: datetime, zone: ZoneInfo, days: int
) -> None:
    start = Day.of(now, zone).start(days)
    first = now.astimezone(zone).date() - timedelta(days=days)
    assert start.astimezone(zone).date() == first
    assert (start - timedelta(microseconds=1)).astimezone(zone).date() == first - timedelta(days=1)


@given(moments, zones)
def test_now_is_inside_the_day_that_it_is(now: datetime, zone: ZoneInfo) -> None:
    day = Day.of(now, zone)
    assert day.start(0) <= now < day.start(-1)


@pytest.mark.parametrize(
    ("date", "hours"),
    [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 7, 1), 24)],
)
def test_the_day_of_a_change_of_the_clock_is_as_long_as_it_is(date: tuple[int, int, int], hours: int) -> None:
    day = Day.of(datetime(*date, 12, tzinfo=BERLIN), BERLIN)
    assert day.start(-1) - day.start(0) == timedelta(hours=hours)


def test_a_day_whose_midnight_is_missing_begins_an_hour_later() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    start = Day.of(datetime(2018, 11, 4, 12, tzinfo=zone), zone).start(0)
    assert start == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert start.astimezone(zone).hour == 1


def test_a_day_whose_midnight_comes_twice_begins_with_the_first() -> None:
    zone = ZoneInfo("America/Havana")
    start = Day.of(datetime(2026, 11, 1, 12, tzinfo=zone), zone).start(0)
    assert start == datetime(2026, 11, 1, 4, tzinfo=UTC)


def test_a_window_has_no_end_unless_observations_ripen_first() -> None:
    day = Day.of(datetime(2026, 1, 10, 23, 30, tzinfo=UTC), BERLIN)
    assert day.date.day == 11
    assert day.window(10) == (datetime(2025, 12, 31, 23, tzinfo=UTC), FOREVER)
    assert day.window(10, lag_days=7) == (
        datetime(2025, 12, 31, 23, tzinfo=UTC),
        datetime(2026, 1, 3, 23, tzinfo=UTC),
    )


@given(moments, zones, st.integers(0, 3650))
def test_asking_twice_gives_the_same_and_the_same_day_is_equal(
    now: datetime, zone: ZoneInfo, days: int
) -> None:
    day = Day.of(now, zone)
    assert day.start(days) == day.start(days)
    assert day == Day.of(now, zone)
