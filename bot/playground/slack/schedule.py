"""Messages that wait for their moment (chat.scheduleMessage)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.playground.slack.messages import Message

AHEAD_S = 120 * 24 * 3600
PER_WINDOW, WINDOW_S = 30, 300
LAST_MOMENT_S = 60
"""In the last minute before its moment a message can no longer be taken back."""
_LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message to be posted at ``post_at`` (seconds since 1970)."""

    id: str
    app_id: str
    message: Message
    post_at: int
    created: int


class Schedule:
    """Keeps scheduled messages and hands each to ``post`` once its time has come."""

    def __init__(self, clock: Clock, post: Callable[[Message], object]) -> None:
        self._clock = clock
        self._post = post
        self._waiting: dict[str, Scheduled] = {}
        self._filled = asyncio.Event()

    def add(self, scheduled: Scheduled) -> None:
        """Keep one more."""
        self._waiting[scheduled.id] = scheduled
        self._filled.set()

    def take(self, scheduled_id: str) -> None:
        """Forget one."""
        self._waiting.pop(scheduled_id, None)

    def find(self, scheduled_id: str) -> Scheduled | None:
        """The one with this id that still waits."""
        return self._waiting.get(scheduled_id)

    def of(self, app_id: str) -> list[Scheduled]:
        """What an app has waiting, the earliest first."""
        mine = (each for each in self._waiting.values() if each.app_id == app_id)
        return sorted(mine, key=lambda each: (each.post_at, each.id))

    def crowded(self, channel: str, post_at: int) -> bool:
        """Whether the channel's five minutes around this moment are full."""
        window = post_at // WINDOW_S
        there = [
            each
            for each in self._waiting.values()
            if each.message.channel == channel and each.post_at // WINDOW_S == window
        ]
        return len(there) >= PER_WINDOW

    def post_due(self) -> int:
        """Post whatever is due by the clock; how many messages that were.

        A message with metadata is dropped instead: Slack takes it and never posts it, as its own page warns.
        """
        now = self._clock().timestamp()
        due = sorted(
            (each for each in self._waiting.values() if each.post_at <= now), key=lambda each: each.post_at
        )
        for scheduled in due:
            self.take(scheduled.id)
            if scheduled.message.metadata is None:
                self._post(scheduled.message)
        return len(due)

    async def run(self) -> None:
        """Post what falls due until cancelled; asleep while nothing waits."""
        while True:
            await self._filled.wait()
            while self._waiting:
                self.post_due()
                await asyncio.sleep(_LOOK_EVERY_S)
            self._filled.clear()
