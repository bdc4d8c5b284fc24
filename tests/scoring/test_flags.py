"""How long a flag lasts, and when somebody is reminded of it."""

from datetime import UTC, datetime, timedelta

import pytest

from scoring.flags import in_force, lifetime, reminder_due
from scoring.status import Flag

SET = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
END = SET + timedelta(days=90)
MOMENT = timedelta(microseconds=1)


def test_a_flag_lasts_ninety_days_and_danger_thirty() -> None:
    assert {flag.value: lifetime(flag).days for flag in Flag} == {
        "champion": 90,
        "needs_attention": 90,
        "danger": 30,
    }


def test_a_flag_is_in_force_until_the_moment_of_its_end() -> None:
    assert in_force(END, END - MOMENT)
    assert not in_force(END, END)


def test_a_flag_without_an_end_is_always_in_force() -> None:
    assert in_force(None, SET + timedelta(days=9_999))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (SET, False),
        (END - timedelta(days=7) - MOMENT, False),
        (END - timedelta(days=7), True),
        (END - MOMENT, True),
        (END, False),
    ],
    ids=["when it is set", "just before", "seven days before", "just before the end", "at the end"],
)
def test_a_reminder_is_due_in_the_last_seven_days(at: datetime, due: bool) -> None:
    assert reminder_due(SET, END, at) is due


def test_a_flag_without_an_end_and_one_of_a_few_days_need_no_reminder() -> None:
    assert not reminder_due(SET, None, SET + timedelta(days=89))
    short = SET + timedelta(days=7)
    assert not reminder_due(SET, short, short - MOMENT)
    longer = short + MOMENT
    assert reminder_due(SET, longer, short)
