"""Slack or the database away, and stops of our own: everything is posted once, and soon after."""

import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.playground.slack import Channel, Failing, Fault
from bot.slack.ids import Action
from tests.scenarios.conftest import Databases
from tests.scenarios.crowd import Case, together
from tests.scenarios.promises import a_burst, acknowledged, into, negative_in, posted_once, send_all
from tests.scenarios.scene import Scene, until
from tests.scenarios.shortage import away
from tests.scenarios.surveys import a_review
from tests.slack.reading import text_of

AWAY = 3.0  # seconds
SOON = 40.0  # after Slack is back: a wait of ours, LANDING, a round of the sweep, and a slow machine
REVIEWS, CHANNELS = 120, 20


async def test_after_an_outage_or_a_stop_everything_is_posted_once(
    databases: Databases, tmp_path: Path
) -> None:
    cases: list[Case] = [
        slack_comes_and_goes,
        partial(the_database_comes_and_goes, databases),
        every_channel_has_a_trouble_of_its_own,
        stopped_while_slack_does_not_answer,
        stopped_in_a_burst,
    ]
    await together(databases, tmp_path, cases, channels=CHANNELS)


async def slack_comes_and_goes(scene: Scene) -> None:
    await scene.wire.cut()
    async with scene.serving() as server:
        await acknowledged(scene, server, "away from the beginning")
        await scene.wire.mend()
        await scene.all_sent(SOON)
        await scene.connected()
        assert (await scene.slack.command(scene.ann, scene.support, "/health", "help")).ok
        await scene.whispered(scene.ann, scene.support)
        await scene.wire.cut()
        gone = time.monotonic()
        await acknowledged(scene, server, "away again")
        await until(lambda: time.monotonic() - gone > AWAY)
        assert len(scene.posted()) == 1
        await scene.wire.mend()
        await scene.all_sent(SOON)
    posted_once(scene, ["away from the beginning", "away again"])


async def the_database_comes_and_goes(databases: Databases, scene: Scene) -> None:
    async with scene.serving() as server:
        await acknowledged(scene, server, "before")
        await acknowledged(scene, server, "before, patiently", to=99)
        await scene.seen(scene.support)
        event = a_review("during", "Customer 99", comment="(during)")
        async with away(scene.database_url, databases.server):
            refused = await scene.vendor.send(server.url, event)
            assert refused.status == 503
            assert int(refused.headers["Retry-After"]) > 0
            async with scene.session.get(f"{server.url}/healthz") as alive:
                assert alive.status == 200
            await until(lambda: "sweep.failed" in server.log.read_text())
        reply = await scene.vendor.send(server.url, event)
        while reply.status == 503:  # the pool finds out one connection at a time
            reply = await scene.vendor.send(server.url, event)
        assert reply.status == 202
        await until(lambda: len(scene.slack.messages(scene.channels[-1])) == 2)
        await scene.all_sent(SOON)
    posted_once(scene, ["before", "before, patiently", "during"])


async def every_channel_has_a_trouble_of_its_own(scene: Scene) -> None:
    first, second, third, fourth = scene.channels[:4]
    async with scene.serving() as server:
        await scene.connected()
        for failing, channel, times, value in [
            (Failing.DROP_AFTER, first, 1, None),
            (Failing.DROP_AFTER, second, 1, None),
            (Failing.STATUS, third, 2, 500),
            (Failing.RATE_LIMIT, fourth, 2, 2),
        ]:
            fault = Fault(failing, "chat.postMessage", times, value, when=into(channel))
            scene.slack.faults.add(fault)
        await acknowledged(scene, server, "answer lost", "after it", to=1)
        await acknowledged(scene, server, "answer lost, and clicked", to=2)
        await acknowledged(scene, server, "met a fault of Slack's", "after that", to=3)
        await acknowledged(scene, server, "too fast", "also too fast", to=4)
        [alert] = await scene.seen(second)
        assert (await scene.slack.press(scene.ann, alert, Action.CLAIM)).ok
        await scene.all_sent(SOON)
    posted_once(
        scene,
        [
            *("answer lost", "after it", "answer lost, and clicked"),
            *("met a fault of Slack's", "after that", "too fast", "also too fast"),
        ],
    )
    assert f"*Claimed* by <@{scene.ann.id}>" in text_of(alert)
    [line] = scene.slack.messages(second, thread_ts=alert.ts)
    assert "Claimed by ann" in text_of(line), "though nobody knew yet that there was a message"
    assert len(_tries(scene, fourth)) == 4, "two were refused, and nobody knocked in between"
    _, second_try, third_try, _ = _tries(scene, fourth)
    assert third_try - second_try >= timedelta(seconds=2), "it waited as long as it was told"


def _tries(scene: Scene, channel: Channel) -> list[datetime]:
    """When somebody tried to post there."""
    calls = [call for call in scene.slack.calls if call.method == "chat.postMessage"]
    return [call.at for call in calls if call.args["channel"] == channel.id]


async def stopped_while_slack_does_not_answer(scene: Scene) -> None:
    async with scene.serving() as server:
        await scene.connected()
        scene.wire.lose_answers = True
        await acknowledged(scene, server, "only")
        await scene.seen(scene.support)
        assert await server.stop() == 0
    assert await scene.column("SELECT state FROM deliveries") == ["uncertain"]
    await scene.wire.mend()
    async with scene.serving():
        await scene.all_sent(SOON)
    posted_once(scene, ["only"])


async def stopped_in_a_burst(scene: Scene) -> None:
    events = a_burst(REVIEWS, CHANNELS)
    kept: set[str] = set()
    codes: list[int] = []

    async with scene.serving() as server:

        async def stop() -> None:
            codes.append(await server.stop())

        await send_all(scene, server, events, kept, after=REVIEWS * 2 // 3, then=stop)
    assert codes == [0]
    assert kept <= set(await scene.column("SELECT external_id FROM reviews"))
    left = await scene.column("SELECT state FROM deliveries WHERE state <> 'sent'")
    assert set(left) <= {"pending"}, "whoever comes next can send them at once"
    async with scene.serving() as server:
        await send_all(scene, server, events, kept)
        await scene.all_sent(SOON)
    posted_once(scene, negative_in(events))
