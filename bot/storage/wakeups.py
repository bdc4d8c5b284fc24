"""Hearing that deliveries wait: PostgreSQL tells every replica at once; SQLite has but one process that
serves.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg

from bot.log import get_logger
from bot.storage.database import Database
from bot.storage.postgres import PostgresDatabase

_AGAIN = 5.0  # seconds until the next attempt when the connection is lost; the sweep covers the time between

_log = get_logger()


@asynccontextmanager
async def listening(database: Database, wake: Callable[[], None]) -> AsyncIterator[None]:
    """Call ``wake`` whenever a transaction that left deliveries has been committed, by anybody."""
    if not isinstance(database, PostgresDatabase):
        yield
        return
    task = asyncio.create_task(_listen(database.dsn, wake), name="listen")
    try:
        yield
    finally:
        while not task.done():
            # asyncpg may turn a cancellation in the middle of connecting into a time-out.
            task.cancel()
            await asyncio.wait([task], timeout=1)


async def _listen(dsn: str, wake: Callable[[], None]) -> None:
    while True:
        try:
            connection = await asyncpg.connect(dsn, timeout=5)
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _connection, lost=lost: lost.set())
            try:
                await connection.add_listener("bellwether_deliveries", lambda *_: wake())
                wake()  # for what was left while nobody listened
                await lost.wait()
            finally:
                connection.terminate()
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            _log.warning("wakeups.lost", error=type(error).__name__)
        await asyncio.sleep(_AGAIN)
