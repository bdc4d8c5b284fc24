"""Two replicas on one PostgreSQL: each alert once, whoever dies or falls asleep."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.slack.ids import Action
from tests.processes import Server
from tests.scenarios.conftest import Databases
from tests.scenarios.crowd import Case, together
from tests.scenarios.promises import a_burst, acknowledged, negative_in, posted_once
from tests.scenarios.scene import Scene, until
from tests.slack.reading import text_of

CHANNELS = 10
LONG_ENOUGH = 60.0  # the lease, LANDING, a round of the sweep, and a slow machine

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


async def test_two_replicas_post_each_alert_once_whoever_dies_or_falls_asleep(
    databases: Databases, tmp_path: Path
) -> None:
    cases: list[Case] = [
        both_take_in_the_same_reviews,
        one_is_killed_and_the_other_takes_over,
        one_sleeps_longer_than_its_lease,
        a_click_goes_to_either,
    ]
    await together(databases, tmp_path, cases, channels=CHANNELS)


async def both_take_in_the_same_reviews(scene: Scene) -> None:
    events = a_burst(60, CHANNELS)
    async with two_replicas(scene) as replicas:
        sent = [
            scene.vendor.send(replica.url, event, f"msg {review} {number}")
            for review, event in events.items()
            for number, replica in enumerate(replicas)
        ]
        replies = await asyncio.gather(*sent)
        assert sorted(reply.status for reply in replies) == [200] * 60 + [202] * 60
        await scene.all_sent()
        posted_once(scene, negative_in(events))


async def one_is_killed_and_the_other_takes_over(scene: Scene) -> None:
    reviews = [f"number {number}" for number in range(6)]
    async with two_replicas(scene) as (doomed, _):
        await acknowledged(scene, doomed, *reviews)
        await scene.slack.wait_for_messages(scene.support, 2)
        await doomed.kill()
        await scene.all_sent(LONG_ENOUGH)
        posted_once(scene, reviews)


async def one_sleeps_longer_than_its_lease(scene: Scene) -> None:
    reviews = [f"number {number}" for number in range(6)]
    async with two_replicas(scene) as (sleeper, _):
        await acknowledged(scene, sleeper, *reviews)
        await scene.slack.wait_for_messages(scene.support, 2)
        sleeper.process.send_signal(signal.SIGSTOP)
        seen = len(scene.posted())
        # So slow that the sleeper wakes while the other is sending what was the sleeper's.
        scene.slack.faults.slow("chat.postMessage", seconds=2.0, times=None)
        await until(lambda: len(scene.posted()) > seen, LONG_ENOUGH)
        sleeper.process.send_signal(signal.SIGCONT)
        await scene.all_sent(LONG_ENOUGH)
        posted_once(scene, reviews)


async def a_click_goes_to_either(scene: Scene) -> None:
    async with two_replicas(scene) as (one, other):
        await scene.connected()
        await acknowledged(scene, one, "only")
        await scene.all_sent()
        [alert] = scene.posted()
        for replica, action in [(other, Action.CLAIM), (one, Action.DONE), (other, Action.REOPEN)]:
            scene.slack.app.request_url = f"{replica.url}/slack/events"
            assert (await scene.slack.press(scene.ann, alert, action)).ok
            await scene.all_sent()
        assert "*Open again*" in text_of(alert)
        assert len(scene.slack.messages(scene.support, thread_ts=alert.ts)) == 3
        posted_once(scene, ["only"])


@asynccontextmanager
async def two_replicas(scene: Scene) -> AsyncIterator[Sequence[Server]]:
    """Two processes with the same settings."""
    async with scene.serving() as one, scene.serving() as other:
        yield one, other
