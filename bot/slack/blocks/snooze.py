"""The modal behind Snooze: until when, and why. What was chosen becomes one moment."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.errors import InvalidInput
from bot.slack import build, words
from bot.slack.ids import Action, Block, Callback, ModalContext

Json = dict[str, Any]

TITLE = "Snooze the alert"
REASON_LIMIT = 300
_MORNING = 9  # o'clock
_PROMISE = "The alert stays quiet until then and comes back by itself."


class Preset(StrEnum):
    """The usual times, and one for choosing."""

    ONE_HOUR = "1h"
    FOUR_HOURS = "4h"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    CUSTOM = "custom"


_LABELS = {
    Preset.ONE_HOUR: "For 1 hour",
    Preset.FOUR_HOURS: "For 4 hours",
    Preset.TOMORROW: "Until tomorrow, 9:00",
    Preset.NEXT_WEEK: "Until next Monday, 9:00",
    Preset.CUSTOM: "Until the time chosen below",
}


def modal(context: ModalContext, now: datetime, timezone: str) -> Json:
    """The form; the presets count in the workspace's timezone, the picker in the reader's."""
    options = [build.option(label, preset) for preset, label in _LABELS.items()]
    presets = build.radio(Action.SNOOZE_PRESET, options, initial=options[0])
    picker = build.datetime_picker(Action.SNOOZE_UNTIL, until(Preset.TOMORROW, None, now, timezone))
    reason = build.text_input(
        Action.SNOOZE_REASON, max_length=REASON_LIMIT, placeholder="Waiting for a call back"
    )
    return build.modal(
        TITLE,
        [
            build.section(build.plain(f"{_PROMISE} 9:00 is meant in {words.zone(timezone).key}.")),
            build.field("How long?", presets, Block.SNOOZE_PRESET),
            build.field("Or until", picker, Block.SNOOZE_UNTIL, optional=True),
            build.field(
                "Reason", reason, Block.SNOOZE_REASON, optional=True, hint="Your team sees it with the alert."
            ),
        ],
        callback_id=Callback.SNOOZE,
        private_metadata=context.encode(),
        submit="Snooze",
        close="Cancel",
    )


def until(preset: Preset, chosen: datetime | None, now: datetime, timezone: str) -> datetime:
    """The moment that a choice means; raises InvalidInput keyed by the input's block id."""
    there = now.astimezone(words.zone(timezone))
    morning = there.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    match preset:
        case Preset.ONE_HOUR:
            return now + timedelta(hours=1)
        case Preset.FOUR_HOURS:
            return now + timedelta(hours=4)
        case Preset.TOMORROW:
            return (morning + timedelta(days=1)).astimezone(UTC)
        case Preset.NEXT_WEEK:
            return (morning + timedelta(days=7 - there.weekday())).astimezone(UTC)
        case Preset.CUSTOM if chosen is None:
            raise InvalidInput({Block.SNOOZE_UNTIL: "Choose a day and a time."})
        case Preset.CUSTOM if chosen <= now:
            raise InvalidInput({Block.SNOOZE_UNTIL: "Choose a time that has not passed."})
    return chosen
