"""Reading again what was not understood, after the reader or the sender has been mended."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.sources.table import SOURCES
from bot.sources.values import MalformedBody, NotUnderstood
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.inbox import Letter
from bot.usecases.intake.values import Arrival, Outcome

_PAGE = 1_000

Take = Callable[[str, Sequence[Arrival], bytes], Awaitable[tuple[Outcome, ...]]]


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many events are understood now, and the sentences about those that are not."""

    understood: int
    left: tuple[tuple[str, str], ...]  # (letter id, reason)


async def replay_inbox(
    database: Database, take: Take, workspace_id: str, now: datetime, only: str | None = None
) -> Replayed:
    """Parse and take in every quarantined event (or one); what is still not understood stays as it is."""
    letters = await database.read(lambda tx: inbox.quarantined(tx, workspace_id, _PAGE))
    understood = 0
    left: list[tuple[str, str]] = []
    for letter in letters:
        if only is not None and letter.id != only:
            continue
        reason = await _replay(take, workspace_id, letter, now)
        if reason is None:
            understood += 1
        else:
            left.append((letter.id, reason))
    return Replayed(understood, tuple(left))


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
    await take(workspace_id, arrivals, raw)
    return None
