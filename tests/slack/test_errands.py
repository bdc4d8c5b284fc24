"""What is at work when the process stops."""

import asyncio

from bot.slack.errands import Errands
from bot.slack.ids import Action
from tests.slack.world import WORKSPACE_ID, world


async def test_a_click_is_finished_before_the_way_to_slack_closes() -> None:
    async with world() as here:
        alert = await here.an_alert()
        here.cases.answers["claim_alert"] = lambda: asyncio.sleep(0.7)
        assert (await here.slack.press(here.ann, alert, Action.CLAIM)).ok  # acknowledged on the way
    assert here.cases.calls_of("claim_alert") == [(WORKSPACE_ID, "01ALERT", here.ann.id)]


async def test_work_that_does_not_end_is_given_up() -> None:
    errands = Errands()

    async def endless() -> None:
        errands.begin()
        await asyncio.Event().wait()

    task = asyncio.create_task(endless())
    await asyncio.sleep(0)
    await errands.finish(0.01)
    assert task.cancelled()


async def test_nothing_at_work_is_no_wait() -> None:
    await Errands().finish(60)
