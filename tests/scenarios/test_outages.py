"""Slack away, failing or tired of us, and stops of our own: everything is posted once, and soon after."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.slack.ids import Action
from tests.scenarios.conftest import Databases
from tests.scenarios.crowd import Case, together
from tests.scenarios.promises import a_burst, acknowledged, negative_in, posted_once, send_all
from tests.scenarios.scene import Scene, until
from tests.slack.reading import text_of

AWAY = 3.0  # seconds
SOON = 25.0  # after Slack is back: a wait of ours, LANDING, a round of the sweep, and a slow machine
PROMPTLY = 12.0  # a request that Slack does not answer may last six seconds
REVIEWS, CHANNELS = 120, 20


async def test_while_slack_is_away_everything_is_kept_and_then_posted_once(
    databases: Databases, tmp_path: Path
) -> None:
    cases: list[Case] = [
        slack_refused_connections,
        slack_was_away_when_the_process_began,
        slack_had_a_fault_of_its_own,
        slack_asked_to_slow_down,
        a_click_comes_before_we_know_that_it_was_posted,
        stopped_while_alerts_wait,
        stopped_while_slack_does_not_answer,
        stopped_in_a_burst,
    ]
    await together(databases, tmp_path, cases, channels=CHANNELS)


async def slack_refused_connections(scene: Scene) -> None:
    async with scene.serving() as server:
        await scene.connected()
        await scene.wire.cut()
        gone = time.monotonic()
        await acknowledged(scene, server, "first", "second")
        await until(lambda: time.monotonic() - gone > AWAY)
        assert scene.posted() == []
        await scene.wire.mend()
        await scene.all_sent(SOON)
        posted_once(scene, ["first", "second"])


async def slack_was_away_when_the_process_began(scene: Scene) -> None:
    await scene.wire.cut()
    async with scene.serving() as server:
        await acknowledged(scene, server, "only")
        await scene.wire.mend()
        await scene.all_sent(SOON)
        posted_once(scene, ["only"])
        await scene.connected()
        assert (await scene.slack.command(scene.ann, scene.support, "/health", "help")).ok
        await scene.slack.wait_for_ephemeral(scene.ann, scene.support)


async def slack_had_a_fault_of_its_own(scene: Scene) -> None:
    async with scene.serving() as server:
        scene.slack.faults.down_until(datetime.now(UTC) + timedelta(seconds=AWAY), status=500)
        await acknowledged(scene, server, "first", "second")
        await scene.all_sent(AWAY + SOON)
        posted_once(scene, ["first", "second"])


async def slack_asked_to_slow_down(scene: Scene) -> None:
    async with scene.serving() as server:
        scene.slack.faults.rate_limit("chat.postMessage", retry_after=2, times=2)
        await acknowledged(scene, server, "first", "second")
        begun = time.monotonic()
        await scene.all_sent(SOON)
        assert time.monotonic() - begun > 2.0, "it waited as long as it was told"
        posted_once(scene, ["first", "second"])
        calls = [call for call in scene.slack.calls if call.method == "chat.postMessage"]
        assert len(calls) == 4, "two were refused, and nobody knocked in between"


async def a_click_comes_before_we_know_that_it_was_posted(scene: Scene) -> None:
    async with scene.serving() as server:
        await scene.connected()
        scene.slack.faults.drop_after("chat.postMessage")
        await acknowledged(scene, server, "only")
        [alert] = await scene.slack.wait_for_messages(scene.support)
        assert (await scene.slack.press(scene.ann, alert, Action.CLAIM)).ok
        await scene.all_sent(SOON)
        assert f"*Claimed* by <@{scene.ann.id}>" in text_of(alert)
        [line] = scene.slack.messages(scene.support, thread_ts=alert.ts)
        assert "Claimed by ann" in text_of(line)
        posted_once(scene, ["only"])


async def stopped_while_alerts_wait(scene: Scene) -> None:
    reviews = [f"number {number}" for number in range(5)]
    async with scene.serving() as server:
        await acknowledged(scene, server, *reviews)
        await scene.slack.wait_for_messages(scene.support)
        begun = time.monotonic()
        assert await server.stop() == 0
        assert time.monotonic() - begun < PROMPTLY
    assert len(scene.posted()) < len(reviews)
    states = await scene.column("SELECT state FROM deliveries WHERE state <> 'sent'")
    assert set(states) == {"pending"}, "whoever comes next can send them at once"
    async with scene.serving():
        await scene.all_sent(SOON)
        posted_once(scene, reviews)


async def stopped_while_slack_does_not_answer(scene: Scene) -> None:
    async with scene.serving() as server:
        await scene.connected()
        scene.wire.lose_answers = True
        await acknowledged(scene, server, "only")
        await scene.slack.wait_for_messages(scene.support)
        begun = time.monotonic()
        assert await server.stop() == 0
        assert time.monotonic() - begun < PROMPTLY
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

        await send_all(scene, server, events, kept, after=REVIEWS // 3, then=stop)
    assert codes == [0]
    async with scene.serving() as server:
        assert kept <= set(await scene.column("SELECT external_id FROM reviews"))
        await send_all(scene, server, events, kept)
        await scene.all_sent(SOON)
    posted_once(scene, negative_in(events))
