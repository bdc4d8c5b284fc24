"""Carrying out one delivery: load what is true now, send it, record what came of it.

Nothing is remembered between the steps but the row itself, so that a crash between any two of them leaves a
row that says what to do: claimed rows of a dead process become uncertain and are looked for before they are
sent again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.errors import DeliveryFailed
from bot.ports import Messenger, Posted
from bot.storage import alerts, deliveries, house
from bot.storage.alerts import Message, StoredAlert
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.usecases.backoff import next_wait
from bot.usecases.notices import notice_of
from bot.usecases.outbox import NO_OWNER, OWNER_PREFIX, Claimant, Outbox, entry_from_dict
from bot.views import Notice

# A request that a dead process sent, or whose answer was lost, may still be on its way: look for it only
# after this.
LANDING = timedelta(seconds=8)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a delivery: ``again_at`` when it will be tried again, ``more`` deliveries that follow from
    it.
    """

    state: str
    code: str = ""
    again_at: datetime | None = None
    more: tuple[Delivery, ...] = ()


MessengerOf = Callable[[str], Awaitable[Messenger]]  # by workspace id


async def deliver(
    database: Database, messenger_of: MessengerOf, delivery: Delivery, claimant: Claimant, clock: Clock
) -> Result:
    """Send one claimed delivery and record the outcome; one that is the claimant's no more is left alone.

    Raises DeliveryFailed only to be told to wait (rate limit).
    """
    try:
        messenger = await messenger_of(delivery.workspace_id)
        return await _send(database, messenger, delivery, claimant, clock)
    except DeliveryFailed as failure:
        if failure.retry_after is not None:
            raise
        return await record_failure(database, delivery, failure, clock())


async def channel_of(database: Database, messenger: Messenger, delivery: Delivery) -> str:
    """The channel a delivery goes to; a person's direct conversation is opened first, which may be done
    twice.
    """
    if not delivery.destination.startswith(OWNER_PREFIX):
        return delivery.destination
    # There was no owner when the rule asked for one; meanwhile there may be.
    person = delivery.destination.removeprefix(OWNER_PREFIX) or await database.read(
        lambda tx: alerts.owner_about(tx, delivery.workspace_id, delivery.alert_id)
    )
    if not person:
        raise DeliveryFailed("no_owner", NO_OWNER, permanent=True)
    return await messenger.open_direct(person)


async def record_posted(
    database: Database, delivery: Delivery, posted: Posted, revision: int, claimant: Claimant, now: datetime
) -> Result:
    """The message is out: remember where, and draw it anew if the alert has changed meanwhile."""

    def write(tx: Connection) -> list[Delivery]:
        if delivery.kind == "alert":
            # Whoever changes the alert either sees the message below, or is seen by it.
            house.lock_workspace(tx, delivery.workspace_id)
        deliveries.finish(tx, delivery.workspace_id, delivery.id, "sent", now)
        if delivery.kind != "alert":
            return []
        alerts.put_message(
            tx, delivery.workspace_id, delivery.alert_id, posted.channel, posted.ts, revision, now
        )
        outbox = Outbox(delivery.workspace_id, claimant, now)
        if alerts.revision_of(tx, delivery.workspace_id, delivery.alert_id) > revision:
            outbox.redraw(delivery.alert_id, [posted.channel])
        return outbox.write(tx)

    return Result("sent", more=tuple(await database.write(write)))


async def record_failure(
    database: Database, delivery: Delivery, failure: DeliveryFailed, now: datetime
) -> Result:
    """Decide whether trying again can help, and when: not before the time that the other side asked for."""
    attempts = delivery.attempts + 1
    wait = None if failure.permanent else next_wait(attempts)
    if wait is None:
        await database.write(
            lambda tx: deliveries.finish(
                tx, delivery.workspace_id, delivery.id, "failed", now, failure.code, str(failure)
            )
        )
        return Result("failed", failure.code)
    state = "uncertain" if failure.uncertain else "pending"
    asked = timedelta(seconds=failure.retry_after or 0.0)
    due_at = now + max(wait, asked, LANDING if failure.uncertain else asked)
    await database.write(
        lambda tx: deliveries.put_off(
            tx, delivery.workspace_id, delivery.id, state, due_at, attempts, failure.code, str(failure)
        )
    )
    return Result(state, failure.code, again_at=due_at)


