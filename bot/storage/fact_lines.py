"""Tickets and interactions as lines of a list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.storage.among import among, beside, texts
from bot.storage.tables import interactions, tickets


@dataclass(frozen=True, slots=True)
class TicketLine:
    """What a list says of a ticket."""

    id: str
    number: str
    subject: str
    topic: str
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class InteractionLine:
    """What a list says of an interaction."""

    id: str
    channel: str
    direction: str
    tone: str
    topic: str
    text: str
    occurred_at: datetime


_TICKETS = select(*(tickets.c[name] for name in TicketLine.__dataclass_fields__)).where(
    beside(tickets.c.workspace_id) == bindparam("workspace_id"), among(tickets.c.id, "ids")
)
_INTERACTIONS = select(*(interactions.c[name] for name in InteractionLine.__dataclass_fields__)).where(
    beside(interactions.c.workspace_id) == bindparam("workspace_id"), among(interactions.c.id, "ids")
)


def ticket_lines(tx: Connection, workspace_id: str, ids: Collection[str]) -> dict[str, TicketLine]:
    """These tickets, by id."""
    if not ids:
        return {}
    rows = tx.execute(_TICKETS, {"workspace_id": workspace_id, "ids": texts(ids)})
    return {row.id: TicketLine(*row) for row in rows}


def interaction_lines(tx: Connection, workspace_id: str, ids: Collection[str]) -> dict[str, InteractionLine]:
    """These interactions, by id."""
    if not ids:
        return {}
    rows = tx.execute(_INTERACTIONS, {"workspace_id": workspace_id, "ids": texts(ids)})
    return {row.id: InteractionLine(*row) for row in rows}
