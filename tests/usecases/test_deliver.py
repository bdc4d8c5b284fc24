"""The outbox and its sender, on both databases: at least once, and once in practice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import prometheus_client
import pytest

from bot.errors import DeliveryFailed
from bot.metrics import build_metrics
from bot.storage import deliveries
from bot.storage.database import Database
from bot.usecases.backoff import next_wait
from bot.usecases.claim_alert import claim_alert
from bot.usecases.finish_alert import finish_alert
from bot.usecases.intake.batcher import Intake
from bot.usecases.send_deliveries import Sender
from bot.usecases.snooze_alert import snooze_alert
from bot.views import AlertState, HistoryKind
from tests.cast import CHANNEL, NOW, House, Recorder, a_company, a_house, a_review


@pytest.fixture
async def house(database: Database) -> House:
    house = await a_house(database)
    await house.apply_rules()
    return house


def a_sender(house: House, slack: Recorder, process_id: str = "process-1") -> Sender:
    async def messenger_of(_workspace_id: str) -> Recorder:
        return slack

    metrics = build_metrics(prometheus_client.CollectorRegistry())
    return Sender(
        house.database, messenger_of, house.knowledge, process_id, house.clock, metrics, pace=0.0, alone=True
    )


@asynccontextmanager
async def sending(house: House, slack: Recorder, process_id: str = "process-1") -> AsyncIterator[Sender]:
    """A sender at work, with the intake handing over to it."""
    sender = a_sender(house, slack, process_id)
    house.intake = Intake(
        house.database,
        house.knowledge,
        sender.claimant,
        sender.hand_over,
        house.clock,
        build_metrics(prometheus_client.CollectorRegistry()),
    )
    task = asyncio.create_task(sender.run())
    yield sender
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await sender.stop()


async def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def states(house: House) -> list[str]:
    return [row[0] for row in await house.rows("SELECT state FROM deliveries ORDER BY created_at, id")]


async def until_states(house: House, *wanted: str) -> None:
    async with asyncio.timeout(10):
        while await states(house) != list(wanted):
            await asyncio.sleep(0.02)


async def alert_id(house: House) -> str:
    return str((await house.rows("SELECT id FROM alerts"))[0][0])


async def test_a_negative_review_is_posted_once_and_recorded(house: House) -> None:
    slack = Recorder()
    async with sending(house, slack):
        await house.receive(a_review())
        await until_states(house, "sent")
        await house.receive(a_review())
    assert [(channel, view.customer_name) for channel, view, _ in slack.posts] == [(CHANNEL, "Acme")]
    assert (await house.rows("SELECT channel, ts, drawn_revision FROM messages"))[0] == (CHANNEL, "1.000", 1)


async def test_a_failure_that_passes_is_tried_again(house: House) -> None:
    slack = Recorder(failures=[DeliveryFailed("connection_refused", "Slack cannot be reached.")])
    async with sending(house, slack) as sender:
        await house.receive(a_review())
        await until_states(house, "pending")
        house.clock.move(seconds=2)
        sender.wake()
        await until_states(house, "sent")
    assert len(slack.posts) == 1


async def test_a_failure_for_good_becomes_a_dead_letter_that_can_be_retried(house: House) -> None:
    slack = Recorder(failures=[DeliveryFailed("is_archived", "The channel is archived.", permanent=True)])
    async with sending(house, slack) as sender:
        await house.receive(a_review())
        await until_states(house, "failed")
        lines = await house.database.read(
            lambda tx: deliveries.list_deliveries(tx, house.workspace_id, "failed", 10)
        )
        assert [(line.error_code, line.error) for line in lines] == [
            ("is_archived", "The channel is archived.")
        ]
        retried = await house.database.write(
            lambda tx: deliveries.retry(tx, house.workspace_id, None, house.clock())
        )
        assert retried == 1
        sender.wake()
        await until_states(house, "sent")
    assert len(slack.posts) == 1


async def test_a_rate_limit_holds_the_channel_and_loses_nothing(house: House) -> None:
    slack = Recorder(failures=[DeliveryFailed("ratelimited", "Slack asks to wait.", retry_after=0.2)])
    async with sending(house, slack):
        await house.receive(a_review("1"), a_review("2"), a_review("3"))
        await until_states(house, "sent", "sent", "sent")
    assert len(slack.posts) == 3


async def test_a_post_whose_answer_was_lost_is_found_and_not_repeated(house: House) -> None:
    lost = DeliveryFailed("timeout", "No answer came.", uncertain=True)
    slack = Recorder(failures=[lost], accept_and_fail=True)
    async with sending(house, slack) as sender:
        await house.receive(a_review())
        await until_states(house, "uncertain")
        house.clock.move(seconds=5)
        sender.wake()
        await asyncio.sleep(0.1)
        assert await states(house) == ["uncertain"], "a request may still be on its way"
        house.clock.move(seconds=10)
        sender.wake()
        await until_states(house, "sent", "sent")
    assert len(slack.posts) == 1
    assert [where.ts for where, _ in slack.updates] == ["1.000"], "drawn anew: what it shows is not known"


async def test_a_post_that_never_arrived_is_sent_again(house: House) -> None:
    slack = Recorder(failures=[DeliveryFailed("timeout", "No answer came.", uncertain=True)])
    async with sending(house, slack) as sender:
        await house.receive(a_review())
        await until_states(house, "uncertain")
        house.clock.move(seconds=15)
        sender.wake()
        await until_states(house, "sent")
    assert len(slack.posts) == 1


async def test_what_a_dead_process_had_in_hand_is_looked_for_and_then_sent(house: House) -> None:
    # Claimed by a process that died before it sent the second one, and before it recorded the first.
    slack = Recorder()
    await house.receive(a_review("1"), a_review("2"))
    first = house.handed[0]
    slack.posts.append((CHANNEL, None, first.id))  # type: ignore[arg-type]
    async with sending(house, slack, "process-2") as sender:
        await until_states(house, "uncertain", "uncertain")
        house.clock.move(seconds=15)
        sender.wake()
        async with asyncio.timeout(10):
            while set(await states(house)) != {"sent"}:
                await asyncio.sleep(0.02)
    assert [delivery_id for _, _, delivery_id in slack.posts] == [one.id for one in house.handed]


async def test_a_graceful_stop_gives_back_what_was_not_sent(house: House) -> None:
    gate = asyncio.Event()
    slack = Recorder()

    async def slow_post(channel: str, view: object, delivery_id: str) -> object:
        await gate.wait()
        return await Recorder.post_alert(slack, channel, view, delivery_id)  # type: ignore[arg-type]

    slack.post_alert = slow_post  # type: ignore[method-assign, assignment]
    sender = a_sender(house, slack)
    await house.receive(a_review("1"), a_review("2"))
    sender.hand_over(house.handed)
    await asyncio.sleep(0.05)
    stopping = asyncio.create_task(sender.stop())
    await asyncio.sleep(0.05)
    gate.set()
    await stopping
    assert sorted(await states(house)) == ["pending", "sent"]


async def test_a_click_redraws_the_message_and_adds_to_the_thread(house: House) -> None:
    slack = Recorder()
    async with sending(house, slack) as sender:
        await house.receive(a_review())
        await until_states(house, "sent")
        alert = await alert_id(house)
        claimed = await house.database.write(
            lambda tx: claim_alert(tx, house.workspace_id, alert, "U1", sender.claimant(), house.clock())
        )
        sender.hand_over(claimed)
        await until_states(house, "sent", "sent", "sent")
    assert [(view.state, view.actor) for _, view in slack.updates] == [(AlertState.CLAIMED, "U1")]
    assert [(entry.kind, entry.actor) for _, entry, _ in slack.lines] == [(HistoryKind.CLAIMED, "U1")]


async def test_two_clicks_at_once_have_one_winner(house: House) -> None:
    await house.receive(a_review())
    alert = await alert_id(house)

    async def click(user: str) -> object:
        return await house.database.write(
            lambda tx: claim_alert(
                tx, house.workspace_id, alert, user, house.intake._claimant(), house.clock()
            )
        )

    results = await asyncio.gather(click("U1"), click("U2"), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "list"]


async def test_a_snoozed_alert_wakes_by_itself(house: House) -> None:
    slack = Recorder()
    async with sending(house, slack) as sender:
        await house.receive(a_review())
        await until_states(house, "sent")
        alert, until_then = await alert_id(house), NOW + timedelta(hours=1)
        sender.hand_over(
            await house.database.write(
                lambda tx: snooze_alert(
                    tx, house.workspace_id, alert, "U1", until_then, "asked", sender.claimant(), house.clock()
                )
            )
        )
        await until(lambda: len(slack.lines) == 1)
        house.clock.move(hours=2)
        sender.wake()
        await until(lambda: len(slack.lines) == 2)
    assert [entry.kind for _, entry, _ in slack.lines] == [HistoryKind.SNOOZED, HistoryKind.WOKE]
    assert slack.updates[-1][1].state is AlertState.OPEN


async def test_done_closes_the_review_too(house: House) -> None:
    await house.receive(a_review())
    alert = await alert_id(house)
    await house.database.write(
        lambda tx: finish_alert(tx, house.workspace_id, alert, "U1", house.intake._claimant(), house.clock())
    )
    assert (await house.rows("SELECT status FROM reviews"))[0] == ("done",)
    assert (await house.rows("SELECT action, actor FROM audit WHERE subject LIKE 'alert:%'"))[0] == (
        "alert.done",
        "U1",
    )


async def test_a_rule_that_lets_reviews_settle_fires_once_with_the_last_word(house: House) -> None:
    await house.apply_rules(
        """
