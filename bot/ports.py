"""What the use cases need from the world outside, as protocols with the values that cross them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.views import AlertView, HistoryEntry, Notice


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands: Slack's channel id and message timestamp."""

    channel: str
    ts: str


class Messenger(Protocol):
    """Posts for one workspace.

    Every method raises DeliveryFailed and nothing else when it cannot do its work.
    """

    async def open_direct(self, person: str) -> str:
        """The channel id of the direct conversation with a Slack user id or an e-mail address."""

    async def post_alert(self, channel: str, view: AlertView, delivery_id: str) -> Posted:
        """Post the alert's root message, marked so that find_posted can see it again."""

    async def update_alert(self, where: Posted, view: AlertView) -> None:
        """Draw the message anew in place. Doing it twice changes nothing."""

    async def post_history(self, where: Posted, entry: HistoryEntry, delivery_id: str) -> Posted:
        """Add one line to the message's thread, marked like post_alert."""

    async def post_notice(self, channel: str, notice: Notice, delivery_id: str) -> Posted:
        """Tell a person or a channel something that is about no alert, marked like post_alert."""

    async def find_posted(
        self, channel: str, thread_ts: str | None, since: datetime, delivery_ids: Collection[str]
    ) -> Mapping[str, Posted]:
        """Which of these deliveries stand in the channel (or thread) since then: one look for all of them."""
