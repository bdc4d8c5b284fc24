"""What happens in the workspace, in order: for the page that shows it and for the events of apps."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened. ``to`` names the only user who may see it, ``channel`` where it happened."""

    number: int
    kind: str
    data: dict[str, Any]
    to: str | None = None
    channel: str | None = None


class Changes:
    """Numbers changes and hands them to listeners at once and to followers in their own time."""

    def __init__(self) -> None:
        self._number = 0
        self._recent: deque[Change] = deque(maxlen=_KEPT)
        self._listeners: list[Callable[[Change], None]] = []
        self._followers: set[asyncio.Queue[Change | None]] = set()

    @property
    def number(self) -> int:
        """The number of the latest change."""
        return self._number

    def publish(
        self, kind: str, data: dict[str, Any], *, to: str | None = None, channel: str | None = None
    ) -> None:
        """Record a change; ``data`` is plain JSON and must not be altered afterwards."""
        self._number += 1
        change = Change(self._number, kind, data, to, channel)
        self._recent.append(change)
        for listener in self._listeners:
            listener(change)
        for queue in self._followers:
            queue.put_nowait(change)

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Call the listener with every change from now on."""
        self._listeners.append(listener)

    def since(self, number: int) -> list[Change] | None:
        """The changes after this one, or None when some of them are forgotten (or from another run)."""
        oldest = self._recent[0].number if self._recent else self._number + 1
        if number > self._number or number + 1 < oldest:
            return None
        return [change for change in self._recent if change.number > number]

    @contextmanager
    def _following(self) -> Iterator[asyncio.Queue[Change | None]]:
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        self._followers.add(queue)
        try:
            yield queue
        finally:
            self._followers.discard(queue)

    async def follow(self, after: int, quiet_s: float) -> AsyncGenerator[Change | None, None]:
        """Every change after this number, None after each ``quiet_s`` without any; ends with ``dismiss``."""
        with self._following() as queue:
            for missed in self.since(after) or []:
                yield missed
                after = missed.number
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), quiet_s)
                except TimeoutError:
                    yield None
                    continue
                if change is None:
                    return
                if change.number > after:
                    yield change

    def dismiss(self) -> None:
        """Let every follower go: the workspace closes."""
        for queue in self._followers:
            queue.put_nowait(None)

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until the condition holds, looking after every change; TimeoutError after ``seconds``."""
        with self._following() as queue:
            async with asyncio.timeout(seconds):
                while not condition():
                    await queue.get()
