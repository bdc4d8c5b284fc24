"""What each engine does at its edges: starting on something else, closing under load, losing its server."""

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from bot.errors import InvalidInput, Unavailable
from bot.storage.database import Database, Work, open_database
from bot.storage.sqlite import SqliteDatabase
from bot.storage.tables import slack_events
from tests.cast import NOW
from tests.databases import migrated


def add(event_id: str) -> Work[object]:
    return lambda tx: tx.execute(insert(slack_events), [{"event_id": event_id, "seen_at": NOW}])


def count(tx: Connection) -> int:
    return int(tx.execute(select(func.count()).select_from(slack_events)).scalar_one())


async def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer, this is not a database. " * 100)
    with pytest.raises(InvalidInput, match="is not an SQLite database"):
        await open_database(f"sqlite:///{path}").start()
    assert path.read_text().startswith("Dear customer")


async def test_a_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot write to"):
        await open_database(f"sqlite:///{tmp_path}").start()


async def test_work_handed_in_while_closing_is_done_or_refused_but_never_left_waiting(
    database: Database, migrated_url: str
) -> None:
    before = [asyncio.create_task(database.write(add(f"before {n}"))) for n in range(20)]
    await asyncio.sleep(0)
    closing = asyncio.create_task(database.close())
    during = []
    for n in range(50):
        during.append(asyncio.create_task(database.write(add(f"during {n}"))))
        await asyncio.sleep(0)
    async with asyncio.timeout(10):
        results = await asyncio.gather(*before, *during, return_exceptions=True)
        await closing
    assert not [one for one in results[:20] if isinstance(one, Exception)], "what came before is done"
    refused = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, Unavailable) for one in refused)
    again = open_database(migrated_url)
    await again.start()
    assert await again.read(count) == len(results) - len(refused)
    await again.close()
    await database.close()


async def test_a_closed_database_can_neither_be_read_nor_written(migrated_url: str) -> None:
    database = open_database(migrated_url)
    await database.start()
    await database.close()
    for work in (database.read, database.write):
        with pytest.raises(Unavailable):
            await work(lambda tx: tx.execute(text("SELECT 1")))
    await database.close()


async def test_a_piece_of_work_that_is_waited_for_no_more_is_done_all_the_same(database: Database) -> None:
    tasks = [asyncio.create_task(database.write(add(str(n)))) for n in range(10)]
    if database.dialect == "sqlite":
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(one) for one in results[1::2]].count(asyncio.CancelledError) == 0
    assert await database.read(count) == 10


async def test_a_reader_sees_one_moment_and_cannot_write(database: Database) -> None:
    await database.write(add("before"))
    seen = asyncio.Event()
    loop = asyncio.get_running_loop()

    def look_twice(tx: Connection) -> tuple[int, int]:
        first = count(tx)
        loop.call_soon_threadsafe(seen.set)
        if tx.dialect.name == "postgresql":
            tx.execute(text("SELECT pg_sleep(0.3)"))
        else:
            time.sleep(0.3)
        return first, count(tx)

    looking = asyncio.create_task(database.read(look_twice))
    await seen.wait()
    await database.write(add("meanwhile"))
    assert await looking == (1, 1)
    assert await database.read(count) == 2
    with pytest.raises((Unavailable, DBAPIError)):
        await database.read(add("by a reader"))
    assert await database.write(count) == 2, "and the next writer on that connection may write"
    await database.write(add("after"))


async def test_a_commit_that_fails_is_told_to_all_who_shared_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    await migrated(url)
    database = SqliteDatabase(str(tmp_path / "a.db"))
    await database.start()

    def full(tx: Connection) -> None:
        tx.execute(text("PRAGMA max_page_count = 1"))  # no smaller than it is: the next page is one too many
        tx.execute(
            text("INSERT INTO slack_events (event_id, seen_at) VALUES (:id, 0)"), {"id": "x" * 2_000_000}
        )

    works = [database.write(add("first")), database.write(full), database.write(add("second"))]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert isinstance(results[1], Unavailable)
    kept = sum(not isinstance(one, Exception) for one in results)
    assert await database.read(count) == kept
    await database.write(lambda tx: tx.execute(text("PRAGMA max_page_count = 1000000")))
    await database.write(add("third"))
    await database.close()


async def test_a_postgresql_that_hangs_up_is_unavailable_and_comes_back(migrated_url: str) -> None:
    if migrated_url.startswith("sqlite"):
        return
    database = open_database(migrated_url)
    await database.start()
    other = open_database(migrated_url)
    await other.start()
    await database.write(add("before"))
    hang_up = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await other.read(lambda tx: tx.execute(hang_up).all())
    with pytest.raises(Unavailable):
        await database.write(add("lost"))
    await database.write(add("after"))
    assert await database.read(count) == 2
    await database.close()
    await other.close()


async def test_a_deadlock_is_tried_again(migrated_url: str) -> None:
    if migrated_url.startswith("sqlite"):
        return
    database = open_database(migrated_url)
    await database.start()
    await database.write(add("a"))
    await database.write(add("b"))
    touch = text("UPDATE slack_events SET seen_at = seen_at + 1 WHERE event_id = :id")
    pause = text("SELECT pg_sleep(0.1)")

    def one_then_other(first: str, second: str) -> Work[None]:
        def work(tx: Connection) -> None:
            tx.execute(touch, {"id": first})
            tx.execute(pause)
            tx.execute(touch, {"id": second})

        return work

    await asyncio.gather(database.write(one_then_other("a", "b")), database.write(one_then_other("b", "a")))
    micros = text("SELECT event_id, seen_at FROM slack_events ORDER BY event_id")
    rows = await database.read(lambda tx: tx.execute(micros).all())
    assert [row[1] - int(NOW.timestamp() * 1_000_000) for row in rows] == [2, 2]
    await database.close()