rules:
  - name: After five minutes
    when: {trigger: review_received, survey: [csat]}
    conditions: {type: polarity, is_one_of: [negative]}
    then: [{type: post_to_channel, channel: C0ALERTS1}]
    settle: 5m
"""
    )
    slack = Recorder()
    async with sending(house, slack) as sender:
        await house.receive(a_review("stays"), a_review("turns"))
        house.clock.move(minutes=1)
        await house.receive(a_review("turns", score=1, changed_at=house.clock()))
        house.clock.move(minutes=7)
        sender.wake()
        await until(lambda: len(slack.posts) == 1)
        assert await house.rows("SELECT review_id FROM settling") == []
    assert [view.review.polarity for _, view, _ in slack.posts] == ["negative"]
    assert slack.posts[0][1].points is not None


async def test_an_owner_gets_a_direct_message_and_no_owner_a_plain_sentence(house: House) -> None:
    await house.apply_rules(
        """
rules:
  - name: Tell the owner
    when: {trigger: review_received, survey: [csat]}
    then: [{type: message_owner}]
"""
    )
    slack = Recorder()
    async with sending(house, slack):
        await house.receive(
            a_review("1", company=a_company("1", "Globex", owner="U7")),
            a_review("2", company=a_company("2", "Initech")),
        )
        await until(lambda: len(slack.posts) == 1)
    assert [channel for channel, _, _ in slack.posts] == ["DU7"]
    failed = await house.database.read(
        lambda tx: deliveries.list_deliveries(tx, house.workspace_id, "failed", 10)
    )
    assert [line.error for line in failed] == ["The customer has no owner to message. Set one, then retry."]


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (1, 1),  # 2**0
        (2, 2),  # 2**1
        (5, 15),  # a quarter of a minute
        (7, 60),
        (9, 300),
        (16, 28_800),  # eight hours
    ],
)
def test_waits_grow(failures: int, seconds: int) -> None:
    assert next_wait(failures) == timedelta(seconds=seconds)


def test_after_sixteen_failures_a_person_must_look() -> None:
    assert next_wait(17) is None
    waits = [next_wait(failures) or timedelta() for failures in range(1, 17)]
    assert timedelta(hours=20) < sum(waits, timedelta()) < timedelta(hours=24)
