"""What a rule can ask for. An action is a frozen dataclass of declared fields; ACTIONS lists them."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from automations.forms import Form
from automations.named_fields import ChannelField


class Action(Form):
    """One thing to do when a rule fires. It is a value: others carry it out."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PostToChannel(Action):
    """Post the alert to a Slack channel. The bot must be a member of it."""

    label: ClassVar = "Post to a channel"
    channel: Annotated[str, ChannelField("Channel")]


@dataclass(frozen=True, slots=True)
class MessageOwner(Action):
    """Send the alert as a direct message to the customer's owner."""

    label: ClassVar = "Message the customer's owner"


ACTIONS: dict[str, type[Action]] = {
    "post_to_channel": PostToChannel,
    "message_owner": MessageOwner,
}
