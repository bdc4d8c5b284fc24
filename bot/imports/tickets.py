"""Rows of tickets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.imports.cells import Cells
from bot.imports.facts import WHOSE, fact_of, required_contact
from bot.imports.values import Fact
from bot.sources import fields
from bot.sources.values import FieldError

COLUMNS = (
    *("id", "number", "subject", "type", "priority", "status", "opened_at", "first_response_at"),
    *("resolved_at", "reopened", "customer", "customer_id", "contact_email", "agents", "topic"),
)
REQUIRED = (("id",), WHOSE)
# What a ticket is until something is told of it; also the columns that a file can tell.
DEFAULTS: Mapping[str, Any] = {
    "number": "",
    "subject": "",
    "type": "",
    "priority": "",
    "status": "",
    "opened_at": None,
    "first_response_at": None,
    "resolved_at": None,
    "reopened": 0,
    "contact_email": "",
    "agents": (),
    "topic": "",
}

_YES_AND_NO = {"true": 1, "yes": 1, "false": 0, "no": 0}
_MOST = 100_000


def read_ticket(cells: Cells, _now: datetime) -> Fact:
    """The ticket of a row."""
    external_id, company, contact = cells.id(), cells.company(), cells.contact()
    required_contact(cells, company, contact)
    values: dict[str, Any] = {
        "number": cells.read(fields.identifier, "number"),
        "subject": cells.read(fields.name, "subject", fields.MAX_SUBJECT),
        **{column: cells.name(column) for column in ("type", "priority", "status", "topic")},
        **{column: cells.moment(column) for column in ("opened_at", "first_response_at", "resolved_at")},
        "reopened": cells.read(_reopened, "reopened"),
        "contact_email": contact.email.casefold() if contact else "",
        "agents": cells.read(fields.names, "agents"),
    }
    for sentence in disorder(values):
        cells.complain(sentence)
    return fact_of(cells, external_id, company, contact, values)


def disorder(values: Mapping[str, Any]) -> list[str]:
    """A sentence for every time that lies before the ticket was opened."""
    opened = values["opened_at"]
    if opened is None:
        return []
    later = ((column, values[column]) for column in ("first_response_at", "resolved_at"))
    return [f"{column} lies before opened_at." for column, at in later if at is not None and at < opened]


def _reopened(value: Any, column: str) -> int | None:
    """How often: a whole number, or yes and no. None when not given."""
    if value is None or value == "":
        return None
    text = str(value).strip().casefold()
    found = _YES_AND_NO.get(text)
    if found is None and text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)):
        found = int(text)
    if found is None or found > _MOST:
        raise FieldError(f"{column} must be a whole number from 0 to {_MOST:,}, or true or false.")
    return found
