"""Taking in a file: batch by batch, each in a transaction that also remembers how far it has come.

After a ``kill -9`` the same file goes on behind the last batch that was kept; what was kept is not repeated,
and would change nothing if it were.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection

from bot.clock import Clock
from bot.errors import BellwetherError
from bot.imports.opening import Opened
from bot.imports.table import Kind
from bot.imports.values import Counts, Record, Refused, Row, Stored
from bot.log import frames, get_logger
from bot.sources.fields import LEEWAY
from bot.storage import import_progress
from bot.storage.import_progress import Progress
from bot.storage.sources import StoredSource

T = TypeVar("T")
Store = Callable[[Connection, Sequence[Row[T]], datetime], Stored]

_ROWS, _BYTES = 1_000, 4_194_304  # of a batch, whichever comes first
_ABANDONED = timedelta(days=30)

_log = get_logger()


class Write(Protocol):
    """Runs work in a transaction: one that is kept, or one that is undone, to see what it would do."""

    async def __call__(self, work: Callable[[Connection], Any], /) -> Any:
        """What the work returns."""


@dataclass(frozen=True, slots=True)
class Import(Generic[T]):
    """One file on its way in. ``meaning`` is what else decides how it is read, such as renamed columns."""

    kind: Kind[T]
    source: StoredSource
    opened: Opened
    zone: tzinfo | None
    meaning: str
    store: Store[T]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Under which its progress is kept: the same file, read the same way, for the same source."""
        said = f"{self.opened.fingerprint}\0{self.zone}\0{self.meaning}"
        fingerprint = hashlib.sha256(said.encode()).hexdigest()
        return (self.source.workspace_id, self.source.id, self.kind.name, fingerprint)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction came to; ``counts`` are those of the file so far."""

    counts: Counts
    stored: Stored
    refused: Sequence[Refused]
    position: int
    line: int


def begun(tx: Connection, work: Import[T], now: datetime) -> Progress | None:
    """How far an import of the same file has come; those long abandoned are forgotten."""
    import_progress.forget_abandoned(tx, work.source.workspace_id, now - _ABANDONED)
    return import_progress.get_progress(tx, *work.key)


async def import_file(
    write: Write, work: Import[T], after: Progress | None, clock: Clock, done: Callable[[Batch], None]
) -> Counts:
    """Take in what follows ``after``, or all of the file; returns what became of all of its rows.

    ``done`` is told of every batch once it is kept. Raises Unavailable when the database cannot take it now.
    """
    counts = Counts(**after.counts) if after else Counts()
    position, line = (after.position, after.line) if after else (0, 0)
    for records in _batches(work.opened.records(position, line), position):
        now, last = clock(), records[-1]
        rows, refused = _understood(work, records, now)
        reached = Progress(last.end, last.last, asdict(counts.refusing(len(refused))))
        stored = await _stored(write, work, rows, reached, now)
        refused = sorted([*refused, *stored.refused], key=lambda one: one.line)
        counts = counts.plus(stored.counts).refusing(len(refused))
        done(Batch(counts, stored, refused, last.end, last.last))
    await write(lambda tx: import_progress.forget_progress(tx, *work.key))
    return counts


def _batches(records: Iterable[Record], position: int) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == _ROWS or record.end - position >= _BYTES:
            yield batch
            batch, position = [], record.end
    if batch:
        yield batch


def _understood(
    work: Import[T], records: Sequence[Record], now: datetime
) -> tuple[list[Row[T]], list[Refused]]:
    rows: list[Row[T]] = []
    refused: list[Refused] = []
    for record in records:
        found = work.kind.understand(record, now, now + LEEWAY, work.zone)
        if isinstance(found, Refused):
            refused.append(found)
        else:
            rows.append(Row(record, found))
    return rows, refused


async def _stored(
    write: Write, work: Import[T], rows: Sequence[Row[T]], reached: Progress, now: datetime
) -> Stored:
    try:
        stored: Stored = await write(partial(_keep, work=work, rows=rows, reached=reached, now=now))
    except BellwetherError:
        raise
    except Exception as error:
        _log.error("import.batch_failed", kind=work.kind.name, error=type(error).__name__, at=frames(error))
        return await _stored_in_parts(write, work, rows, now)
    return stored


def _keep(
    tx: Connection, work: Import[T], rows: Sequence[Row[T]], reached: Progress, now: datetime
) -> Stored:
    stored = work.store(tx, rows, now)
    counts = Counts(**reached.counts).plus(stored.counts).refusing(len(stored.refused))
    progress = replace(reached, counts=asdict(counts))
    import_progress.put_progress(tx, *work.key, progress, now)
    return stored


async def _stored_in_parts(write: Write, work: Import[T], rows: Sequence[Row[T]], now: datetime) -> Stored:
    """Halve what cannot be stored until the row that is to blame stands alone, and refuse that."""
    try:
        stored: Stored = await write(lambda tx: work.store(tx, rows, now))
    except BellwetherError:
        raise
    except Exception as error:
        if len(rows) == 1:
            problem = f"The line could not be stored ({type(error).__name__})."
            return Stored(Counts(), (rows[0].refuse(problem),))
        middle = len(rows) // 2
        first = await _stored_in_parts(write, work, rows[:middle], now)
        return first.plus(await _stored_in_parts(write, work, rows[middle:], now))
    return stored
