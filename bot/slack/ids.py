"""Every name that Slack keeps for us and hands back: commands, actions, callbacks, block ids, metadata."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeVar

from bot.errors import NotFound

Context = TypeVar("Context")

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
    WHY_HEALTH = "health_why"  # on a health card: its value is the customer's id
    WHAT_CHANGED = "health_what_changed"  # on a health card: its value is the customer's id
    HISTORY = "health_history"  # the same
    CHANGE_PERIOD = "change_period"  # in days
    CHANGE_SINCE = "change_since"
    AROUND = "history_around"  # in a block that around_block names
    PICK_CUSTOMER = "customer_pick"  # one of several that fit: the answer takes the place of the question
    SHOW_CUSTOMER = "customer_show"  # a row of a list: the answer comes beside the list
    REFRESH_HOME = "home_refresh"
    SNOOZE_PRESET = "snooze_preset"
    SNOOZE_UNTIL = "snooze_until"
    SNOOZE_REASON = "snooze_reason"
    FLAG = "flag"  # on a health card: the card is drawn anew afterwards
    FLAG_LISTED = "flag_listed"  # in a list, or under a reminder
    FLAG_CHOICE = "flag_choice"
    FLAG_REASON = "flag_reason"
    FLAG_UNTIL = "flag_until"
    FLAG_ENDLESS = "flag_endless"


class Callback(StrEnum):
    """The ``callback_id`` of every modal and of App Home."""

    SNOOZE = "snooze"
    WHY = "why"
    HEALTH = "health"
    WHY_HEALTH = "health_why"
    NOTICE = "notice"
    HOME = "home"
    FLAG = "flag"
    CHANGE = "change"
    HISTORY = "history"
    DAY = "day"


class Block(StrEnum):
    """The ``block_id`` of the inputs; a field error is shown beside the input it names."""

    SNOOZE_PRESET = "snooze_preset"
    SNOOZE_UNTIL = "snooze_until"
    SNOOZE_REASON = "snooze_reason"
    FLAG_CHOICE = "flag_choice"
    FLAG_REASON = "flag_reason"
    FLAG_UNTIL = "flag_until"  # followed by the flag whose usual end it proposes: see flag_until_block
    FLAG_ENDLESS = "flag_endless"


def flag_until_block(flag: str) -> str:
    """The ``block_id`` of a flag's last day: another flag's is another input, so that Slack proposes anew."""
    return f"{Block.FLAG_UNTIL}:{flag}"


def around_block(customer_id: str, day: str) -> str:
    """The ``block_id`` of the picker of a day around which something happened, with the day it proposes."""
    return f"around:{customer_id}:{day}"


def customer_of(block_id: str) -> str:
    """The customer that ``around_block`` was made for; raises NotFound."""
    kind, _, rest = block_id.partition(":")
    customer_id = rest.partition(":")[0]
    if kind != "around" or not customer_id:
        raise NotFound(_OUTDATED)
    return customer_id


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

    def encode(self) -> str:
        """JSON with a version, far below Slack's 3,000 characters."""
        return _encoded(asdict(self))

    @classmethod
    def decode(cls, text: str) -> "ModalContext":
        """The value encoded; raises NotFound for a form that an older version of the app opened."""
        return _decoded(cls, text)


@dataclass(frozen=True, slots=True)
class FlagContext:
    """What the flag's form remembers: which customer, and what is to be drawn anew afterwards."""

    customer_id: str
    from_home: bool = False
    response_url: str = ""  # of the message that holds the health card
    view_id: str = ""  # of the modal that holds it

    def encode(self) -> str:
        """JSON with a version; a response URL has a few hundred of Slack's 3,000 characters."""
        return _encoded(asdict(self))

    @classmethod
    def decode(cls, text: str) -> "FlagContext":
        """The value encoded; raises NotFound for a form that an older version of the app opened."""
        return _decoded(cls, text)


@dataclass(frozen=True, slots=True)
class PastContext:
    """What a modal about a customer's past remembers."""

    customer_id: str

    def encode(self) -> str:
        """JSON with a version."""
        return _encoded(asdict(self))

    @classmethod
    def decode(cls, text: str) -> "PastContext":
        """The value encoded; raises NotFound for a modal that an older version of the app opened."""
        return _decoded(cls, text)


_VERSION = 1
_OUTDATED = "This form was opened by an older version of Bellwether. Please open it again."


def _encoded(values: dict[str, Any]) -> str:
    return json.dumps({"v": _VERSION, **values}, separators=(",", ":"))


def _decoded(kind: type[Context], text: str) -> Context:
    try:
        stored = json.loads(text)
        if stored.pop("v") == _VERSION:
            return kind(**stored)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise NotFound(_OUTDATED)
