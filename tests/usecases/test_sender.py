"""The sender goes on whatever happens, sends nothing twice and forgets nothing."""

import asyncio

import pytest
from sqlalchemy import text

from bot.errors import DeliveryFailed, InvalidInput, Unavailable
from bot.ports import Messenger
from bot.storage.database import Database
from bot.usecases.outbox import Claimant
from bot.usecases.retry_deliveries import retry_deliveries
from tests.cast import NOW, House, Recorder, a_company, a_house, a_review
from tests.usecases.sending import Troubled, a_sender, always, at_work, states, until, until_states

OWNER_RULE = """
rules:
  - name: Tell the owner
    when: {trigger: review_received, survey: [csat]}
    then: [{type: message_owner}]
"""
LOST = DeliveryFailed("timeout", "No answer came.", uncertain=True)
REFUSED = DeliveryFailed("connection_refused", "Slack cannot be reached.")


async def change(house: House, sql: str) -> None:
    await house.database.write(lambda tx: tx.execute(text(sql)))


@pytest.fixture
async def house(database: Database) -> House:
    house = await a_house(database)
    await house.apply_rules()
    return house


async def test_a_doubtful_message_is_not_sent_again_because_looking_failed(house: House) -> None:
    # The owner's message arrived, its answer did not; then Slack cannot even open the conversation.
    await house.apply_rules(OWNER_RULE)
    slack = Troubled(failures=[LOST], accept_and_fail=True)
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review(company=a_company(owner="U7")))
        await until_states(house, "uncertain")
        slack.open_failures.append(REFUSED)
        house.clock.move(seconds=15)
        sender.wake()
        await until(lambda: not slack.open_failures)
        for _ in range(5):
            house.clock.move(seconds=15)
            sender.wake()
            await asyncio.sleep(0.05)
        await until_states(house, "sent", "sent")
    assert len(slack.posts) == 1


async def test_a_doubtful_message_to_nobody_that_slack_knows_is_a_dead_letter(house: House) -> None:
    await house.apply_rules(OWNER_RULE)
    slack = Troubled(failures=[LOST])
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review(company=a_company(owner="U7")))
        await until_states(house, "uncertain")
        slack.open_failures.append(DeliveryFailed("user_not_found", "Slack knows no U7.", permanent=True))
        house.clock.move(seconds=15)
        await until_states(house, "failed", sender=sender)


async def test_where_history_cannot_be_read_twice_is_better_than_never(house: House) -> None:
    slack = Troubled(failures=[LOST])
    slack.look_failures.append(DeliveryFailed("missing_scope", "The app may not read here.", permanent=True))
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review())
        await until_states(house, "uncertain")
        house.clock.move(seconds=15)
        await until_states(house, "sent", sender=sender)
    assert len(slack.posts) == 1


async def test_a_look_that_is_limited_waits_as_long_as_it_is_told(house: House) -> None:
    slack = Troubled(failures=[LOST])
    slack.look_failures.append(DeliveryFailed("ratelimited", "Slack asks to wait.", retry_after=300.0))
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review())
        await until_states(house, "uncertain")
        house.clock.move(seconds=15)
        sender.wake()
        await until(lambda: not slack.look_failures)
        house.clock.move(seconds=200)
        sender.wake()
        await asyncio.sleep(0.1)
        assert (await states(house), slack.looks) == (["uncertain"], 1)
        house.clock.move(seconds=200)
        await until_states(house, "sent", sender=sender)


async def test_a_process_whose_secrets_cannot_be_read_goes_on_sweeping(house: House) -> None:
    slack = Troubled()
    broken = [InvalidInput({"BELLWETHER_SECRET_KEY": "is not the key"})] * 2

    async def messenger_of(_workspace_id: str) -> Messenger:
        if broken:
            raise broken.pop()
        return slack

    async with at_work(house, a_sender(house, messenger_of)) as sender:
        await house.receive(a_review())
        await until_states(house, "uncertain", sender=sender)
        async with asyncio.timeout(10):
            while await states(house) != ["sent"]:
                house.clock.move(seconds=15)
                sender.wake()
                await asyncio.sleep(0.05)
    assert len(slack.posts) == 1


@pytest.mark.parametrize("error", [Unavailable("the database is away"), KeyError("a customer's words")])
async def test_a_look_that_breaks_off_leaves_nothing_in_hand(house: House, error: Exception) -> None:
    slack = Troubled(failures=[LOST])
    slack.look_failures.append(error)
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review())
        await until_states(house, "uncertain")
        async with asyncio.timeout(10):
            while await states(house) != ["sent"]:
                house.clock.move(seconds=15)
                sender.wake()
                await asyncio.sleep(0.05)
    assert len(slack.posts) == 1


