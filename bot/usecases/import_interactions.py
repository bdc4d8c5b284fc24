"""Taking in calls, mails, chats and visits from a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.imports.interactions import DEFAULTS
from bot.imports.values import Fact, Row, Stored
from bot.storage import interactions
from bot.storage.facts import interaction_of
from bot.storage.sources import StoredSource
from bot.usecases.intake.facts import Shelf, take_facts
from bot.usecases.intake.people import People
from bot.usecases.knowledge import Knowledge


def import_interactions(
    tx: Connection,
    knowledge: Knowledge,
    people: People,
    source: StoredSource,
    rows: Sequence[Row[Fact]],
    now: datetime,
    *,
    erase_empty: bool,
) -> Stored:
    """Store a batch of interactions, field by field, and score their customers anew."""
    shelf = Shelf(_find, interactions.revise_interactions, DEFAULTS, lambda _values: (), {}, interaction_of)
    return take_facts(tx, knowledge, people, source, shelf, rows, now, erase_empty=erase_empty)


def _find(
    tx: Connection, workspace_id: str, source_id: str, ids: Collection[str]
) -> Mapping[str, Mapping[str, Any]]:
    found = interactions.find_interactions(tx, workspace_id, source_id, ids)
    return {key: asdict(one) for key, one in found.items()}
