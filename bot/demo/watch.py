"""Follows the surveys that are under way, and tells every page how far they come."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.demo.desk import Desk
from bot.demo.logbook import Entry, Logbook
from bot.errors import Unavailable
from bot.log import get_logger
from bot.playground.slack.changes import Changes

_YOUNG_S = 3.0
_OFTEN_S, _SELDOM_S = 0.1, 1.0

_log = get_logger()


class Watch:
    """Publishes ``survey.sent`` with a new entry, ``survey.travelled`` with its travel when it came further.

    These go down the stream of changes that pages have anyway. The bot does not know that it is watched: its
    tables are read, often while a survey is young and then once a second, and not when none is under way.
    """

    def __init__(self, desk: Desk, logbook: Logbook, changes: Changes) -> None:
        self._desk = desk
        self._logbook = logbook
        self._changes = changes
        self._added = asyncio.Event()

    def add(self, entry: Entry) -> None:
        """Write a new entry down, tell of it and follow it."""
        self._logbook.add(entry)
        self._changes.publish("survey.sent", {"entry": entry.as_json()})
        self._added.set()

    @asynccontextmanager
    async def lifetime(self) -> AsyncIterator[None]:
        """Watch while the block lasts."""
        task = asyncio.create_task(self._run(), name="watch")
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._added.wait()
            self._added.clear()
            young_until = loop.time() + _YOUNG_S
            while under_way := self._logbook.under_way():
                await self._look(under_way)
                if self._added.is_set():
                    break
                await asyncio.sleep(_OFTEN_S if loop.time() < young_until else _SELDOM_S)

    async def _look(self, entries: list[Entry]) -> None:
        try:
            travels = await self._desk.travels(entry.sent for entry in entries)
        except Unavailable as error:
            _log.warning("survey.unwatched", reason=str(error))
            return
        for travel in travels:
            if (entry := self._logbook.further(travel)) is not None:
                self._changes.publish("survey.travelled", {"travel": entry.travel_json()})
