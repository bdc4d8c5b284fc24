"""Rows of interactions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.imports.cells import Cells
from bot.imports.facts import WHOSE, fact_of, required_contact
from bot.imports.values import Fact

COLUMNS = (
    *("id", "channel", "occurred_at", "customer", "customer_id", "contact_email", "direction", "text"),
    *("tone", "topic"),
)
REQUIRED = (("id",), ("occurred_at",), WHOSE)
# What an interaction is until something is told of it; also the columns that a file can tell.
DEFAULTS: Mapping[str, Any] = {
    "channel": "",
    "occurred_at": None,
    "contact_email": "",
    "direction": "",
    "text": "",
    "tone": "",
    "topic": "",
}

_DIRECTIONS = {"in": "in", "out": "out", "inbound": "in", "outbound": "out"}
_TONES = {
    "grievance": "grievance",
    "neutral": "neutral",
    "commendation": "commendation",
    "negative": "grievance",
    "positive": "commendation",
}


def read_interaction(cells: Cells, _now: datetime) -> Fact:
    """The interaction of a row."""
    external_id, company, contact = cells.id(), cells.company(), cells.contact()
    required_contact(cells, company, contact)
    values: dict[str, Any] = {
        "channel": cells.name("channel").casefold(),
        "occurred_at": cells.moment("occurred_at", needed=True),
        "contact_email": contact.email.casefold() if contact else "",
        "direction": cells.one_of("direction", _DIRECTIONS),
        "text": cells.text("text"),
        "tone": cells.one_of("tone", _TONES),
        "topic": cells.name("topic"),
    }
    return fact_of(cells, external_id, company, contact, values)
