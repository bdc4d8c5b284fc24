"""kill -9 at chosen moments and a restart: nothing acknowledged is lost, nothing is posted twice.

The cases of a test run together, each with its own process, database and Slack: after a restart, what may
have been sent is looked for only when the dead process's requests must have landed (LANDING), on PostgreSQL
only when its lease has lapsed too.
"""

from functools import partial
from pathlib import Path

from bot.playground.slack import Failing, Fault
from bot.slack.ids import Action
from tests.scenarios.conftest import Databases
from tests.scenarios.crowd import Case, together
from tests.scenarios.promises import a_burst, acknowledged, into, negative_in, posted_once, send_all
from tests.scenarios.replicas import shared_by_three_of_which_one_dies_and_one_sleeps_beyond_its_lease
from tests.scenarios.scene import Scene, until
from tests.slack.reading import text_of

REVIEWS, CHANNELS = 200, 40
KILLS = {"sqlite": (1, 70, 150), "postgresql": (70,)}  # after so many acknowledgements
LONG_ENOUGH = 80.0  # the lease, LANDING, a round of the sweep, and a slow machine
FOR_EVER, A_WHILE = 600.0, 5.0  # seconds


async def test_whenever_it_is_killed_nothing_is_lost_and_nothing_is_posted_twice(
    databases: Databases, tmp_path: Path
) -> None:
    bursts = [partial(killed_in_a_burst, after=after) for after in KILLS[databases.engine]]
    cases: list[Case] = [killed_with_four_things_under_way, *bursts]
    if databases.engine == "postgresql":
        cases.append(shared_by_three_of_which_one_dies_and_one_sleeps_beyond_its_lease)
    await together(databases, tmp_path, cases, channels=CHANNELS)


async def killed_with_four_things_under_way(scene: Scene) -> None:
    """One Slack never hears of, one it carries out after the death, two whose answers are lost."""
    first, second, third, fourth = scene.channels[:4]
    async with scene.serving() as server:
        await scene.connected()
        await acknowledged(scene, server, "clicked", to=4)
        await scene.all_sent()
        [alert] = scene.slack.messages(fourth)
        assert (await scene.slack.press(scene.ann, alert, Action.CLAIM)).ok
        await scene.all_sent()  # and her name is known: no answer about it can be lost

        for channel, seconds in [(first, FOR_EVER), (second, A_WHILE)]:
            scene.slack.faults.add(Fault(Failing.SLOW, "chat.postMessage", 1, seconds, when=into(channel)))
        scene.wire.lose_answers = True
        await acknowledged(scene, server, "unheard", to=1)
        await acknowledged(scene, server, "on its way", to=2)
        await acknowledged(scene, server, "answer lost", to=3)
        assert (await scene.slack.press(scene.ann, alert, Action.DONE)).ok
        await until(lambda: not scene.slack.faults.as_json())
        await scene.seen(third)
        await scene.seen(fourth, 2, thread=alert.ts)
        await server.kill()
    await scene.wire.mend()
    async with scene.serving():
        await scene.all_sent(LONG_ENOUGH)
    posted_once(scene, ["unheard", "on its way", "answer lost", "clicked"])
    assert f"*Done* by <@{scene.ann.id}>" in text_of(alert)
    claimed, done = scene.slack.messages(fourth, thread_ts=alert.ts)
    assert "Claimed by ann" in text_of(claimed)
    assert "Done by ann" in text_of(done)


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
