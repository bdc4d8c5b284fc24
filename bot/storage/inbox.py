"""The inbox: which events have been seen, and the whole of those that were not understood."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from bot.ids import first_id_at
from bot.storage.among import among, texts
from bot.storage.tables import inbox, sources
from bot.storage.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Letter:
    """One event that was put aside. ``body`` is what came, byte for byte."""

    id: str
    source_id: str
    source_name: str
    source_kind: str
    event_id: str
    outcome: str
    reason: str
    body: bytes | None
    received_at: datetime


_SEEN = select(inbox.c.source_id, inbox.c.event_id).where(
    inbox.c.workspace_id == bindparam("workspace_id"),
    inbox.c.source_id == bindparam("source_id"),
    among(inbox.c.event_id, "event_ids"),
)
_LETTER = (
    inbox.c.id,
    inbox.c.source_id,
    sources.c.name.label("source_name"),
    sources.c.kind.label("source_kind"),
    inbox.c.event_id,
    inbox.c.outcome,
    inbox.c.reason,
    inbox.c.body,
    inbox.c.received_at,
)
_QUARANTINED = (
    select(*_LETTER)
    .join(sources, sources.c.id == inbox.c.source_id)
    .where(
        inbox.c.workspace_id == bindparam("workspace_id"),
        sources.c.workspace_id == bindparam("workspace_id"),
        inbox.c.outcome == "quarantined",
    )
    .order_by(inbox.c.id)
    .limit(bindparam("size"))
)
_PAGE = _QUARANTINED.where(inbox.c.id > bindparam("after"))
_ONE = _QUARANTINED.where(inbox.c.id == bindparam("letter_id"))


def seen_events(
    tx: Connection, workspace_id: str, events: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Those of the (source id, event id) pairs that have come before."""
    by_source: dict[str, list[str]] = {}
    for source_id, event_id in events:
        by_source.setdefault(source_id, []).append(event_id)
    seen: set[tuple[str, str]] = set()
    for source_id, event_ids in by_source.items():
        values = {"workspace_id": workspace_id, "source_id": source_id, "event_ids": texts(event_ids)}
        seen.update((row[0], row[1]) for row in tx.execute(_SEEN, values))
    return seen


def add_events(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Remember events; one that is remembered already stays as it is."""
    insert_new(tx, inbox, rows)


def quarantined(tx: Connection, workspace_id: str, size: int, after: str = "") -> list[Letter]:
    """What was not understood and not replayed yet, oldest first, from the one behind the id ``after``."""
    rows = tx.execute(_PAGE, {"workspace_id": workspace_id, "size": size, "after": after})
    return [Letter(**row._asdict()) for row in rows]


def find_quarantined(tx: Connection, workspace_id: str, letter_id: str) -> Letter | None:
    """One event that was not understood and not replayed yet."""
    row = tx.execute(_ONE, {"workspace_id": workspace_id, "size": 1, "letter_id": letter_id}).first()
    return Letter(**row._asdict()) if row else None


def count_quarantined(tx: Connection, workspace_id: str) -> int:
    """How many events wait for a person's look."""
    statement = select(func.count()).where(
        inbox.c.workspace_id == workspace_id, inbox.c.outcome == "quarantined"
    )
    return int(tx.execute(statement).scalar_one())


def any_event(tx: Connection, workspace_id: str) -> bool:
    """Whether any survey has ever arrived."""
    statement = select(inbox.c.id).where(inbox.c.workspace_id == workspace_id).limit(1)
    return tx.execute(statement).first() is not None


def set_outcome(tx: Connection, workspace_id: str, letter_id: str, outcome: str, reason: str) -> None:
    """Say what became of one event that was put aside; understood now, it needs its body no more."""
    values: dict[str, Any] = {"outcome": outcome, "reason": reason}
    if outcome != "quarantined":
        values |= {"body": None}
    tx.execute(
        update(inbox).where(inbox.c.workspace_id == workspace_id, inbox.c.id == letter_id).values(**values)
    )


def forget_events(tx: Connection, before: datetime) -> int:
    """Forget events understood long ago: a review's id and change time still make repeats harmless."""
    statement = (
        delete(inbox)
        .where(inbox.c.id < first_id_at(before), inbox.c.outcome != "quarantined")
        .execution_options(every_workspace="housekeeping")
    )
    return tx.execute(statement).rowcount
