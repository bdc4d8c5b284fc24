"""Taking in a file batch by batch: what cannot be stored, and where an interrupted import goes on."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.errors import Unavailable
from bot.imports.columns import Naming
from bot.imports.opening import opened
from bot.imports.table import CUSTOMERS
from bot.imports.values import Counts, Fact, Row, Stored
from bot.storage.database import Database
from bot.storage.import_progress import Progress
from bot.usecases.import_customers import import_customers
from bot.usecases.import_file import Batch, Import, begun, import_file
from bot.usecases.manage_sources import require_source
from tests.cast import NOW, House, a_house

ROWS = 2_500  # two batches and a half


class Storing:
    """Stores customers, but neither what is ``poisoned`` nor anything once the database has ``gone``."""

    def __init__(self, house: House, source: Any) -> None:
        self.house = house
        self.source = source
        self.poisoned = ""
        self.gone = False
        self.took: list[int] = []

    def lose(self, _batch: Batch) -> None:
        self.gone = True

    def __call__(self, tx: Connection, rows: Sequence[Row[Fact]], now: datetime) -> Stored:
        if self.gone:
            raise Unavailable("the database cannot take the work now")
        if any(row.value.id == self.poisoned for row in rows):
            raise ValueError("poison")
        self.took.append(len(rows))
        return import_customers(tx, self.house.knowledge, self.source, rows, now, erase_empty=False)


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


@asynccontextmanager
async def an_import(
    house: House, path: Path, meaning: str = ""
) -> AsyncIterator[tuple[Import[Fact], Storing]]:
    """The import of a file of customers whose name is their id."""
    if not path.exists():
        path.write_text("id,name\n" + "".join(f"{n},Customer {n}\n" for n in range(ROWS)))
    source = await house.database.read(lambda tx: require_source(tx, house.workspace_id, "acme-surveys"))
    store = Storing(house, source)
    with opened(path, Naming(CUSTOMERS.columns, {}), CUSTOMERS.required) as file:
        yield Import(CUSTOMERS, source, file, None, meaning, store), store


async def go(house: House, work: Import[Fact], after: Progress | None = None) -> tuple[Counts, list[Batch]]:
    batches: list[Batch] = []
    return await import_file(house.database.write, work, after, lambda: NOW, batches.append), batches


async def progress(house: House, work: Import[Fact], now: datetime = NOW) -> Progress | None:
    return await house.database.write(lambda tx: begun(tx, work, now))


async def test_a_row_that_the_database_will_not_take_is_refused_alone(house: House, tmp_path: Path) -> None:
    async with an_import(house, tmp_path / "c.csv") as (work, store):
        store.poisoned = "1234"
        counts, batches = await go(house, work)
    assert counts == Counts(new=ROWS - 1, refused=1)
    assert [(one.line, one.problems) for batch in batches for one in batch.refused] == [
        (1236, ("The line could not be stored (ValueError).",))
    ]
    assert await house.rows("SELECT count(*) FROM customers") == [(ROWS - 1,)]


async def test_an_import_goes_on_behind_the_last_batch_that_was_kept(house: House, tmp_path: Path) -> None:
    async with an_import(house, tmp_path / "c.csv") as (work, store):

        def interrupt(batch: Batch) -> None:
            store.gone = batch.line > 2_000

        with pytest.raises(Unavailable):
            await import_file(house.database.write, work, None, lambda: NOW, interrupt)
        assert await house.rows("SELECT count(*) FROM customers") == [(2_000,)]
        after = await progress(house, work)
        assert after is not None
        assert (after.line, after.counts["new"]) == (2_001, 2_000)
    async with an_import(house, tmp_path / "c.csv") as (work, store):
        assert (await go(house, work, await progress(house, work)))[0] == Counts(new=ROWS)
        assert store.took == [500]
        assert await progress(house, work) is None, "a file that is done starts over"


async def test_only_the_same_file_read_the_same_way_goes_on_and_not_for_ever(
    house: House, tmp_path: Path
) -> None:
    async with an_import(house, tmp_path / "c.csv") as (work, store):
        with pytest.raises(Unavailable):
            await import_file(house.database.write, work, None, lambda: NOW, store.lose)
    async with an_import(house, tmp_path / "c.csv", meaning="erase") as (other, _):
        assert await progress(house, other) is None
    (tmp_path / "d.csv").write_text((tmp_path / "c.csv").read_text() + "x,Customer x\n")
    async with an_import(house, tmp_path / "d.csv") as (longer, _):
        assert await progress(house, longer) is None
    assert await progress(house, work) is not None
    assert await progress(house, work, NOW + timedelta(days=31)) is None
