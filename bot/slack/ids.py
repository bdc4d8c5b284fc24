"""Every name that Slack keeps for us and hands back: commands, actions, callbacks, block ids, metadata."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.errors import NotFound

HEALTH_COMMAND = "/health"

# A posted delivery carries its id twice: Slack-compatible servers may drop metadata, none drops block ids.
DELIVERY_EVENT = "bellwether_delivery"
DELIVERY_ID = "delivery_id"
DELIVERY_BLOCK_PREFIX = "d:"


class Action(StrEnum):
    """The ``action_id`` of every button, menu and input."""

    CLAIM = "alert_claim"
    UNCLAIM = "alert_unclaim"
    DONE = "alert_done"
    REOPEN = "alert_reopen"
    SNOOZE = "alert_snooze"
    WHY = "alert_why"
    PICK_CUSTOMER = "customer_pick"  # one of several that fit: the answer takes the place of the question
    SHOW_CUSTOMER = "customer_show"  # a row of a list: the answer comes beside the list
    REFRESH_HOME = "home_refresh"
    SNOOZE_PRESET = "snooze_preset"
    SNOOZE_UNTIL = "snooze_until"
    SNOOZE_REASON = "snooze_reason"


class Callback(StrEnum):
    """The ``callback_id`` of every modal and of App Home."""

    SNOOZE = "snooze"
    WHY = "why"
    HEALTH = "health"
    NOTICE = "notice"
    HOME = "home"


class Block(StrEnum):
    """The ``block_id`` of the inputs; a field error is shown beside the input it names."""

    SNOOZE_PRESET = "snooze_preset"
    SNOOZE_UNTIL = "snooze_until"
    SNOOZE_REASON = "snooze_reason"


def delivery_block(delivery_id: str) -> str:
    """The ``block_id`` of the first block of a posted delivery."""
    return f"{DELIVERY_BLOCK_PREFIX}{delivery_id}"


def delivery_metadata(delivery_id: str) -> dict[str, object]:
    """Message metadata of a posted delivery. Any app in the channel can read it, so it holds nothing else."""
    return {"event_type": DELIVERY_EVENT, "event_payload": {DELIVERY_ID: delivery_id}}


@dataclass(frozen=True, slots=True)
class ModalContext:
    """What a modal remembers in ``private_metadata``: which alert it is about and where it was opened."""

    alert_id: str
    from_home: bool = False  # App Home is drawn anew afterwards; a message redraws itself

    _VERSION = 1

    def encode(self) -> str:
        """JSON with a version, far below Slack's 3,000 characters."""
        return json.dumps({"v": self._VERSION, **asdict(self)}, separators=(",", ":"))

    @classmethod
    def decode(cls, text: str) -> "ModalContext":
        """The value encoded; raises NotFound for a form that an older version of the app opened."""
        try:
            stored = json.loads(text)
            if stored.pop("v") == cls._VERSION:
                return cls(**stored)
        except (ValueError, TypeError, KeyError, AttributeError):
            pass
        raise NotFound("This form was opened by an older version of Bellwether. Please open it again.")
