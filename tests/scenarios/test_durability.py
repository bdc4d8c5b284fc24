"""A 2xx means durable: it comes after the commit, and not at all while the database cannot keep a promise."""

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from tests.processes import Server
from tests.scenarios.conftest import Databases
from tests.scenarios.scene import Scene, a_scene, set_up, until
from tests.scenarios.shortage import held_up
from tests.scenarios.surveys import Reply, a_review

ROUND_TRIPS = 25  # to and from the same process, while it holds an answer back


@pytest.fixture
async def scene(databases: Databases, tmp_path: Path) -> AsyncIterator[Scene]:
    async with a_scene(databases.make(), tmp_path) as found:
        await set_up(found)
        yield found


async def test_the_answer_comes_after_the_commit_and_not_before(scene: Scene) -> None:
    async with scene.serving() as server:
        async with held_up(scene.database_url):
            answer = asyncio.create_task(send(scene, server, "only"))
            await until(lambda: being_written(scene, server))
            for _ in range(ROUND_TRIPS):
                async with scene.session.get(f"{server.url}/healthz") as alive:
                    assert alive.status == 200
            assert not answer.done()
            assert await scene.column("SELECT count(*) FROM reviews") == [0]
        assert (await answer).status == 202
        assert await scene.column("SELECT external_id FROM reviews") == ["only"]


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


def no_file_beyond(server: Server, size: int) -> None:
    """Let no file of the process grow beyond so many bytes: to a database, a full disk."""
    server.vitals().rlimit(psutil.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
