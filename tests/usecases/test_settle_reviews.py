"""Reviews that are judged once they have settled."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.usecases.knowledge import Knowledge
from tests.cast import CHANNEL, House, Recorder, a_house, a_review
from tests.usecases.sending import a_sender, always, at_work, until


async def change(house: House, sql: str) -> None:
    await house.database.write(lambda tx: tx.execute(text(sql)))


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def test_a_rule_that_stopped_waiting_still_judges_what_waited(house: House) -> None:
    def rule(settle: str) -> str:
        return f"""
rules:
  - name: Waits
    when: {{trigger: review_received, survey: [csat]}}
    then: [{{type: post_to_channel, channel: {CHANNEL}}}]
    settle: {settle}
"""

    await house.apply_rules(rule("5m"))
    slack = Recorder()
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review())
        await house.apply_rules(rule("0s"))
        house.clock.move(minutes=6)
        sender.wake()
        await until(lambda: len(slack.posts) == 1)


async def test_a_rule_that_was_switched_off_or_removed_judges_nothing_that_waited(house: House) -> None:
    await house.apply_rules(
        f"""
rules:
  - name: Waits
    when: {{trigger: review_received, survey: [csat]}}
    then: [{{type: post_to_channel, channel: {CHANNEL}}}]
    settle: 5m
"""
    )
    await house.receive(a_review("1"))
    await house.apply_rules("rules: []")
    slack = Recorder()
    async with at_work(house, a_sender(house, always(slack))) as sender:
        house.clock.move(minutes=6)
        async with asyncio.timeout(10):
            while await house.rows("SELECT 1 FROM settling"):
                sender.wake()
                await asyncio.sleep(0.02)
    assert slack.posts == []
    assert await house.rows("SELECT 1 FROM alerts") == []


async def test_a_review_that_cannot_be_judged_keeps_no_other_from_it(house: House) -> None:
    other = await a_house(house.database)
    for one in (house, other):
        await one.apply_rules(
            f"""
rules:
  - name: Waits
    when: {{trigger: review_received, survey: [csat]}}
    then: [{{type: post_to_channel, channel: {CHANNEL}}}]
    settle: 5m
"""
        )
        await one.receive(a_review())
    # A scorecard of a version of ours that is yet to come.
    await change(house, f"UPDATE scorecards SET body = '{{}}' WHERE workspace_id = '{house.workspace_id}'")
    slack = Recorder()
    fresh = replace(house, knowledge=Knowledge())
    async with at_work(fresh, a_sender(fresh, always(slack))) as sender:
        house.clock.move(minutes=6)
        sender.wake()
        await until(lambda: len(slack.posts) == 1)
        (due,) = await house.rows("SELECT workspace_id, due_at FROM settling")
        assert due[0] == house.workspace_id
        assert due[1] > int((house.clock() + timedelta(minutes=30)).timestamp() * 1_000_000)
    assert [one.workspace_id for one in await house.rows("SELECT workspace_id FROM deliveries")] == [
        other.workspace_id
    ]
