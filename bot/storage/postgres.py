"""PostgreSQL through asyncpg: a pool, one transaction for each piece of work, deadlocks tried again."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import asyncpg
from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import InvalidInput, Unavailable
from bot.storage.types import dump_json

T = TypeVar("T")

_TRY_AGAIN = {
    "40001",
    "40P01",
}  # serialization failure, deadlock: the other transaction won, ours may run now
_ATTEMPTS = 5
_PATIENCE = 10.0  # seconds for what was begun when the house closes
# Classes: connection, a table that is not there (yet), resources, operator intervention, system.
_GONE = ("08", "42", "53", "57", "58")


class PostgresDatabase:
    """A database shared by any number of replicas."""

    dialect = "postgresql"

    def __init__(self, url: URL) -> None:
        self.location = (
            f"PostgreSQL database {url.database} on {url.host or url.query.get('host', 'localhost')}"
        )
        self.dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            json_serializer=dump_json,
            hide_parameters=True,  # errors must not quote customers
            pool_size=8,
            max_overflow=4,
            pool_timeout=5,
            pool_pre_ping=False,
            connect_args={"timeout": 5},
        )
        self._snapshots = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._running = 0
        self._idle = asyncio.Event()
        self._open = True

    async def start(self) -> None:
        """Connect once, so that a wrong address or password is told at the start."""
        try:
            async with self._engine.connect():
                pass
        except (OSError, TimeoutError, DBAPIError, asyncpg.PostgresError) as error:
            raise InvalidInput(
                {"database": f"cannot connect to the {self.location}: {_first_line(error)}"}
            ) from error

    async def close(self) -> None:
        """Let what was begun come to its end, then close the pool: it forgets connections in use."""
        self._open = False
        if self._running:
            self._idle.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await self._idle.wait()
        await self._engine.dispose()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on a snapshot, in a transaction that may not write."""
        try:
            async with self._begun(), self._snapshots.connect() as connection:
                return await connection.run_sync(work)
        except (OSError, TimeoutError, PoolTimeoutError, DBAPIError) as error:
            if _passes(error):
                raise Unavailable("the database cannot take the work now") from error
            raise

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one transaction; a deadlock runs it again, at most five times."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self._begun(), self._engine.begin() as connection:
                    return await connection.run_sync(work)
            except (OSError, TimeoutError, PoolTimeoutError, DBAPIError) as error:
                if _state(error) not in _TRY_AGAIN or attempt == _ATTEMPTS:
                    if _passes(error):
                        raise Unavailable("the database cannot take the work now") from error
                    raise
                await asyncio.sleep(0.01 * attempt)
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[None]:
        if not self._open:
            raise Unavailable("the database is closed")
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()


def _state(error: BaseException) -> str:
    return str(getattr(getattr(error, "orig", error), "sqlstate", None) or "")


def _passes(error: Exception) -> bool:
    """Whether it passes by itself; whatever else is wrong with the work is raised as it is."""
    passing = isinstance(error, OSError | TimeoutError | PoolTimeoutError | OperationalError | InterfaceError)
    # Without a statement it was connecting or committing that failed, whatever the server's reason.
    lost = isinstance(error, DBAPIError) and (error.connection_invalidated or error.statement is None)
    return passing or lost or _state(error) in _TRY_AGAIN or _state(error).startswith(_GONE)


def _first_line(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        return os.strerror(error.errno).lower()
    return str(getattr(error, "orig", None) or error).splitlines()[0]
