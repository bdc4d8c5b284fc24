"""A sender that stops leaves every row in a state that says what is to be done."""

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest

from bot.errors import DeliveryFailed
from bot.ports import Posted
from bot.storage.database import Database, Work
from tests.cast import House, Recorder, a_house, a_review
from tests.usecases.sending import Troubled, a_sender, always, at_work, states, until, until_states


@pytest.fixture
async def house(database: Database) -> House:
    house = await a_house(database)
    await house.apply_rules()
    return house


async def test_a_stop_gives_back_what_a_rate_limit_holds(house: House) -> None:
    slack = Troubled(failures=[DeliveryFailed("ratelimited", "Slack asks to wait.", retry_after=60.0)])
    async with at_work(house, a_sender(house, always(slack))):
        await house.receive(a_review("1"), a_review("2"))
        await until(lambda: not slack.failures)
    assert await states(house) == ["pending", "pending"]


class Tardy:
    """A database whose answers come late: the work is committed, and nobody knows it yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.late = False

    async def read(self, work: Work[Any]) -> Any:
        return await self._database.read(work)

    async def write(self, work: Work[Any]) -> Any:
        result = await self._database.write(work)
        if self.late:
            await asyncio.Event().wait()
        return result


async def test_what_a_sweep_claimed_while_it_was_being_stopped_is_given_back(database: Database) -> None:
    house = await a_house(database, sends=False)
    await house.apply_rules()
    tardy = Tardy(database)
    slack = Recorder()
    sender = a_sender(replace(house, database=cast(Database, tardy)), always(slack))
    await house.receive(a_review())
    await sender._doubt()
    tardy.late = True
    claiming = asyncio.create_task(sender._claim())
    await until_states(house, "claimed")
    claiming.cancel()
    await asyncio.gather(claiming, return_exceptions=True)
    tardy.late = False
    await sender.stop()
    assert (await states(house), slack.posts) == (["pending"], [])


async def test_what_is_still_being_sent_when_time_is_up_is_in_doubt(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.usecases.send_deliveries._STOP_SECONDS", 0.1)
    slack, gate = Recorder(), asyncio.Event()

    async def never(_channel: str, _view: object, _delivery_id: str) -> Posted:
        await gate.wait()
        raise AssertionError("nobody waits for this any more")

    slack.post_alert = never  # type: ignore[method-assign, assignment]
    sender = a_sender(house, always(slack))
    await house.receive(a_review("1"), a_review("2"))
    sender.hand_over(house.handed)
    await until(lambda: any(lane.sending for lane in sender._lanes.values()))
    await sender.stop()
    assert sorted(await states(house)) == ["pending", "uncertain"]
    for task in sender._tasks.values():
        task.cancel()
    await asyncio.gather(*sender._tasks.values(), return_exceptions=True)
