"""Reading and writing, on both databases."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, InvalidInput, Unavailable
from bot.storage.database import Database, Work, open_database
from bot.storage.sqlite import SqliteDatabase
from bot.storage.tables import slack_events
from tests.cast import NOW


def add(event_id: str) -> Work[object]:
    return lambda tx: tx.execute(insert(slack_events), [{"event_id": event_id, "seen_at": NOW}])


def count(tx: Connection) -> int:
    return int(tx.execute(select(func.count()).select_from(slack_events)).scalar_one())


async def test_work_that_fails_leaves_the_work_beside_it_untouched(database: Database) -> None:
    works = [database.write(add("same" if number % 2 else f"own {number}")) for number in range(40)]
    results = await asyncio.gather(*works, return_exceptions=True)
    failed = [result for result in results if isinstance(result, Exception)]
    assert len(failed) == 19, "all but one of those with the same key"
    assert await database.read(count) == 21


async def test_what_is_wrong_with_the_work_itself_is_raised_as_it_is(database: Database) -> None:
    await database.write(add("twice"))
    with pytest.raises(IntegrityError) as caught:
        await database.write(add("twice"))
    assert caught.value.__cause__ is caught.value.orig


async def test_moments_come_back_as_they_were(database: Database) -> None:
    await database.write(add("one"))
    assert await database.read(lambda tx: tx.execute(select(slack_events.c.seen_at)).scalar_one()) == NOW


async def test_a_naive_time_is_refused(database: Database) -> None:
    row = {"event_id": "naive", "seen_at": NOW.replace(tzinfo=None)}
    with pytest.raises(Exception, match="offset-naive"):
        await database.write(lambda tx: tx.execute(insert(slack_events), [row]))


async def test_sqlite_is_set_for_durability(tmp_path: Path) -> None:
    database = SqliteDatabase(str(tmp_path / "a.db"))
    await database.start()

    def pragmas(tx: Connection) -> list[object]:
        return [
            tx.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert await database.write(pragmas) == ["wal", 2, 1]
    await database.close()


async def test_a_reader_cannot_write(tmp_path: Path) -> None:
    database = SqliteDatabase(str(tmp_path / "a.db"))
    await database.start()
    with pytest.raises(Unavailable):
        await database.read(lambda tx: tx.execute(text("CREATE TABLE t (a)")))
    await database.close()


async def test_a_lock_held_elsewhere_is_unavailable_and_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr("bot.storage.sqlite._BUSY_SECONDS", 0.2)
    database = SqliteDatabase(str(tmp_path / "a.db"))
    await database.start()
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        await database.write(lambda tx: tx.execute(text("CREATE TABLE t (a)")))
    other.execute("ROLLBACK")
    other.close()
    await database.write(lambda tx: tx.execute(text("CREATE TABLE t (a)")))
    await database.close()


async def test_one_process_serves_a_file(tmp_path: Path) -> None:
    first, second = SqliteDatabase(str(tmp_path / "a.db")), SqliteDatabase(str(tmp_path / "a.db"))
    with (
        first.served_here(),
        pytest.raises(Conflict, match="Another Bellwether serves"),
        second.served_here(),
    ):
        pass
    with second.served_here():
        pass
    await first.close()
    await second.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "is not a database URL"),
        ("sqlite:///:memory:", "would lose reviews"),
        ("mysql://root@localhost/x", "must begin with sqlite:// or postgresql://"),
        ("postgresql://root@localhost:many/x", "is not a database URL"),
    ],
)
def test_a_url_that_cannot_work_is_told_in_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        open_database(url)


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all/x.db", "postgresql://nobody:pw@127.0.0.1:1/none"])
async def test_a_database_that_is_not_there_is_told_in_a_sentence(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await open_database(url).start()
    assert "pw" not in str(caught.value)


async def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(InvalidInput, match=r"x\.db is not an SQLite database"):
        await open_database(f"sqlite:///{tmp_path / 'x.db'}").start()
