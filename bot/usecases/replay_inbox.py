"""Reading again what was not understood, after the reader or the sender has been mended."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.errors import NotFound
from bot.sources.table import SOURCES
from bot.sources.values import MalformedBody, NotUnderstood
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.inbox import Letter
from bot.usecases.intake.values import Arrival, Outcome

Take = Callable[[str, Sequence[Arrival], bytes], Awaitable[tuple[Outcome, ...]]]


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many events are understood now, and the sentences about those that are not."""

    understood: int
    left: tuple[tuple[str, str], ...]  # (letter id, reason)


async def replay_inbox(
    database: Database,
    take: Take,
    workspace_id: str,
    now: datetime,
    only: str | None = None,
    progress: Callable[[int], None] = lambda _count: None,
    *,
    page_size: int = 1_000,
) -> Replayed:
    """Parse and take in every quarantined event (or one); what is still not understood stays as it is.

    ``progress`` is told how many were tried, after each page. Raises NotFound when ``only`` does not wait.
    """
    understood = 0
    left: list[tuple[str, str]] = []
    async for page in _pages(database, workspace_id, only, page_size):
        for letter in page:
            reason = await _replay(take, workspace_id, letter, now)
            if reason is None:
                understood += 1
            else:
                left.append((letter.id, reason))
        progress(len(page))
    return Replayed(understood, tuple(left))


async def _pages(
    database: Database, workspace_id: str, only: str | None, size: int
) -> AsyncIterator[list[Letter]]:
    if only is not None:
        letter = await database.read(lambda tx: inbox.find_quarantined(tx, workspace_id, only))
        if letter is None:
            raise NotFound(f"No event {only} waits in the inbox.")
        yield [letter]
        return
    after = ""
    while True:
        read = partial(inbox.quarantined, workspace_id=workspace_id, size=size, after=after)
        page = await database.read(read)
        if not page:
            return
        yield page
        after = page[-1].id


async def _replay(take: Take, workspace_id: str, letter: Letter, now: datetime) -> str | None:
    """None when the event is stored now, else why it is not."""
    raw = letter.body or b""
    headers = {"content-type": "application/json", "webhook-id": letter.event_id}
    try:
        parsed = SOURCES[letter.source_kind].parse(headers, raw, now)
    except MalformedBody as error:
        return str(error)
    events = [event for event in parsed if event.event_id == letter.event_id] or parsed
    for event in events:
        if isinstance(event, NotUnderstood):
            return event.reason
    arrivals = [Arrival(letter.source_id, letter.source_name, event, letter_id=letter.id) for event in events]
    outcomes = await take(workspace_id, arrivals, raw)
    return "The event is understood, but cannot be stored." if Outcome.QUARANTINED in outcomes else None
