"""Replicas on one PostgreSQL: each alert once, whoever takes it in, dies or falls asleep."""

import asyncio
import signal

from bot.slack.ids import Action
from tests.processes import Server
from tests.scenarios.promises import a_burst, acknowledged, negative_in, posted_once
from tests.scenarios.scene import Scene, until
from tests.slack.reading import text_of

CHANNELS, REVIEWS = 10, 40
LONG_ENOUGH = 80.0  # the lease, LANDING, a round of the sweep, and a slow machine


async def shared_by_three_of_which_one_dies_and_one_sleeps_beyond_its_lease(scene: Scene) -> None:
    async with scene.serving() as doomed, scene.serving() as sleeper, scene.serving() as steady:
        await scene.connected()
        expected = await all_take_in_the_same_reviews(scene, doomed, sleeper, steady)
        await clicks_go_to_either(scene, sleeper, steady)

        dying, dreaming = ([f"{who} {number}" for number in range(5)] for who in ("dying", "dreaming"))
        await acknowledged(scene, doomed, *dying, to=1)
        await acknowledged(scene, sleeper, *dreaming, to=2)
        await until(lambda: "(dying 0)" in said(scene, 1) and "(dreaming 0)" in said(scene, 2))
        await doomed.kill()
        sleeper.process.send_signal(signal.SIGSTOP)

        # So slow that the sleeper wakes while another is sending what was the sleeper's.
        scene.slack.faults.slow("chat.postMessage", seconds=2.0, times=None)
        await until(lambda: "(dreaming 2)" in said(scene, 2), LONG_ENOUGH)
        sleeper.process.send_signal(signal.SIGCONT)
        await scene.all_sent(LONG_ENOUGH)
    posted_once(scene, [*expected, *dying, *dreaming])


async def all_take_in_the_same_reviews(scene: Scene, *replicas: Server) -> list[str]:
    """Each review goes to every replica at once, as a vendor's repeats may; returns those that rang."""
    events = a_burst(REVIEWS, CHANNELS)
    replies = await asyncio.gather(
        *(
            scene.vendor.send(replica.url, event, f"msg {review} {number}")
            for review, event in events.items()
            for number, replica in enumerate(replicas)
        )
    )
    repeats = (len(replicas) - 1) * REVIEWS
    assert sorted(reply.status for reply in replies) == [200] * repeats + [202] * REVIEWS
    await scene.all_sent()
    posted_once(scene, negative_in(events))
    return negative_in(events)


async def clicks_go_to_either(scene: Scene, one: Server, other: Server) -> None:
    alert = scene.slack.messages(scene.channels[CHANNELS - 1])[0]
    for replica, action in [(other, Action.CLAIM), (one, Action.DONE), (other, Action.REOPEN)]:
        scene.slack.app.request_url = f"{replica.url}/slack/events"
        assert (await scene.slack.press(scene.ann, alert, action)).ok
        await scene.all_sent()
    assert "*Open again*" in text_of(alert)
    assert len(scene.slack.messages(scene.channels[CHANNELS - 1], thread_ts=alert.ts)) == 3


def said(scene: Scene, channel: int) -> str:
    """What stands in the channel of this number."""
    return "\n".join(text_of(message) for message in scene.slack.messages(scene.channels[channel - 1]))
