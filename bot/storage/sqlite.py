"""SQLite: one writer thread with group commit, and a few reader threads on WAL snapshots.

The standard driver runs in threads of ours, not through aiosqlite: every await of aiosqlite crosses threads,
three to four times a statement, and a batch has twenty statements. Here a whole transaction crosses twice
(docs/decisions/0006-sqlite-in-threads-of-our-own.md has the figures).
"""

import asyncio
import fcntl
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.errors import Conflict, InvalidInput, Unavailable
from bot.storage.types import dump_json

T = TypeVar("T")

_GROUP_LIMIT = 64  # pieces of work that share one commit
_BUSY_SECONDS = 5.0  # how long another process (the command line) may hold the write lock
_READERS = 4


@dataclass(slots=True)
class _Job:
    work: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None


class SqliteDatabase:
    """A database in one file. ``write`` is group-committed: work that waits together shares one fsync."""

    dialect = "sqlite"

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.location = f"SQLite file {self.path}"
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._writer: Engine = create_engine(
            f"sqlite:///{self.path}",
            connect_args=_connect_args(),
            json_serializer=dump_json,
            hide_parameters=True,  # errors must not quote customers
            pool_size=1,
            max_overflow=0,
        )
        self._readers: Engine = create_engine(
            f"sqlite:///{self.path}",
            connect_args=_connect_args(),
            json_serializer=dump_json,
            hide_parameters=True,  # errors must not quote customers
            pool_size=_READERS,
            max_overflow=0,
        )
        self._reading = ThreadPoolExecutor(_READERS, thread_name_prefix="sqlite-reader")
        event.listen(self._writer, "connect", _prepare_writer)
        event.listen(self._writer, "begin", _begin_immediate)
        event.listen(self._readers, "connect", _prepare_reader)
        event.listen(self._readers, "begin", _begin)

    async def start(self) -> None:
        """Create the file when it is not there, in WAL mode, and start the writer thread."""
        if not self.path.parent.is_dir():
            raise InvalidInput({"database": f"the folder {self.path.parent} does not exist"})
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()
        try:
            await self.write(_nothing)
        except Unavailable as error:
            await self.close()
            raise InvalidInput(
                {"database": f"cannot write to {self.path}: {error.__cause__ or error}"}
            ) from error
        except DatabaseError as error:
            await self.close()
            raise InvalidInput({"database": f"{self.path} is not an SQLite database"}) from error

    async def close(self) -> None:
        """Run what was already handed in, then let the thread and the connections go."""
        thread, self._thread = self._thread, None  # from here on nothing more is taken in
        if thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(thread.join)
        await asyncio.to_thread(self._reading.shutdown)
        self._writer.dispose()
        self._readers.dispose()

    @contextmanager
    def served_here(self) -> Iterator[None]:
        """Hold the place of the one process that serves this file; raises Conflict when another has it.

        What a dead process had in hand can then be told at once from what is being sent.
        """
        path = self.path.with_name(self.path.name + ".lock")
        with path.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                sentence = (
                    f"Another Bellwether serves {self.path} already. Stop it first, or use another database."
                )
                raise Conflict(sentence) from None
            yield

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on a snapshot."""
        if self._thread is None:
            raise Unavailable("the database is closed")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._reading, self._read_now, work)
        except OperationalError as error:
            raise Unavailable("the database cannot be read now") from error

    def _read_now(self, work: Callable[[Connection], T]) -> T:
        with self._readers.connect() as connection:
            return work(connection)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in the writer's next transaction; returns after the fsync."""
        if self._thread is None:
            raise Unavailable("the database is closed")
        loop = asyncio.get_running_loop()
        job = _Job(work, loop.create_future(), loop)
        self._jobs.put(job)
        result: T = await job.future
        return result

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            group = [job]
            stop = False
            while len(group) < _GROUP_LIMIT and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    stop = True
                    break
                group.append(following)
            self._commit(group)
            if stop:
                return

    def _commit(self, group: list[_Job]) -> None:
        try:
            with self._writer.begin() as connection:
                for job in group:
                    _run_one(connection, job, alone=len(group) == 1)
        except _Rollback:
            pass
        except OperationalError as error:
            # Locked, full or unreadable: nothing of the group was kept.
            for job in group:
                job.error = Unavailable("the database cannot take the work now")
                job.error.__cause__ = error.orig
        except Exception as error:
            for job in group:
                job.error = error
        _answer(group)


def _nothing(tx: Connection) -> None:
    """Work that proves that a transaction can be opened and committed."""


class _Rollback(Exception):
    """Ends a transaction whose only piece of work failed; the error is kept in the job."""


def _run_one(connection: Connection, job: _Job, *, alone: bool) -> None:
    """Run one piece of work so that its failure leaves the others of its group untouched."""
    if alone:
        try:
            job.result = job.work(connection)
        except OperationalError:
            raise
        except BaseException as error:
            job.error = error
            raise _Rollback from error
        return
    savepoint = connection.begin_nested()
    try:
        job.result = job.work(connection)
    except OperationalError:
        raise
    except BaseException as error:
        job.error = error
        savepoint.rollback()
    else:
        savepoint.commit()


def _answer(group: list[_Job]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in group:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, jobs in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, jobs)


def _resolve(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.cancelled():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


def _connect_args() -> dict[str, Any]:
    # Autocommit mode of the driver: BEGIN is ours to send, so that it is IMMEDIATE for the writer.
    return {"timeout": _BUSY_SECONDS, "isolation_level": None, "check_same_thread": False}


def _prepare_writer(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _prepare_reader(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("query_only=ON", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-8000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
