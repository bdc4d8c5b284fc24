"""Rows of readings: figures of metrics that a workspace has of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.imports.cells import Cells
from bot.imports.facts import WHOSE, fact_of, required_contact
from bot.imports.values import Fact
from bot.sources import fields
from bot.sources.readings import METRIC

COLUMNS = ("id", "metric", "value", "at", "customer", "customer_id", "contact_email")
REQUIRED = (("id",), ("metric",), ("value",), ("at",), WHOSE)
# What a reading is until something is told of it; also the columns that a file can tell.
DEFAULTS: Mapping[str, Any] = {"metric": "", "value": None, "at": None}


def read_reading(cells: Cells, _now: datetime) -> Fact:
    """The reading of a row."""
    external_id, company, contact = cells.id(), cells.company(), cells.contact()
    required_contact(cells, company, contact)
    metric = cells.needed(fields.name, "metric")
    if metric and not METRIC.fullmatch(metric):
        cells.complain("metric must be a name such as seats_used: small letters, digits and underscores.")
    before = len(cells.problems)
    value = cells.read(fields.number, "value")
    if value is None and len(cells.problems) == before:
        cells.complain("value is missing.")
    values = {"metric": metric, "value": value, "at": cells.moment("at", needed=True)}
    return fact_of(cells, external_id, company, contact, values)
