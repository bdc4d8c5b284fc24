"""Taking in tickets from a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.imports.tickets import DEFAULTS, disorder
from bot.imports.values import Fact, Row, Stored
from bot.storage import tickets
from bot.storage.facts import ticket_of
from bot.storage.sources import StoredSource
from bot.usecases.intake.facts import Shelf, take_facts
from bot.usecases.intake.people import People
from bot.usecases.knowledge import Knowledge
from scoring.facts import Ticket


def import_tickets(
    tx: Connection,
    knowledge: Knowledge,
    people: People,
    source: StoredSource,
    rows: Sequence[Row[Fact]],
    now: datetime,
    *,
    erase_empty: bool,
) -> Stored:
    """Store a batch of tickets, field by field, and score their customers anew."""

    def put(tx: Connection, found: Sequence[dict[str, Any]]) -> None:
        tickets.revise_tickets(tx, [{"board": "", "url": "", **row, "changed_at": now} for row in found])

    shelf = Shelf(_find, put, DEFAULTS, disorder, {"complete": True}, _fact_of)
    return take_facts(tx, knowledge, people, source, shelf, rows, now, erase_empty=erase_empty)


def _fact_of(values: Mapping[str, Any]) -> Ticket | None:
    """Nothing while it was known from a survey alone."""
    return ticket_of(values) if values["complete"] else None


def _find(
    tx: Connection, workspace_id: str, source_id: str, ids: Collection[str]
) -> Mapping[str, Mapping[str, Any]]:
    return {key: asdict(one) for key, one in tickets.find_tickets(tx, workspace_id, source_id, ids).items()}
