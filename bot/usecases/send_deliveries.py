"""The sender: takes deliveries handed over after a commit, one lane for each channel, and sweeps for what was
left.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.errors import DeliveryFailed, Unavailable
from bot.log import frames, get_logger
from bot.metrics import Metrics
from bot.storage import deliveries, house
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.usecases.deliver import LANDING, MessengerOf, Result, deliver
from bot.usecases.knowledge import Knowledge
from bot.usecases.outbox import Claimant
from bot.usecases.reconcile_deliveries import reconcile
from bot.usecases.settle_reviews import judge_settled, wake_snoozed

_ROOM = 2_000  # deliveries in memory; more stay in the database until there is room
_SWEEP_SECONDS = 5.0
_LEASE = timedelta(seconds=20)  # a process that has not been seen for so long lives no more
_LONGEST_PAUSE = 600.0  # seconds that a rate limit may hold a lane before the rows go back to the database
_STOP_SECONDS = 10.0

_log = get_logger()


@dataclass(slots=True)
class _Lane:
    """The deliveries of one channel, in order; ``free_at`` is when the next message is allowed."""

    queue: deque[Delivery] = field(default_factory=deque)
    free_at: float = 0.0
    sending: Delivery | None = None


class Sender:
    """Sends what the outbox holds. ``hand_over`` is the way without a poll; ``run`` sweeps for the rest."""

    def __init__(
        self,
        database: Database,
        messenger_of: MessengerOf,
        knowledge: Knowledge,
        process_id: str,
        clock: Clock,
        metrics: Metrics,
        *,
        pace: float = 1.0,
        alone: bool = False,
    ) -> None:
        self._database = database
        self._messenger_of = messenger_of
        self._knowledge = knowledge
        self._process_id = process_id
        self._clock = clock
        self._metrics = metrics
        self._pace = pace
        self._alone = alone  # no other process can serve this database
        self._lanes: dict[tuple[str, str, bool], _Lane] = {}
        self._tasks: dict[tuple[str, str, bool], asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._unrecorded: list[Delivery] = []
        self._held = 0
        self._stopping = False

    def claimant(self) -> Claimant:
        """In whose name deliveries are written now: this process's, while it has room for them."""
        return Claimant(self._process_id, sends=not self._stopping and self._held < _ROOM)

    def hand_over(self, claimed: Sequence[Delivery]) -> None:
        """Send these; they are claimed by this process and committed."""
        for delivery in claimed:
            # Redrawing is not a new message: it need not queue behind those.
            key = (delivery.workspace_id, delivery.destination, delivery.kind == "update")
            lane = self._lanes.setdefault(key, _Lane())
            lane.queue.append(delivery)
            self._held += 1
            if key not in self._tasks:
                self._tasks[key] = asyncio.create_task(
                    self._work(key, lane), name=f"lane-{delivery.destination}"
                )
        self._metrics.queue_depth.labels(queue="deliveries").set(self._held)

    def wake(self) -> None:
        """Sweep now: something waits in the database."""
        self._wake.set()

    async def run(self) -> None:
        """Sweep at the start, then every few seconds and when woken, until cancelled."""
        while True:
            self._wake.clear()
            try:
                await self._sweep()
            except Unavailable as error:
                _log.warning("sweep.failed", reason=str(error))
            # Not wait_for: before Python 3.12 it can swallow the cancellation that ends this loop.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_SWEEP_SECONDS):
                    await self._wake.wait()

    async def stop(self) -> None:
        """Finish what is being sent, give the rest back."""
        self._stopping = True
        for key, task in self._tasks.items():
            if self._lanes[key].sending is None:
                task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=_STOP_SECONDS)
        left = [delivery.id for lane in self._lanes.values() for delivery in lane.queue]
        now = self._clock()

        def leave(tx: Connection) -> None:
            deliveries.release(tx, self._process_id, left, now)
            house.wake_senders(tx)
            house.leave(tx, self._process_id)

        await self._database.write(leave)

    async def _work(self, key: tuple[str, str, bool], lane: _Lane) -> None:
        try:
            while lane.queue and not self._stopping:
                if (wait := lane.free_at - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                lane.sending = lane.queue.popleft()
                await self._send(lane, lane.sending, paced=not key[2])
                lane.sending = None
        finally:
            del self._tasks[key]
            if not lane.queue and lane.free_at <= time.monotonic():
                self._lanes.pop(key, None)

    async def _send(self, lane: _Lane, delivery: Delivery, *, paced: bool) -> None:
        started = time.monotonic()
        try:
            result = await deliver(self._database, self._messenger_of, delivery, self.claimant(), self._clock)
        except DeliveryFailed as limit:
            # Told to wait: the row stays ours, and everything for this channel waits with it.
            lane.free_at = time.monotonic() + min(limit.retry_after or self._pace, _LONGEST_PAUSE)
            lane.queue.appendleft(delivery)
            _log.info("delivery.limited", delivery=delivery.id, wait=limit.retry_after)
            return
        except Exception as error:
            # Whatever happened, it may have been sent and it is not recorded: in doubt, like a dead process's
            # rows.
            _log.error(
                "delivery.unrecorded", delivery=delivery.id, error=type(error).__name__, at=frames(error)
            )
            result = Result("uncertain")
            self._unrecorded.append(delivery)
            self._come_back(self._clock())
        self._held -= 1
        if paced:
            lane.free_at = started + self._pace
        age = (self._clock() - delivery.created_at).total_seconds()
        self._metrics.deliveries.labels(outcome=result.state).inc()
        if result.state == "sent":
            self._metrics.delivery_seconds.observe(age)
        _log.info("delivery." + result.state, delivery=delivery.id, kind=delivery.kind, code=result.code)
        self._come_back(result.again_at)
        self.hand_over(result.more)

    async def _sweep(self) -> None:
        now = self._clock()
        unrecorded = list(self._unrecorded)
        doubted = await self._database.write(lambda tx: self._bury(tx, unrecorded, now))
        del self._unrecorded[: len(unrecorded)]
        if doubted:
            _log.info("delivery.doubted", count=doubted)
            self._come_back(now + LANDING)
        claimant = self.claimant()
        if not claimant.sends:
            return
        room = _ROOM - self._held

        def take(tx: Connection) -> tuple[list[Delivery], list[Delivery]]:
            settled = [
                *judge_settled(tx, self._knowledge, claimant, now),
                *wake_snoozed(tx, self._knowledge, claimant, now),
            ]
            pending = deliveries.claim(tx, "pending", self._process_id, now, room)
            return [*settled, *pending], deliveries.claim(tx, "uncertain", self._process_id, now, room)

        ready, doubtful = await self._database.write(take)
        self.hand_over(ready)
        if doubtful:
            to_send, put_off = await reconcile(
                self._database, self._messenger_of, doubtful, claimant, self._clock
            )
            self.hand_over(to_send)
            for due_at in put_off:
                self._come_back(due_at)
        if len(ready) >= room:
            self.wake()

    def _bury(self, tx: Connection, unrecorded: Sequence[Delivery], now: datetime) -> int:
        """Say that we live, and doubt what the dead had in hand, and what we could not record."""
        due_at = now + LANDING
        for delivery in unrecorded:
            deliveries.put_off(
                tx,
                delivery.workspace_id,
                delivery.id,
                "uncertain",
                due_at,
                delivery.attempts,
                "unrecorded",
                "",
            )
        if self._alone:
            living = {self._process_id}
        else:
            house.beat(tx, self._process_id, now)
            house.bury(tx, now - 10 * _LEASE)
            living = house.living(tx, now - _LEASE)
        return len(unrecorded) + deliveries.doubt_orphans(tx, living, due_at)

    def _come_back(self, due_at: datetime | None) -> None:
        """Sweep again when a row put off is due, rather than at the next round."""
        if due_at is not None and not self._stopping:
            delay = max((due_at - self._clock()).total_seconds(), 0.0) + 0.05
            asyncio.get_running_loop().call_later(delay, self._wake.set)
