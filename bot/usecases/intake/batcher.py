"""Lets events that wait together share a transaction: the batch forms while the one before it is being
written.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.errors import Unavailable
from bot.log import frames, get_logger
from bot.metrics import Metrics
from bot.sources.values import NotUnderstood
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.usecases.intake.people import People
from bot.usecases.intake.values import Arrival, Outcome
from bot.usecases.knowledge import Knowledge
from bot.usecases.outbox import Claimant
from bot.usecases.receive_review import receive_reviews

_BATCH = 200  # events in one transaction
_WAITING = 5_000  # events in memory; more are refused with Unavailable, and the sender comes again

_log = get_logger()


@dataclass(slots=True)
class _Request:
    """What came in one HTTP request."""

    arrivals: Sequence[Arrival]
    raw: bytes
    answer: asyncio.Future[tuple[Outcome, ...]]


class Intake:
    """Takes in events of all workspaces; ``take`` returns when they are durable."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        claimant: Callable[[], Claimant],
        hand_over: Callable[[Sequence[Delivery]], None],
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._people = People()
        self._claimant = claimant
        self._hand_over = hand_over
        self._clock = clock
        self._metrics = metrics
        self._waiting: dict[str, deque[_Request]] = {}
        self._events = 0
        self._writers: dict[str, asyncio.Task[None]] = {}

    async def take(self, workspace_id: str, arrivals: Sequence[Arrival], raw: bytes) -> tuple[Outcome, ...]:
        """The outcome of each arrival, once committed. Raises Unavailable when nothing was kept."""
        if self._events + len(arrivals) > _WAITING:
            raise Unavailable("too many surveys are waiting to be stored")
        request = _Request(arrivals, raw, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(workspace_id, deque()).append(request)
        self._events += len(arrivals)
        if workspace_id not in self._writers:
            self._writers[workspace_id] = asyncio.create_task(
                self._write(workspace_id), name=f"intake-{workspace_id}"
            )
        return await request.answer

    async def drain(self) -> None:
        """Wait until what has come in is stored."""
        while self._writers:
            await asyncio.gather(*self._writers.values(), return_exceptions=True)

    async def _write(self, workspace_id: str) -> None:
        waiting = self._waiting[workspace_id]
        try:
            while waiting:
                batch, size = [waiting.popleft()], 0
                size = len(batch[0].arrivals)
                while waiting and size + len(waiting[0].arrivals) <= _BATCH:
                    batch.append(waiting.popleft())
                    size += len(batch[-1].arrivals)
                self._events -= size
                self._metrics.intake_batch.observe(size)
                await self._store(workspace_id, batch)
        finally:
            del self._writers[workspace_id]

    async def _store(self, workspace_id: str, batch: list[_Request]) -> None:
        try:
            outcomes = await self._commit(workspace_id, [a for request in batch for a in request.arrivals])
        except Unavailable as error:
            _refuse(batch, error)
        except Exception:
            # Something that the database will not take must not spoil the others: each request by itself.
            for request in batch:
                await self._store_alone(workspace_id, request)
        else:
            _answer(batch, outcomes)

    async def _store_alone(self, workspace_id: str, request: _Request) -> None:
        try:
            outcomes = await self._store_parts(workspace_id, request.arrivals, request.raw)
        except Unavailable as error:
            _refuse([request], error)
        else:
            _answer([request], outcomes)

    async def _store_parts(
        self, workspace_id: str, arrivals: Sequence[Arrival], raw: bytes
    ) -> tuple[Outcome, ...]:
        """Halve what cannot be stored until the event that is to blame stands alone."""
        try:
            return await self._commit(workspace_id, arrivals)
        except Unavailable:
            raise
        except Exception as error:
            if len(arrivals) == 1:
                return await self._quarantine(workspace_id, arrivals[0], raw, error)
        middle = len(arrivals) // 2
        first = await self._store_parts(workspace_id, arrivals[:middle], raw)
        return first + await self._store_parts(workspace_id, arrivals[middle:], raw)

    async def _quarantine(
        self, workspace_id: str, arrival: Arrival, raw: bytes, error: Exception
    ) -> tuple[Outcome, ...]:
        """An authentic event that cannot be stored is kept as it came, for a person to look at."""
        _log.error("event.quarantined", workspace=workspace_id, error=type(error).__name__, at=frames(error))
        reason = f"The event could not be stored ({type(error).__name__})."
        kept = replace(arrival, event=NotUnderstood(reason, arrival.event.event_id, raw))
        try:
            return await self._commit(workspace_id, [kept])
        except Exception as second:
            _log.error("event.refused", workspace=workspace_id, error=type(second).__name__)
            raise Unavailable("the event cannot be stored now") from second

    async def _commit(self, workspace_id: str, arrivals: Sequence[Arrival]) -> tuple[Outcome, ...]:
        now = self._clock()
        claimant = self._claimant()
        taken = await self._database.write(
            lambda tx: receive_reviews(
                tx, self._knowledge, self._people, workspace_id, arrivals, claimant, now
            )
        )
        self._people.remember(taken.met)
        self._hand_over(taken.claimed)
        return taken.outcomes


def _answer(batch: Sequence[_Request], outcomes: tuple[Outcome, ...]) -> None:
    place = 0
    for request in batch:
        if not request.answer.done():
            request.answer.set_result(outcomes[place : place + len(request.arrivals)])
        place += len(request.arrivals)


def _refuse(batch: Sequence[_Request], error: Unavailable) -> None:
    for request in batch:
        if not request.answer.done():
            request.answer.set_exception(Unavailable(str(error)))