async def _send(
    database: Database, messenger: Messenger, delivery: Delivery, claimant: Claimant, clock: Clock
) -> Result:
    if delivery.kind == "notice":
        return await _notify(database, messenger, delivery, claimant, clock)
    ours, alert, to_come, messages = await database.read(lambda tx: _load(tx, delivery, claimant, clock()))
    if not ours:
        return Result("lapsed")
    if alert is None:
        return await _finish(database, delivery, "cancelled", clock())
    channel = await channel_of(database, messenger, delivery)
    message = next((found for found in messages if found.channel == channel), None)
    if delivery.kind == "alert":
        if message is not None:
            return await _finish(database, delivery, "sent", clock())
        if alert.view.deleted:
            return await _finish(database, delivery, "cancelled", clock())
        posted = await messenger.post_alert(channel, alert.view, delivery.id)
        return await record_posted(database, delivery, posted, alert.revision, claimant, clock())
    if message is None:
        if delivery.kind == "history" and to_come:
            raise DeliveryFailed("not_posted_yet", "The alert above it is not known to be posted yet.")
        return await _finish(database, delivery, "cancelled", clock())
    where = Posted(message.channel, message.ts)
    if delivery.kind == "history":
        posted = await messenger.post_history(where, entry_from_dict(delivery.payload), delivery.id)
        return await record_posted(database, delivery, posted, alert.revision, claimant, clock())
    return await _redraw(database, messenger, delivery, alert, message, clock)


async def _notify(
    database: Database, messenger: Messenger, delivery: Delivery, claimant: Claimant, clock: Clock
) -> Result:
    now = clock()

    def load(tx: Connection) -> tuple[bool, Notice | None]:
        ours = deliveries.is_claimed(tx, delivery.workspace_id, delivery.id, claimant.process_id)
        return ours, notice_of(tx, delivery.workspace_id, delivery.payload, now)

    ours, notice = await database.read(load)
    if not ours:
        return Result("lapsed")
    if notice is None:
        return await _finish(database, delivery, "cancelled", now)
    channel = await channel_of(database, messenger, delivery)
    posted = await messenger.post_notice(channel, notice, delivery.id)
    return await record_posted(database, delivery, posted, 0, claimant, clock())


async def _redraw(
    database: Database,
    messenger: Messenger,
    delivery: Delivery,
    alert: StoredAlert,
    message: Message,
    clock: Clock,
) -> Result:
    if message.drawn_revision < alert.revision:
        await messenger.update_alert(Posted(message.channel, message.ts), alert.view)
    now = clock()

    def write(tx: Connection) -> None:
        alerts.drawn(tx, delivery.workspace_id, delivery.alert_id, message.channel, alert.revision)
        deliveries.finish(tx, delivery.workspace_id, delivery.id, "sent", now)

    await database.write(write)
    return Result("sent")


def _load(
    tx: Connection, delivery: Delivery, claimant: Claimant, now: datetime
) -> tuple[bool, StoredAlert | None, bool, list[Message]]:
    ours = deliveries.is_claimed(tx, delivery.workspace_id, delivery.id, claimant.process_id)
    alert = alerts.get_alert(tx, delivery.workspace_id, delivery.alert_id, now)
    # Asked before the messages are read: what is posted in between is found there, and not given up.
    to_come = delivery.destination in deliveries.places_to_come(tx, delivery.workspace_id, delivery.alert_id)
    return ours, alert, to_come, alerts.messages_of(tx, delivery.workspace_id, [delivery.alert_id])


async def _finish(database: Database, delivery: Delivery, state: str, now: datetime) -> Result:
    await database.write(lambda tx: deliveries.finish(tx, delivery.workspace_id, delivery.id, state, now))
    return Result(state)
