"""What is pinned to a channel: messages, and bookmarks in its header."""

from dataclasses import dataclass
from typing import Any

PINS, BOOKMARKS = 100, 100
"""How many a channel holds."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A message pinned to its channel, by whom and when (seconds since 1970)."""

    ts: str
    by: str
    created: int


class Pins:
    """The pins of every channel, the newest first."""

    def __init__(self) -> None:
        self._pins: dict[str, dict[str, Pin]] = {}

    def add(self, channel: str, pin: Pin) -> None:
        """Pin a message."""
        self._pins.setdefault(channel, {})[pin.ts] = pin

    def take(self, channel: str, ts: str) -> Pin | None:
        """Take a pin away; None when there was none."""
        return self._pins.get(channel, {}).pop(ts, None)

    def of(self, channel: str) -> list[Pin]:
        """The channel's pins."""
        return list(self._pins.get(channel, {}).values())[::-1]

    def count(self, channel: str) -> int:
        """How many there are."""
        return len(self._pins.get(channel, {}))


@dataclass(slots=True)
class Bookmark:
    """A link in a channel's header."""

    id: str
    channel_id: str
    title: str
    link: str
    emoji: str
    created: int
    updated: int
    rank: str
    by: str
    team_id: str
    app_id: str

    def as_json(self) -> dict[str, Any]:
        """The bookmark object of Slack's API."""
        return {
            "id": self.id,
            "channel_id": self.channel_id,
            "title": self.title,
            "link": self.link,
            "emoji": self.emoji,
            "icon_url": "",
            "type": "link",
            "entity_id": None,
            "date_created": self.created,
            "date_updated": self.updated,
            "rank": self.rank,
            "last_updated_by_user_id": self.by,
            "last_updated_by_team_id": self.team_id,
            "shortcut_id": None,
            "app_id": self.app_id,
        }
