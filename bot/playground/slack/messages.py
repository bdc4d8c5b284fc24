"""Messages of channels and their threads, and ephemeral messages, which no history holds."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from bot.playground.slack.inputs import State, interactive


@dataclass(slots=True)
class Message:
    """One message. ``ephemeral_to`` is the only user who sees it, ``states`` what each user entered in it."""

    channel: str
    ts: str
    user: str
    text: str
    team: str
    app_id: str | None = None
    bot_id: str | None = None
    bot_profile: dict[str, Any] | None = None
    username: str | None = None
    icons: dict[str, str] | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    edited: dict[str, str] | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    ephemeral_to: str | None = None
    states: dict[str, State] = field(default_factory=dict)
    pinned: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def all_blocks(self) -> list[dict[str, Any]]:
        """Its blocks and those of its attachments."""
        return [*self.blocks, *(block for each in self.attachments for block in each.get("blocks", ()))]

    def entered_by(self, user: str) -> State:
        """What its inputs hold on this user's screen; others do not see it."""
        return self.states.setdefault(user, {})

    def attachment_of(self, block_id: str) -> int | None:
        """The number of the attachment that holds the pressed block; None when the message itself does."""
        for attachment in self.attachments:
            if any(block["block_id"] == block_id for block, _ in interactive(attachment.get("blocks", []))):
                return int(attachment["id"])
        return None


TOMBSTONE = "tombstone"
"""The subtype of what stands above the replies to a message that was deleted."""

_PLAIN = "client_msg_id user text team app_id bot_id bot_profile username icons subtype edited".split()
_LISTS = ("blocks", "attachments", "files")
EPHEMERAL_KEPT = 200
"""Ephemeral messages kept per channel and user; at Slack a reload takes them all away."""


class Messages:
    """All messages of the workspace, by channel in the order of their timestamps."""

    def __init__(self) -> None:
        self._channels: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], list[Message]] = {}
        self._ephemeral: dict[tuple[str, str], dict[str, Message]] = {}

    def add(self, message: Message) -> None:
        """Keep a message; a reply is counted at its parent."""
        if message.ephemeral_to is not None:
            whispered = self._ephemeral.setdefault((message.channel, message.ephemeral_to), {})
            whispered[message.ts] = message
            while len(whispered) > EPHEMERAL_KEPT:
                del whispered[next(iter(whispered))]
            return
        self._channels.setdefault(message.channel, {})[message.ts] = message
        if message.thread_ts is not None and message.is_reply:
            self._threads.setdefault((message.channel, message.thread_ts), []).append(message)

    def find(self, channel: str, ts: str) -> Message | None:
        """The message of the channel with this timestamp; ephemeral ones are not found here."""
        return self._channels.get(channel, {}).get(ts)

    def find_any(self, channel: str, ts: str) -> Message | None:
        """Like find, ephemeral messages included."""
        found = self.find(channel, ts)
        if found is not None:
            return found
        whispered = (kept for (place, _), kept in self._ephemeral.items() if place == channel)
        return next((kept[ts] for kept in whispered if ts in kept), None)

    def remove(self, message: Message) -> None:
        """Forget a message."""
        if message.ephemeral_to is not None:
            self._ephemeral[message.channel, message.ephemeral_to].pop(message.ts, None)
            return
        self._channels[message.channel].pop(message.ts, None)
        if message.thread_ts is not None and message.is_reply:
            self._threads[message.channel, message.thread_ts].remove(message)

    def history(self, channel: str) -> Iterator[Message]:
        """The channel's messages, newest first, without replies that were not broadcast."""
        for message in reversed(self._channels.get(channel, {}).values()):
            if not message.is_reply or message.broadcast:
                yield message

    def every(self, channel: str, user: str) -> Iterator[Message]:
        """All that this user sees in the channel: messages, replies, and what only they see."""
        yield from list(self._channels.get(channel, {}).values())
        yield from self.ephemeral(channel, user)

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        """The replies of a thread, oldest first, without the parent."""
        return list(self._threads.get((channel, thread_ts), ()))

    def ephemeral(self, channel: str, user: str) -> list[Message]:
        """What only this user sees in the channel, oldest first."""
        return list(self._ephemeral.get((channel, user), {}).values())

    def as_json(self, message: Message, *, with_metadata: bool = False) -> dict[str, Any]:
        """The message object of Slack's API."""
        shown: dict[str, Any] = {"type": "message", "ts": message.ts}
        shown.update({key: getattr(message, key) for key in _PLAIN if getattr(message, key) is not None})
        shown.update({key: deepcopy(getattr(message, key)) for key in _LISTS if getattr(message, key)})
        if message.reactions:
            shown["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in message.reactions.items()
            ]
        if message.subtype == "file_share":
            shown |= {"upload": True, "display_as_bot": False}
        if message.subtype == TOMBSTONE:
            shown["hidden"] = True
        if message.pinned:
            shown["pinned_to"] = [message.channel]
        if with_metadata and message.metadata is not None:
            shown["metadata"] = deepcopy(message.metadata)
        return {**shown, **self._thread_facts(message)}

    def _thread_facts(self, message: Message) -> dict[str, Any]:
        if message.is_reply and message.thread_ts is not None:
            parent = self.find(message.channel, message.thread_ts)
            about: dict[str, Any] = {"thread_ts": message.thread_ts}
            if parent is None:
                return about
            if message.broadcast:
                return {**about, "root": self.as_json(parent)}
            return {**about, "parent_user_id": parent.user}
        replies = self._threads.get((message.channel, message.ts))
        if not replies:
            return {}
        users = list(dict.fromkeys(reply.user for reply in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
            "reply_users": users[:5],
            "is_locked": False,
            "subscribed": False,
        }
