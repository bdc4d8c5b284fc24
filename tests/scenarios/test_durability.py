"""A 2xx means durable: it comes after the commit, and not at all while the database cannot keep a promise."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path

import asyncpg
import psutil
import pytest
from sqlalchemy import make_url

from tests.postgres import Postgres
from tests.processes import Server
from tests.scenarios.conftest import Databases
from tests.scenarios.promises import posted_once
from tests.scenarios.scene import Scene, a_scene, dsn_of, negative_to, set_up, until
from tests.scenarios.surveys import Reply, a_review

ROUND_TRIPS = 25  # to and from the same process, while it holds an answer back

Away = Callable[[Scene], AbstractAsyncContextManager[None]]


@pytest.fixture
async def scene(databases: Databases, tmp_path: Path) -> AsyncIterator[Scene]:
    """A scene with one rule more: what it finds settles for a second, so that the sweep must be at work."""
    async with a_scene(databases.make(), tmp_path, channels=2) as found:
        settling = negative_to(found.channels[1]) | {"settle": "1s"}
        await set_up(found, lambda channels: [negative_to(channels[0]), settling])
        yield found


async def test_the_answer_comes_after_the_commit_and_not_before(scene: Scene) -> None:
    async with scene.serving() as server:
        async with writing_is_held_up(scene):
            answer = asyncio.create_task(send(scene, server, "only"))
            await until(lambda: being_written(scene, server))
            for _ in range(ROUND_TRIPS):
                async with scene.session.get(f"{server.url}/healthz") as alive:
                    assert alive.status == 200
            assert not answer.done()
            assert await scene.column("SELECT count(*) FROM reviews") == [0]
        assert (await answer).status == 202
        assert await scene.column("SELECT external_id FROM reviews") == ["only"]


async def test_while_the_database_is_away_senders_are_asked_to_come_back_and_nothing_is_lost(
    scene: Scene, request: pytest.FixtureRequest
) -> None:
    async with scene.serving() as server:
        assert (await send(scene, server, "before")).status == 202
        await scene.seen(scene.support)
        async with away(scene, request):
            refused = await send(scene, server, "during")
            assert refused.status == 503
            assert int(refused.headers["Retry-After"]) > 0
            async with scene.session.get(f"{server.url}/healthz") as alive:
                assert alive.status == 200
            await until(lambda: "sweep.failed" in server.log.read_text())
        reply = await send(scene, server, "during")
        while reply.status == 503:  # the pool finds out one connection at a time
            reply = await send(scene, server, "during")
        assert reply.status == 202
        await until(lambda: len(scene.slack.messages(scene.channels[1])) == 2)
        await scene.all_sent()
        posted_once(scene, ["before", "before", "during", "during"])


async def test_when_the_disk_is_full_nothing_is_promised_and_all_goes_on_when_there_is_room(
    tmp_path: Path, migrated_file: Path
) -> None:
    path = tmp_path / "bellwether.db"
    path.write_bytes(migrated_file.read_bytes())
    async with a_scene(f"sqlite:///{path}", tmp_path) as scene:
        await set_up(scene)
        async with scene.serving() as server:
            promised = []
            for number in range(3):
                assert (await send(scene, server, f"with room {number}")).status == 202
                promised.append(f"with room {number}")
            limit = max(file.stat().st_size for file in tmp_path.iterdir()) + 20_000
            no_file_beyond(server, limit)
            for number in range(200):
                reply = await send(scene, server, f"tight {number}", comment="x" * 2_000)
                if reply.status != 202:
                    break
                promised.append(f"tight {number}")
            assert reply.status == 503, reply
            assert int(reply.headers["Retry-After"]) > 0
            assert set(promised) == set(await scene.column("SELECT external_id FROM reviews"))
            no_file_beyond(server, resource.RLIM_INFINITY)
            assert (await send(scene, server, "room again")).status == 202
            await server.kill()
        async with scene.serving():
            stored = await scene.column("SELECT external_id FROM reviews")
            assert set(stored) == {*promised, "room again"}
            assert await scene.column("PRAGMA integrity_check") == ["ok"]


async def send(scene: Scene, server: Server, review: str, comment: str = "") -> Reply:
    """Send a negative review."""
    event = a_review(review, comment=comment or f"({review})")
    return await scene.vendor.send(server.url, event, f"msg {review}")


async def being_written(scene: Scene, server: Server) -> bool:
    """Whether the process has handed a batch of events to the database."""
    async with scene.session.get(f"{server.url}/metrics") as answer:
        return "bellwether_intake_batch_events_count 1.0" in await answer.text()


@asynccontextmanager
async def writing_is_held_up(scene: Scene) -> AsyncIterator[None]:
    """Another connection holds what a writer needs; whoever writes waits for it."""
    url = make_url(scene.settings["BELLWETHER_DATABASE_URL"])
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database), isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            yield
        return
    connection = await asyncpg.connect(dsn_of(url))
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE reviews IN EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


@asynccontextmanager
async def away(scene: Scene, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """SQLite: somebody keeps the file locked. PostgreSQL: connections are ended and new ones refused."""
    url = make_url(scene.settings["BELLWETHER_DATABASE_URL"])
    if url.get_backend_name() == "sqlite":
        async with writing_is_held_up(scene):
            yield
        return
    server: Postgres = request.getfixturevalue("postgres")
    server.run(
        f'ALTER DATABASE "{url.database}" WITH ALLOW_CONNECTIONS false',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.database}'",
    )
    try:
        yield
    finally:
        server.run(f'ALTER DATABASE "{url.database}" WITH ALLOW_CONNECTIONS true')


def no_file_beyond(server: Server, size: int) -> None:
    """Let no file of the process grow beyond so many bytes: to a database, a full disk."""
    server.vitals().rlimit(psutil.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
