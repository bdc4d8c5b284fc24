"""The sender: takes deliveries handed over after a commit, one lane for each channel, and sweeps for what was
left.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
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
LEASE = timedelta(seconds=20)  # a process that has not been seen for so long lives no more
_UNANSWERED = timedelta(minutes=1)  # claimed for so long and not in hand: the answer of a commit was lost
_LONGEST_PAUSE = 600.0  # seconds that a rate limit may hold a lane
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
        self._hand: set[str] = set()  # what is in a lane
        self._looked_for: set[str] = set()  # what is being looked for
        self._looking: asyncio.Task[None] | None = None
        self._unrecorded: set[str] = set()
        self._known = alone  # whether the others see that we live: else they would doubt what we claim
        self._stopping = False

    def claimant(self) -> Claimant:
        """In whose name deliveries are written now: this process's, while it has room for them."""
        ready = self._known and not self._stopping
        return Claimant(self._process_id, sends=ready and len(self._hand) < _ROOM)

    def hand_over(self, claimed: Sequence[Delivery]) -> None:
        """Send these; they are claimed by this process and committed."""
        for delivery in claimed:
            # Redrawing is not a new message: it need not queue behind those.
            key = (delivery.workspace_id, delivery.destination, delivery.kind == "update")
            lane = self._lanes.setdefault(key, _Lane())
            lane.queue.append(delivery)
            self._hand.add(delivery.id)
            if key not in self._tasks:
                self._tasks[key] = asyncio.create_task(
                    self._work(key, lane), name=f"lane-{delivery.destination}"
                )
        self._metrics.queue_depth.labels(queue="deliveries").set(len(self._hand))

    def wake(self) -> None:
        """Sweep now: something waits in the database."""
        self._wake.set()

    async def run(self) -> None:
        """Sweep at the start, then every few seconds and when woken, until cancelled."""
        steps = (self._doubt, self._let_settle, self._wake_snoozed, self._claim, self._look_for)
        while True:
            self._wake.clear()
            for step in steps:
                await self._carefully(step)
            self._tidy()
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
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
        await self._carefully(self._leave)

    async def _leave(self) -> None:
        """Give back what was not tried; what may have been sent is to be looked for."""
        sending = {lane.sending.id for lane in self._lanes.values() if lane.sending is not None}
        doubtful, now = sending | self._looked_for | self._unrecorded, self._clock()

        def leave(tx: Connection) -> None:
            claimed = deliveries.claimed_until(tx, self._process_id, now)
            deliveries.release(tx, self._process_id, claimed - doubtful, now)
            deliveries.doubt(tx, self._process_id, doubtful, now + LANDING)
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
            self._unrecorded.add(delivery.id)
            self._come_back(self._clock())
        self._hand.discard(delivery.id)
        if paced:
            lane.free_at = started + self._pace
        age = (self._clock() - delivery.created_at).total_seconds()
        self._metrics.deliveries.labels(outcome=result.state).inc()
        if result.state == "sent":
            self._metrics.delivery_seconds.observe(age)
        _log.info("delivery." + result.state, delivery=delivery.id, kind=delivery.kind, code=result.code)
        self._come_back(result.again_at)
        self.hand_over(result.more)

    async def _carefully(self, step: Callable[[], Awaitable[None]]) -> None:
        """One thing that goes wrong must neither end the sweep nor keep it from the others."""
        try:
            await step()
        except Unavailable as error:
            _log.warning("sweep.failed", step=step.__name__, reason=str(error))
        except Exception as error:
            _log.error("sweep.failed", step=step.__name__, error=type(error).__name__, at=frames(error))

    async def _doubt(self) -> None:
        """Say that we live, and doubt what the dead had in hand, and what we do not know the outcome of."""
        now, unrecorded = self._clock(), set(self._unrecorded)
        in_hand, due_at = self._hand | self._looked_for, now + LANDING

        def doubt(tx: Connection) -> int:
            living = {self._process_id}
            if not self._alone:
                house.beat(tx, self._process_id, now)
                house.bury(tx, now - 10 * LEASE)
                living = house.living(tx, now - LEASE)
            lost = deliveries.claimed_until(tx, self._process_id, now - _UNANSWERED) - in_hand
            ours = deliveries.doubt(tx, self._process_id, lost | unrecorded, due_at)
            return ours + deliveries.doubt_orphans(tx, living, due_at)

        doubted = await self._database.write(doubt)
        self._known = True
        self._unrecorded -= unrecorded
        if doubted:
            _log.info("delivery.doubted", count=doubted)
            self._come_back(due_at)

    async def _let_settle(self) -> None:
        claimant, now = self.claimant(), self._clock()
        self.hand_over(
            await self._database.write(lambda tx: judge_settled(tx, self._knowledge, claimant, now))
        )

    async def _wake_snoozed(self) -> None:
        claimant, now = self.claimant(), self._clock()
        self.hand_over(
            await self._database.write(lambda tx: wake_snoozed(tx, self._knowledge, claimant, now))
        )

    async def _claim(self) -> None:
        room = _ROOM - len(self._hand)
        ready = await self._claimed("pending", room)
        self.hand_over(ready)
        if ready and len(ready) >= room:
            self.wake()

    async def _look_for(self) -> None:
        """Look for what is in doubt, beside the sweep: Slack may be slow, and the others must see us live."""
        if self._looking is None or self._looking.done():
            doubtful = await self._claimed("uncertain", _ROOM - len(self._hand))
            if doubtful:
                self._looked_for = {delivery.id for delivery in doubtful}
                self._looking = asyncio.create_task(self._look(doubtful), name="look")

    async def _claimed(self, state: str, room: int) -> list[Delivery]:
        if room <= 0 or self._stopping:
            return []
        now = self._clock()
        return await self._database.write(lambda tx: deliveries.claim(tx, state, self._process_id, now, room))

    async def _look(self, doubtful: Sequence[Delivery]) -> None:
        try:
            to_send, put_off = await reconcile(
                self._database, self._messenger_of, doubtful, self.claimant(), self._clock
            )
        except Exception as error:
            _log.error("look.failed", count=len(doubtful), error=type(error).__name__, at=frames(error))
            self._unrecorded |= self._looked_for
            put_off = [self._clock()]
        else:
            self.hand_over(to_send)
        self._looked_for = set()
        for due_at in put_off:
            self._come_back(due_at)

    def _tidy(self) -> None:
        """Let go of lanes that nothing waits in, nor for."""
        now = time.monotonic()
        for key in [key for key, lane in self._lanes.items() if key not in self._tasks]:
            if not self._lanes[key].queue and self._lanes[key].free_at <= now:
                del self._lanes[key]

    def _come_back(self, due_at: datetime | None) -> None:
        """Sweep again when a row put off is due, rather than at the next round."""
        if due_at is not None and not self._stopping:
            delay = max((due_at - self._clock()).total_seconds(), 0.0) + 0.05
            asyncio.get_running_loop().call_later(delay, self._wake.set)
