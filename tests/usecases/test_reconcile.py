"""What is in doubt is looked for, where it would stand, before it is sent again."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.errors import DeliveryFailed
from bot.ports import Posted
from bot.storage.database import Database
from bot.usecases.claim_alert import claim_alert
from bot.usecases.deliver import record_posted
from bot.usecases.outbox import Claimant
from tests.cast import CHANNEL, NOW, House, a_house, a_review
from tests.usecases.sending import Troubled, a_sender, always, at_work, states, until, until_states

LOST = DeliveryFailed("timeout", "No answer came.", uncertain=True)
ME = Claimant("process-1", sends=True)


@pytest.fixture
async def house(database: Database) -> House:
    """One alert, posted and recorded."""
    house = await a_house(database)
    await house.apply_rules()
    await house.receive(a_review())
    await record_posted(database, house.handed[0], Posted(CHANNEL, "1.000"), 1, ME, NOW)
    return house


class Threaded(Troubled):
    """Keeps the threads apart, and finds lines in them."""

    async def find_posted(self, channel, thread_ts, since, delivery_ids):  # type: ignore[no-untyped-def]
        found = await Troubled.find_posted(self, channel, thread_ts, since, delivery_ids)
        for number, (where, _, delivery_id) in enumerate(self.lines, 1):
            if thread_ts == where.ts and delivery_id in delivery_ids:
                found[delivery_id] = Posted(channel, f"9{number}.000")
        return found


async def click(house: House) -> None:
    alert = house.handed[0].alert_id
    await house.database.write(
        lambda tx: claim_alert(
            tx, house.workspace_id, alert, "U1", Claimant("nobody", sends=False), house.clock()
        )
    )


async def until_all_sent(house: House, slack: Troubled) -> None:
    async with at_work(house, a_sender(house, always(slack))) as sender:
        async with asyncio.timeout(10):
            while set(await states(house)) != {"sent"}:
                house.clock.move(seconds=5)
                sender.wake()
                await asyncio.sleep(0.05)


async def test_a_redraw_whose_answer_was_lost_is_drawn_again(house: House) -> None:
    await click(house)
    slack = Threaded()
    slack.failures.append(LOST)  # for whichever of the two comes first
    await until_all_sent(house, slack)
    assert {view.actor for _, view in slack.updates} == {"U1"}
    assert len(slack.lines) == 1


async def test_a_line_in_a_thread_whose_answer_was_lost_is_found_there(house: House) -> None:
    await click(house)
    slack = Threaded()
    ((line,),) = await house.rows("SELECT id FROM deliveries WHERE kind = 'history'")
    slack.lines.append((Posted(CHANNEL, "1.000"), None, line))  # type: ignore[arg-type]
    await house.database.write(
        lambda tx: tx.execute(text("UPDATE deliveries SET state = 'uncertain' WHERE kind = 'history'"))
    )
    await until_all_sent(house, slack)
    assert len(slack.lines) == 1


async def test_a_line_that_never_arrived_is_added(house: House) -> None:
    await click(house)
    slack = Threaded()
    await house.database.write(
        lambda tx: tx.execute(text("UPDATE deliveries SET state = 'uncertain' WHERE kind = 'history'"))
    )
    await until_all_sent(house, slack)
    assert [where.ts for where, _, _ in slack.lines] == ["1.000"]


async def test_an_alert_that_stands_in_the_channel_already_is_not_posted_again(house: House) -> None:
    await house.database.write(lambda tx: tx.execute(text("UPDATE deliveries SET state = 'pending'")))
    slack = Troubled()
    async with at_work(house, a_sender(house, always(slack))):
        await until_states(house, "sent")
    assert slack.posts == []


async def test_many_in_doubt_in_one_channel_cost_one_look(house: House) -> None:
    slack = Troubled()
    await house.receive(
        *(a_review(f"r{number}", rated_at=NOW - timedelta(hours=number)) for number in range(20))
    )
    await house.database.write(
        lambda tx: tx.execute(text("UPDATE deliveries SET state = 'uncertain' WHERE state = 'claimed'"))
    )
    async with at_work(house, a_sender(house, always(slack))) as sender:
        sender.wake()
        await until(lambda: len(slack.posts) == 20)
    assert slack.looks == 1


async def test_a_history_line_below_an_alert_that_could_not_be_posted_is_dropped(database: Database) -> None:
    house = await a_house(database)
    await house.apply_rules()
    await house.receive(a_review())
    slack = Troubled(failures=[DeliveryFailed("is_archived", "The channel is archived.", permanent=True)])
    async with at_work(house, a_sender(house, always(slack))) as sender:
        sender.hand_over(house.handed[:1])
        await until_states(house, "failed")
        await click(house)
        assert await states(house) == ["failed"], "there is no thread to tell"
