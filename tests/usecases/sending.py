"""A sender at work on a house, and a Slack that fails as told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import prometheus_client

from bot.metrics import build_metrics
from bot.ports import Messenger, Posted
from bot.usecases.deliver import MessengerOf
from bot.usecases.intake.batcher import Intake
from bot.usecases.send_deliveries import Sender
from tests.cast import House, Recorder


@dataclass
class Troubled(Recorder):
    """A Recorder whose other ways fail too: the next look, or the next opening of a conversation."""

    look_failures: list[Exception] = field(default_factory=list)
    open_failures: list[Exception] = field(default_factory=list)
    looks: int = 0
    gate: asyncio.Event | None = None  # when set, looking waits for it

    async def open_direct(self, person: str) -> str:
        if self.open_failures:
            raise self.open_failures.pop(0)
        return await Recorder.open_direct(self, person)

    async def find_posted(
        self, channel: str, thread_ts: str | None, since: datetime, delivery_ids: Collection[str]
    ) -> dict[str, Posted]:
        self.looks += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.look_failures:
            raise self.look_failures.pop(0)
        return await Recorder.find_posted(self, channel, thread_ts, since, delivery_ids)


def always(messenger: Messenger) -> MessengerOf:
    async def messenger_of(_workspace_id: str) -> Messenger:
        return messenger

    return messenger_of


def a_sender(
    house: House, messenger_of: MessengerOf, process_id: str = "process-1", *, alone: bool = True
) -> Sender:
    metrics = build_metrics(prometheus_client.CollectorRegistry())
    return Sender(
        house.database, messenger_of, house.knowledge, process_id, house.clock, metrics, pace=0.0, alone=alone
    )


@asynccontextmanager
async def at_work(house: House, sender: Sender) -> AsyncIterator[Sender]:
    """The sender's loop, with the house's intake handing over to it; it stops in good order."""
    house.intake = Intake(
        house.database,
        house.knowledge,
        sender.claimant,
        sender.hand_over,
        house.clock,
        build_metrics(prometheus_client.CollectorRegistry()),
    )
    task = asyncio.create_task(sender.run())
    try:
        yield sender
        assert not task.done(), "the sweep must go on, whatever happens"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await sender.stop()


async def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def states(house: House) -> list[str]:
    return [row[0] for row in await house.rows("SELECT state FROM deliveries ORDER BY created_at, id")]


async def until_states(house: House, *wanted: str, sender: Sender | None = None) -> None:
    """Wait for these states; a sender that is given is woken again and again."""
    async with asyncio.timeout(10):
        while await states(house) != list(wanted):
            if sender is not None:
                sender.wake()
            await asyncio.sleep(0.02)
