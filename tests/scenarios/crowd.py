"""Many cases at once: most of their time is waiting, which they can do together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bot.playground.slack import Channel
from tests.scenarios.conftest import Databases
from tests.scenarios.scene import Scene, a_scene, negative_to, set_up

Case = Callable[[Scene], Awaitable[None]]


async def together(databases: Databases, folder: Path, cases: Sequence[Case], *, channels: int = 1) -> None:
    """Play every case in its own scene, by the rules ``by_channel``; a failure ends all and is named."""
    async with asyncio.TaskGroup() as group:
        for number, case in enumerate(cases):
            place = folder / f"{number}"
            place.mkdir()
            group.create_task(_play(databases.make(), place, case, channels))


async def _play(url: str, folder: Path, case: Case, channels: int) -> None:
    async with a_scene(url, folder, channels=channels) as scene:
        await set_up(scene, by_channel)
        try:
            await case(scene)
        except Exception as error:
            named = case.func if isinstance(case, partial) else case
            error.add_note(f"in {named.__name__}, whose process said:\n{_last_words(folder)}")
            raise


def by_channel(channels: Sequence[Channel]) -> list[dict[str, Any]]:
    """Customer 1's negative reviews go to #support, Customer 2's to the next channel, and so on.

    Those of Customer 99 go to the last, when they have settled for a second: by the sweep, that is.
    """
    patient = negative_to(channels[-1], "Customer 99") | {"name": "Patiently", "settle": "1s"}
    return [*(negative_to(each, f"Customer {number}") for number, each in enumerate(channels, 1)), patient]


def _last_words(folder: Path) -> str:
    log = folder / "serve.log"
    return log.read_text()[-3_000:] if log.exists() else ""
