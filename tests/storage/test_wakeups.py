"""Hearing that deliveries wait."""

import asyncio

import pytest
from sqlalchemy import text

from bot.storage import house
from bot.storage.database import open_database
from bot.storage.wakeups import listening


async def test_whoever_leaves_deliveries_wakes_those_who_listen(migrated_url: str) -> None:
    listener, writer = open_database(migrated_url), open_database(migrated_url)
    await listener.start()
    await writer.start()
    woken = asyncio.Event()
    async with listening(listener, woken.set):
        if listener.dialect == "postgresql":
            await asyncio.wait_for(woken.wait(), 10)  # for what was left while nobody listened
            woken.clear()
            await writer.write(house.wake_senders)
            await asyncio.wait_for(woken.wait(), 10)
        else:
            await writer.write(house.wake_senders)
            assert not woken.is_set(), "there is but one process, which sweeps by itself"
    await listener.close()
    await writer.close()


async def test_a_listener_whose_connection_is_lost_listens_again(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if migrated_url.startswith("sqlite"):
        return
    monkeypatch.setattr("bot.storage.wakeups._AGAIN", 0.05)
    database = open_database(migrated_url)
    await database.start()
    woken = asyncio.Event()
    hang_up = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    )
    async with listening(database, woken.set):
        await asyncio.wait_for(woken.wait(), 10)
        woken.clear()
        await database.write(lambda tx: tx.execute(hang_up).all())
        await asyncio.wait_for(woken.wait(), 10)
    await database.close()
