"""kill -9 at chosen moments and a restart: nothing acknowledged is lost, nothing is posted twice.

The cases of a test run together, each with its own process, database and Slack: after a restart, what may
have been sent is looked for only when the dead process's requests must have landed (LANDING), on PostgreSQL
only when its lease has lapsed too.
"""

from functools import partial
from pathlib import Path

from bot.slack.ids import Action
from tests.scenarios.conftest import Databases
from tests.scenarios.crowd import Case, together
from tests.scenarios.promises import a_burst, acknowledged, negative_in, posted_once, send_all
from tests.scenarios.scene import Scene, until
from tests.slack.reading import text_of

REVIEWS, CHANNELS = 200, 40
KILLS = {"sqlite": (1, 70, 150), "postgresql": (70,)}  # after so many acknowledgements
LONG_ENOUGH = 60.0  # the lease, LANDING, a round of the sweep, and a slow machine


async def test_whenever_it_is_killed_nothing_is_lost_and_nothing_is_posted_twice(
    databases: Databases, tmp_path: Path
) -> None:
    cases: list[Case] = [
        killed_before_slack_heard_of_it,
        killed_while_the_request_was_on_its_way,
        killed_when_slack_had_it_and_the_answer_was_lost,
        killed_after_a_click_was_answered,
        the_answer_was_lost_and_nobody_died,
        *(partial(killed_in_a_burst, after=after) for after in KILLS[databases.engine]),
    ]
    await together(databases, tmp_path, cases, channels=CHANNELS)


async def killed_before_slack_heard_of_it(scene: Scene) -> None:
    scene.wire.lose_requests = True
    async with scene.serving() as server:
        await acknowledged(scene, server, "only")
        await server.kill()
    await scene.wire.mend()
    async with scene.serving():
        await scene.all_sent(LONG_ENOUGH)
        posted_once(scene, ["only"])


async def killed_while_the_request_was_on_its_way(scene: Scene) -> None:
    async with scene.serving() as server:
        # Slack carries it out when its sender is dead, and the next process is up already.
        scene.slack.faults.slow("chat.postMessage", seconds=5.0)
        await acknowledged(scene, server, "only")
        await until(lambda: not scene.slack.faults.as_json())
        await server.kill()
    async with scene.serving():
        await scene.all_sent(LONG_ENOUGH)
        posted_once(scene, ["only"])


async def killed_when_slack_had_it_and_the_answer_was_lost(scene: Scene) -> None:
    async with scene.serving() as server:
        await scene.connected()
        scene.wire.lose_answers = True
        await acknowledged(scene, server, "only")
        await scene.slack.wait_for_messages(scene.support)
        await server.kill()
    await scene.wire.mend()
    async with scene.serving():
        await scene.all_sent(LONG_ENOUGH)
        posted_once(scene, ["only"])


async def killed_after_a_click_was_answered(scene: Scene) -> None:
    async with scene.serving() as server:
        await scene.connected()
        await acknowledged(scene, server, "only")
        await scene.all_sent()
        [alert] = scene.posted()
        assert (await scene.slack.press(scene.ann, alert, Action.CLAIM)).ok
        await scene.all_sent()
        scene.wire.lose_answers = True  # of the post, not of the question for her name: that is known by now
        assert (await scene.slack.press(scene.ann, alert, Action.DONE)).ok
        await scene.slack.wait_for_messages(scene.support, 2, thread_ts=alert.ts)
        await server.kill()
    await scene.wire.mend()
    async with scene.serving():
        await scene.all_sent(LONG_ENOUGH)
        assert f"*Done* by <@{scene.ann.id}>" in text_of(alert)
        claimed, done = scene.slack.messages(scene.support, thread_ts=alert.ts)
        assert "Claimed by ann" in text_of(claimed)
        assert "Done by ann" in text_of(done)
        posted_once(scene, ["only"])


async def the_answer_was_lost_and_nobody_died(scene: Scene) -> None:
    async with scene.serving() as server:
        scene.slack.faults.drop_after("chat.postMessage")
        await acknowledged(scene, server, "first", "second")
        await scene.all_sent(LONG_ENOUGH)
        posted_once(scene, ["first", "second"])


async def killed_in_a_burst(scene: Scene, after: int) -> None:
    events = a_burst(REVIEWS, CHANNELS)
    kept: set[str] = set()
    async with scene.serving() as server:
        await send_all(scene, server, events, kept, after=after, then=server.kill)
    promised = set(kept)
    assert after <= len(promised) < REVIEWS, "it died in the middle"
    async with scene.serving() as server:
        assert promised <= set(await scene.column("SELECT external_id FROM reviews"))
        await send_all(scene, server, events, kept)
        assert kept == set(events)
        await scene.all_sent(LONG_ENOUGH)
    posted_once(scene, negative_in(events))
    assert await scene.column("SELECT count(*) FROM reviews") == [REVIEWS]
