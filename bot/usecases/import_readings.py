"""Taking in readings of a workspace's own metrics from a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.imports.readings import DEFAULTS
from bot.imports.values import Fact, Row, Stored
from bot.storage import readings
from bot.storage.sources import StoredSource
from bot.usecases.intake.facts import Shelf, take_facts
from bot.usecases.intake.people import People
from bot.usecases.knowledge import Knowledge
from scoring.facts import Reading


def import_readings(
    tx: Connection,
    knowledge: Knowledge,
    people: People,
    source: StoredSource,
    rows: Sequence[Row[Fact]],
    now: datetime,
) -> Stored:
    """Store a batch of readings and score their customers anew.

    One of a metric that no scorecard has is kept for the day when one does.
    """
    shelf = Shelf(_find, readings.revise_readings, DEFAULTS, lambda _values: (), {}, _fact_of)
    return take_facts(tx, knowledge, people, source, shelf, rows, now, erase_empty=False)


def _find(
    tx: Connection, workspace_id: str, source_id: str, ids: Collection[str]
) -> Mapping[str, Mapping[str, Any]]:
    return {key: asdict(one) for key, one in readings.find_readings(tx, workspace_id, source_id, ids).items()}


def _fact_of(values: Mapping[str, Any]) -> Reading:
    return Reading(values["id"], values["metric"], values["at"], values["value"])
