"""The snooze form: what a choice means."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import InvalidInput
from bot.slack.blocks import snooze
from bot.slack.blocks.snooze import Preset, until
from bot.slack.ids import ModalContext
from tests.slack.cast import NOON


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        (Preset.ONE_HOUR, datetime(2026, 3, 27, 13, tzinfo=UTC)),
        (Preset.FOUR_HOURS, datetime(2026, 3, 27, 16, tzinfo=UTC)),
        (Preset.TOMORROW, datetime(2026, 3, 28, 8, tzinfo=UTC)),  # 9:00 in Berlin, still winter time
        (Preset.NEXT_WEEK, datetime(2026, 3, 30, 7, tzinfo=UTC)),  # Monday 9:00, summer time since Sunday
    ],
)
def test_snooze_presets_mean_a_moment(preset: Preset, expected: datetime) -> None:
    friday_noon = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert until(preset, None, friday_noon, "Europe/Berlin") == expected


def test_a_time_of_ones_own_must_be_given_and_lie_ahead() -> None:
    with pytest.raises(InvalidInput, match="Choose a day"):
        until(Preset.CUSTOM, None, NOON, "UTC")
    with pytest.raises(InvalidInput, match="not passed"):
        until(Preset.CUSTOM, NOON, NOON, "UTC")
    assert until(Preset.CUSTOM, NOON + timedelta(days=1), NOON, "UTC") == NOON + timedelta(days=1)


def test_an_unknown_timezone_is_utc() -> None:
    assert until(Preset.TOMORROW, None, NOON, "Mars/Olympus") == datetime(2026, 1, 3, 9, tzinfo=UTC)


def test_the_snooze_form_takes_the_longest_context() -> None:
    assert (
        snooze.modal(ModalContext("x" * 26, from_home=True), NOON, "Europe/Berlin")["submit"]["text"]
        == "Snooze"
    )
