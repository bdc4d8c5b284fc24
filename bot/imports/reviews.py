"""Rows of reviews."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.imports.cells import Cells
from bot.sources import fields
from bot.sources.reviews import read_deletion, score_of, survey_type_of
from bot.sources.values import Incoming, Ticket
from scoring.polarity import polarity_of

COLUMNS = (
    *("id", "survey_type", "score", "scale_min", "scale_max", "comment", "sent_at", "rated_at", "customer"),
    *("customer_id", "population", "site", "owner", "contact_name", "contact_email", "ticket_id", "agents"),
    *("tags", "status", "permalink"),
)
REQUIRED = (("id",), ("survey_type",), ("customer", "customer_id"))

_STATUSES = {"open": "open", "done": "done", "deleted": "deleted"}
_NO_SCORE = (None, 0.0, 1.0)


def read_review(cells: Cells, now: datetime) -> Incoming:
    """The review of a row, as the intake takes it.

    It is as new as its answer, else as its sending. One without any time gives way to every version that has
    one, and counts from the import.
    """
    external_id, status = cells.id(), cells.one_of("status", _STATUSES)
    if status == "deleted":
        told = {"id": external_id or "-", "updated_at": None}
        times = (cells.moment("rated_at"), cells.moment("sent_at"))
        return read_deletion(told, external_id, next(filter(None, times), fields.EARLIEST), now)
    survey_type = cells.needed(_survey_type, "survey_type")
    score, low, high = cells.read(_score, "score", cells.values, survey_type)
    sent_at, rated_at = cells.moment("sent_at"), cells.moment("rated_at")
    company, ticket_id = cells.company(), cells.read(fields.identifier, "ticket_id")
    if company is None:
        cells.complain("customer and customer_id are both missing.")
    rated = score is not None
    return Incoming(
        event_id=external_id,
        action="upsert",
        external_id=external_id,
        survey_type=survey_type,
        score=score,
        scale_min=low,
        scale_max=high,
        polarity=None if score is None else polarity_of(survey_type, score, low, high).value,
        comment=cells.text("comment"),
        language="",
        sent_at=sent_at or (None if rated else rated_at or now),
        rated_at=(rated_at or sent_at or now) if rated else None,
        changed_at=(rated_at if rated else None) or sent_at or rated_at or fields.EARLIEST,
        contact=cells.contact(),
        company=company,
        ticket=_ticket(ticket_id) if ticket_id else None,
        agents=cells.read(fields.names, "agents"),
        tags=cells.read(fields.names, "tags"),
        status=status or "open",
        permalink=cells.read(fields.link, "permalink"),
    )


def _survey_type(value: Any, _column: str) -> str:
    return "" if value in (None, "") else survey_type_of({"survey_type": value})


def _score(
    value: Any, _column: str, values: Mapping[str, Any], survey_type: str
) -> tuple[float | None, float, float]:
    # Without a survey type, which has been complained of, there is no scale to hold a score to.
    if value is None or not survey_type:
        return _NO_SCORE
    given = {name: values.get(name) for name in ("score", "scale_min", "scale_max")}
    return score_of({name: _bare(one) for name, one in given.items()}, survey_type)


def _bare(value: Any) -> Any:
    return value.strip() if type(value) is str else value


def _ticket(ticket_id: str) -> Ticket:
    return Ticket(ticket_id, "", "", "", "", "", "", (), None, None, "")
