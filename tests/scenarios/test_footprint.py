"""What a serving process costs while nothing happens, on SQLite."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.processes import PROJECT, Server, environment
from tests.scenarios.conftest import Databases
from tests.scenarios.scene import Scene, a_scene, set_up, until
from tests.scenarios.surveys import a_review

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

QUIET_SECONDS = 6.0  # more than one round of the sweep
IDLE_SHARE = 0.03  # of one core; what was measured is a tenth of it
MEMORY = 150_000_000  # bytes
START_SECONDS = 4.0  # of processor time, on a slow machine; one second was measured


@pytest.fixture
async def scene(databases: Databases, tmp_path: Path) -> AsyncIterator[Scene]:
    async with a_scene(databases.make(), tmp_path) as found:
        await set_up(found)
        yield found


async def test_it_is_up_as_soon_as_its_modules_are_loaded(scene: Scene) -> None:
    async with scene.serving() as server:
        started = spent(server)
    assert started < START_SECONDS
    assert started < 1.5 * await asyncio.to_thread(loading_costs)


async def test_while_nothing_happens_it_is_small_and_still(scene: Scene) -> None:
    async with scene.serving() as server:
        await scene.connected()
        reply = await scene.vendor.send(server.url, a_review("only"))
        assert reply.status == 202
        await scene.all_sent()
        begun, before = time.monotonic(), spent(server)
        await until(lambda: time.monotonic() - begun > QUIET_SECONDS)
        assert spent(server) - before < IDLE_SHARE * (time.monotonic() - begun)
        assert server.vitals().memory_info().rss < MEMORY


def spent(server: Server) -> float:
    """The processor time, in seconds, that the process has used so far."""
    times = server.vitals().cpu_times()
    return float(times.user + times.system)


def loading_costs() -> float:
    """The processor time of a Python that only imports what serving needs."""
    measure = "import bot.app, bot.cli.main, time; print(time.process_time())"
    done = subprocess.run(
        [sys.executable, "-c", measure],
        check=True,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env=environment({}),
    )
    return float(done.stdout)
