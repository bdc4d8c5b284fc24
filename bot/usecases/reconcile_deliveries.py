"""Looking for deliveries that may have been sent, before sending them again: one look for each channel or
thread.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.errors import DeliveryFailed
from bot.log import get_logger
from bot.ports import Messenger, Posted
from bot.storage import alerts
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.usecases.deliver import MessengerOf, channel_of, record_failure, record_posted
from bot.usecases.outbox import Claimant

_CLOCK_SKEW = timedelta(minutes=2)  # Slack's clock and ours

_log = get_logger()

_Place = tuple[str, str, str | None]  # workspace, channel, thread


async def reconcile(
    database: Database,
    messenger_of: MessengerOf,
    doubtful: Sequence[Delivery],
    claimant: Claimant,
    clock: Clock,
) -> tuple[list[Delivery], list[datetime]]:
    """Record those that are found; returns those to send (again), and when the ones put off are due."""
    to_send: list[Delivery] = []
    put_off: list[datetime] = []
    places: dict[_Place, list[Delivery]] = {}
    for delivery in doubtful:
        if delivery.kind == "update":  # drawing twice changes nothing
            to_send.append(delivery)
            continue
        try:
            messenger = await messenger_of(delivery.workspace_id)
            place = await _place_of(database, messenger, delivery)
        except DeliveryFailed as failure:
            put_off += await _put_off(database, [delivery], failure, clock)
        else:
            places.setdefault(place, []).append(delivery)
    for place, together in places.items():
        try:
            messenger = await messenger_of(place[0])
            to_send += await _look(database, messenger, place, together, claimant, clock)
        except DeliveryFailed as failure:
            put_off += await _cannot_look(database, together, failure, to_send, clock)
    return to_send, put_off


async def _place_of(database: Database, messenger: Messenger, delivery: Delivery) -> _Place:
    channel = await channel_of(database, messenger, delivery)
    if delivery.kind != "history":
        return delivery.workspace_id, channel, None
    messages = await database.read(
        lambda tx: alerts.messages_of(tx, delivery.workspace_id, [delivery.alert_id])
    )
    thread = next((message.ts for message in messages if message.channel == channel), None)
    return delivery.workspace_id, channel, thread


async def _look(
    database: Database,
    messenger: Messenger,
    place: _Place,
    together: Sequence[Delivery],
    claimant: Claimant,
    clock: Clock,
) -> list[Delivery]:
    since = min(delivery.created_at for delivery in together) - _CLOCK_SKEW
    found = await messenger.find_posted(place[1], place[2], since, [delivery.id for delivery in together])
    to_send: list[Delivery] = []
    for delivery in together:
        posted: Posted | None = found.get(delivery.id)
        if posted is None:
            to_send.append(delivery)
            continue
        # Which revision it shows is not known: one drawing more does no harm.
        to_send += (await record_posted(database, delivery, posted, 0, claimant, clock())).more
        _log.info("delivery.found", delivery=delivery.id, kind=delivery.kind)
    return to_send


async def _cannot_look(
    database: Database,
    together: Sequence[Delivery],
    failure: DeliveryFailed,
    to_send: list[Delivery],
    clock: Clock,
) -> list[datetime]:
    """Where history may not be read at all, an alert posted twice is better than one that nobody saw."""
    if failure.permanent:
        _log.warning("delivery.not_reconciled", code=failure.code, count=len(together))
        to_send += together
        return []
    return await _put_off(database, together, failure, clock)


async def _put_off(
    database: Database, doubtful: Sequence[Delivery], failure: DeliveryFailed, clock: Clock
) -> list[datetime]:
    """Look again later: it is still not known whether they were sent. Those due again, when."""
    later = DeliveryFailed(
        failure.code,
        str(failure),
        permanent=failure.permanent,
        retry_after=failure.retry_after,
        uncertain=True,
    )
    results = [await record_failure(database, delivery, later, clock()) for delivery in doubtful]
    return [result.again_at for result in results if result.again_at]
