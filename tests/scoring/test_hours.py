from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.hours import ALWAYS, Hours
from tests.scoring import cards

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
GREENWICH = ZoneInfo("UTC")
MINUTE = timedelta(minutes=1)

# The days of 2026 on which one of the zones changes its clock, and one on which neither does.
changes = st.sampled_from(
    [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 8), (3, 29), (10, 25), (11, 1), (7, 1))]
)
zones = st.sampled_from([BERLIN, NEW_YORK])
minutes = st.integers(0, 16 * 24 * 60)


def minute_by_minute(hours: Hours, start: datetime, end: datetime, zone: ZoneInfo) -> float:
    """Looks at a wall clock in every minute."""
    counted = 0
    while start < end:
        local = start.astimezone(zone)
        if local.isoweekday() in hours.days and hours.opens <= local.hour + local.minute / 60 < hours.closes:
            counted += 1
        start += MINUTE
    return counted / 60


@settings(max_examples=60)
@given(cards.hours(first=3), changes, minutes, minutes, zones)
def test_hours_are_the_minutes_that_a_wall_clock_shows_across_changes_of_the_clock(
    hours: Hours, change: datetime, before: int, after: int, zone: ZoneInfo
) -> None:
    start, end = change - before // 2 * MINUTE, change + after // 2 * MINUTE
    assert hours.between(start, end, zone) == pytest.approx(minute_by_minute(hours, start, end, zone))


@settings(max_examples=60)
@given(cards.hours(), minutes, minutes)
def test_where_the_clock_never_changes_any_hours_are_counted_to_the_minute(
    hours: Hours, first: int, second: int
) -> None:
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    start, end = monday + min(first, second) * MINUTE, monday + max(first, second) * MINUTE
    assert hours.between(start, end, UTC) == pytest.approx(
        minute_by_minute(hours, start, end, ZoneInfo("UTC"))
    )


@given(
    cards.hours(first=3), changes, st.lists(st.floats(-400, 400), min_size=3, max_size=3).map(sorted), zones
)
def test_the_hours_of_two_stretches_add_up(
    hours: Hours, change: datetime, days: list[float], zone: ZoneInfo
) -> None:
    first, middle, last = (change + timedelta(days=day) for day in days)
    parts = hours.between(first, middle, zone) + hours.between(middle, last, zone)
    assert hours.between(first, last, zone) == pytest.approx(parts)


@given(changes, st.floats(0, 4000), zones)
def test_where_every_hour_counts_it_is_the_time_that_passed(
    change: datetime, days: float, zone: ZoneInfo
) -> None:
    passed = timedelta(days=days)
    assert ALWAYS.between(change, change + passed, zone) == pytest.approx(passed / timedelta(hours=1))
    assert ALWAYS.always


@given(cards.hours(), changes, st.floats(0, 4000), zones)
def test_no_more_is_counted_than_a_week_has(
    hours: Hours, change: datetime, days: float, zone: ZoneInfo
) -> None:
    counted = hours.between(change, change + timedelta(days=days), zone)
    assert 0.0 <= counted <= (days / 7 + 1) * hours.a_week + 1e-9


def test_a_weekend_is_not_waited_for() -> None:
    friday = datetime(2026, 1, 2, 16, 30, tzinfo=BERLIN)
    assert Hours().between(friday, datetime(2026, 1, 5, 9, 45, tzinfo=BERLIN), BERLIN) == 1.25


def test_the_hours_are_those_of_the_zone_that_is_asked_about() -> None:
    start = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    end = start + timedelta(hours=8)
    assert Hours().between(start, end, BERLIN) == 8.0
    assert Hours().between(start, end, NEW_YORK) == 2.0


def test_what_ends_before_it_starts_took_no_time() -> None:
    start = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    assert Hours().between(start, start - MINUTE, UTC) == Hours().between(start, start, UTC) == 0.0


def test_hours_that_hold_the_night_of_the_change_are_those_of_the_wall_clock() -> None:
    all_sunday = Hours(0.0, 24.0, (7,))
    for sunday in (datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)):
        assert all_sunday.between(sunday, sunday + timedelta(days=1), BERLIN) == 24.0