async def test_what_was_committed_in_our_name_and_never_handed_over_is_sent(house: House) -> None:
    # The commit's answer was lost, or whoever waited for it was cancelled: the row says that we have it.
    await house.receive(a_review())
    slack = Troubled()
    async with at_work(house, a_sender(house, always(slack))) as sender:
        sender.wake()
        await asyncio.sleep(0.1)
        assert await states(house) == ["claimed"], "it may be about to be handed over"
        house.clock.move(minutes=2)
        await until_states(house, "uncertain", sender=sender)
        house.clock.move(seconds=15)
        await until_states(house, "sent", sender=sender)
    assert len(slack.posts) == 1


async def test_what_waits_in_a_lane_for_minutes_is_not_taken_for_lost(house: House) -> None:
    slack = Troubled(failures=[DeliveryFailed("ratelimited", "Slack asks to wait.", retry_after=0.5)])
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review("1"), a_review("2"))
        await until(lambda: not slack.failures)
        house.clock.move(minutes=5)
        sender.wake()
        await until_states(house, "sent", "sent")
    assert len(slack.posts) == 2


async def test_a_delivery_that_was_given_to_another_process_is_left_to_it(house: House) -> None:
    # We were suspended for so long that another replica has taken our rows over.
    await house.receive(a_review())
    await change(house, "UPDATE deliveries SET claimed_by = 'process-2'")
    slack = Recorder()
    sender = a_sender(house, always(slack))
    sender.hand_over(house.handed)
    await until(lambda: not sender._tasks)
    await sender.stop()
    assert slack.posts == []
    assert await house.rows("SELECT state, claimed_by FROM deliveries") == [("claimed", "process-2")]


async def test_a_long_look_does_not_make_a_process_seem_dead(database: Database) -> None:
    house = await a_house(database)
    await house.apply_rules()
    slack = Troubled(failures=[LOST], gate=asyncio.Event())
    async with at_work(house, a_sender(house, always(slack), alone=False)) as sender:
        await house.receive(a_review("doubtful"))
        await until_states(house, "uncertain")
        house.clock.move(seconds=15)
        sender.wake()
        await until(lambda: slack.looks)
        for _ in range(4):
            house.clock.move(seconds=10)
            sender.wake()
            now = int(house.clock().timestamp() * 1_000_000)
            async with asyncio.timeout(10):
                while await house.rows("SELECT seen_at FROM processes") != [(now,)]:
                    await asyncio.sleep(0.02)
        assert slack.looks == 1, "one look at a time"
        await house.receive(a_review("fresh"))
        await until(lambda: slack.posts)
        assert slack.gate is not None
        slack.gate.set()
        await until_states(house, "sent", "sent", sender=sender)
    assert len(slack.posts) == 2


async def test_an_alert_about_a_review_that_was_deleted_meanwhile_is_not_sent(house: House) -> None:
    await house.receive(a_review())
    await house.receive(
        a_review(action="delete", status="deleted", changed_at=NOW, company=None, contact=None)
    )
    slack = Recorder()
    sender = a_sender(house, always(slack))
    sender.hand_over(house.handed)
    await until_states(house, "cancelled")
    await sender.stop()
    assert slack.posts == []


async def test_a_message_to_the_owner_can_be_retried_once_there_is_one(house: House) -> None:
    await house.apply_rules(OWNER_RULE)
    slack = Recorder()
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review())
        assert await states(house) == ["failed"]

        async def retry() -> None:
            await house.database.write(
                lambda tx: retry_deliveries(tx, house.workspace_id, None, "test", house.clock())
            )
            sender.wake()

        await retry()
        async with asyncio.timeout(10):
            while await house.rows("SELECT 1 FROM deliveries WHERE finished_at IS NULL"):
                await asyncio.sleep(0.02)
        assert slack.posts == [], "there is still none"
        await house.receive(a_review("2", score=1, company=a_company(owner="U7")))
        await until(lambda: len(slack.posts) == 1)
        await retry()
        await until(lambda: len(slack.posts) == 2)
    assert [channel for channel, _, _ in slack.posts] == ["DU7", "DU7"]


async def test_lanes_that_nobody_uses_are_let_go(house: House) -> None:
    slack = Recorder()
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(a_review())
        await until_states(house, "sent")
        sender.wake()
        await until(lambda: not sender._lanes)


async def test_a_full_house_leaves_the_rest_in_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.usecases.send_deliveries._ROOM", 3)
    slack = Troubled(failures=[DeliveryFailed("ratelimited", "Slack asks to wait.", retry_after=0.3)])
    async with at_work(house, a_sender(house, always(slack))) as sender:
        await house.receive(*(a_review(str(number)) for number in range(3)))
        assert sender.claimant() == Claimant("process-1", sends=False)
        await house.receive(*(a_review(str(number)) for number in range(3, 8)))
        assert (await states(house)).count("pending") == 5
        await until_states(house, *["sent"] * 8, sender=sender)
    assert len({delivery_id for _, _, delivery_id in slack.posts}) == 8
