"""Facts about customers, as scoring reads them: from which windows they are counted, fact by fact."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, select, union_all

from bot.storage.among import among, texts
from bot.storage.tables import interactions, readings, reviews, tickets
from scoring.evidence import LONGEST_RUN, Mark
from scoring.facts import Fact, Interaction, Reading, Review, Ticket
from scoring.polarity import Polarity

_URGENT: Final = frozenset({"critical", "urgent", "emergency", "highest", "p1", "1", "escalated"})
_ESCALATED: Final = "escalat"

_REVIEW = (
    reviews.c.customer_id,
    reviews.c.id,
    reviews.c.survey_type,
    reviews.c.polarity,
    reviews.c.counts_at,
    reviews.c.asked_at,
    reviews.c.score,
    reviews.c.scale_min,
    reviews.c.scale_max,
)
_TICKET = (
    tickets.c.customer_id,
    tickets.c.id,
    tickets.c.opened_at,
    tickets.c.first_response_at,
    tickets.c.resolved_at,
    tickets.c.reopened,
    tickets.c.topic,
    tickets.c.type,
    tickets.c.priority,
    tickets.c.status,
)
_INTERACTION = (
    interactions.c.customer_id,
    interactions.c.id,
    interactions.c.occurred_at,
    interactions.c.tone,
    interactions.c.topic,
)
_READING = (readings.c.customer_id, readings.c.id, readings.c.metric, readings.c.at, readings.c.value)


def _between(columns: Sequence[Any], at: Any, *more: Any) -> Select[Any]:
    table = at.table
    return select(*columns).where(
        table.c.workspace_id == bindparam("workspace_id"),
        among(table.c.customer_id, "ids"),
        at >= bindparam("since"),
        at < bindparam("until"),
        *more,
    )


_OF_CUSTOMER = (tickets.c.workspace_id == bindparam("workspace_id"), among(tickets.c.customer_id, "ids"))
_OPEN = select(*_TICKET).where(
    *_OF_CUSTOMER,
    tickets.c.resolved_at.is_(None),
    tickets.c.opened_at < bindparam("since"),
    tickets.c.complete,
)
_REVIEWS = union_all(
    *(
        _between(_REVIEW, at, reviews.c.status != "deleted")
        for at in (reviews.c.counts_at, reviews.c.asked_at)
    )
)
_TICKETS = union_all(
    *(
        _between(_TICKET, at, tickets.c.complete)
        for at in (tickets.c.opened_at, tickets.c.first_response_at, tickets.c.resolved_at)
    )
)
_INTERACTIONS = _between(_INTERACTION, interactions.c.occurred_at)
_READINGS = _between(_READING, readings.c.at)


def _of_one(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.workspace_id == bindparam("workspace_id"),
        table.c.customer_id == bindparam("customer_id"),
    )


_LATEST = tuple(
    select(column, column.table.c.id).where(*_of_one(column.table), *more).order_by(column.desc()).limit(2)
    for column, more in (
        (reviews.c.counts_at, (reviews.c.polarity.is_not(None), reviews.c.status != "deleted")),
        (tickets.c.opened_at, (tickets.c.complete,)),
        (interactions.c.occurred_at, ()),
    )
)
_OLDEST_OPEN = (
    select(tickets.c.opened_at, tickets.c.id)
    .where(*_of_one(tickets), tickets.c.resolved_at.is_(None), tickets.c.complete)
    .order_by(tickets.c.opened_at, tickets.c.id)
    .limit(2)
)
_LAST_SURVEYS = (
    select(reviews.c.id, reviews.c.polarity)
    .where(
        *_of_one(reviews),
        reviews.c.asked_at >= bindparam("since"),
        reviews.c.asked_at < bindparam("until"),
        reviews.c.status != "deleted",
    )
    .order_by(reviews.c.asked_at.desc(), reviews.c.id.desc())
    .limit(LONGEST_RUN + 2)
)


def facts_between(
    tx: Connection,
    workspace_id: str,
    ids: Collection[str],
    since: datetime,
    until: datetime,
    feeds: Collection[str] | None = None,
) -> dict[str, list[Fact]]:
    """The facts of these customers of which anything happened in since <= t < until, by customer.

    With ``feeds`` (as scoring.plan.feed_of names them), only tables that hold facts of one of them are read.
    """
    asked = None if feeds is None else {_TABLE_OF.get(feed, "readings") for feed in feeds}
    readers = [_READERS[name] for name in _READERS if asked is None or name in asked]
    return _gathered(tx, readers, workspace_id, ids, since, until)


def facts_since(
    tx: Connection, workspace_id: str, ids: Collection[str], since: datetime, until: datetime
) -> dict[str, list[Fact]]:
    """The same, and all tickets of theirs that are open, however old."""
    return _gathered(tx, (*_READERS.values(), (_OPEN, _ticket)), workspace_id, ids, since, until)


def _gathered(
    tx: Connection,
    readers: Sequence[tuple[Any, Callable[[Any], Fact]]],
    workspace_id: str,
    ids: Collection[str],
    since: datetime,
    until: datetime,
) -> dict[str, list[Fact]]:
    """Each fact once, though it may be found by several of its moments."""
    found: dict[str, dict[str, Fact]] = defaultdict(dict)
    if ids:
        values = {"workspace_id": workspace_id, "ids": texts(ids), "since": since, "until": until}
        for statement, read in readers:
            for row in tx.execute(statement, values):
                found[row[0]][row[1]] = read(row)
    return {customer_id: list(facts.values()) for customer_id, facts in found.items()}


def latest_contact(
    tx: Connection, workspace_id: str, customer_id: str, without: Collection[str] = ()
) -> Mark | None:
    """The last answer, ticket or interaction of a customer, but for one that is not to count."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id}
    marks = [Mark(*row) for statement in _LATEST for row in tx.execute(statement, values)]
    return max((mark for mark in marks if mark.id not in without), default=None)


def oldest_open(
    tx: Connection, workspace_id: str, customer_id: str, without: Collection[str] = ()
) -> Mark | None:
    """The ticket of a customer that has been open longest, but for one that is not to count."""
    rows = tx.execute(_OLDEST_OPEN, {"workspace_id": workspace_id, "customer_id": customer_id})
    return min((Mark(*row) for row in rows if row[1] not in without), default=None)


def last_surveys(
    tx: Connection,
    workspace_id: str,
    customer_id: str,
    since: datetime,
    until: datetime,
    without: Collection[str] = (),
) -> list[bool]:
    """Whether the last surveys sent in since <= t < until were answered, newest first; enough for a run."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id, "since": since, "until": until}
    rows = tx.execute(_LAST_SURVEYS, values)
    return [polarity is not None for review_id, polarity in rows if review_id not in without]


def ticket_of(values: Mapping[str, Any]) -> Ticket | None:
    """The fact that a row of a complete ticket says; None for one without the day it was opened."""
    if values["opened_at"] is None:
        return None
    words = f"{values['type']} {values['status']}".casefold()
    return Ticket(
        values["id"],
        values["opened_at"],
        values["first_response_at"],
        values["resolved_at"],
        values["reopened"],
        values["topic"],
        values["priority"].strip().casefold() in _URGENT or _ESCALATED in words,
    )


def interaction_of(values: Mapping[str, Any]) -> Interaction:
    """The fact that a row of an interaction says."""
    return Interaction(values["id"], values["occurred_at"], values["tone"], values["topic"])


def _ticket(row: Any) -> Fact:
    fact = ticket_of(row._mapping)
    assert fact is not None  # noqa: S101 - every range and order asks for a moment
    return fact


def _review(row: Any) -> Fact:
    _customer, id_, survey, polarity, counts_at, asked_at, score, low, high = row
    answer = None if polarity is None else Polarity(polarity)
    return Review(id_, survey, answer, counts_at, asked_at, score, low, high)


def _interaction(row: Any) -> Fact:
    return Interaction(*row[1:])


def _reading(row: Any) -> Fact:
    return Reading(*row[1:])


_READERS: Final = {
    "reviews": (_REVIEWS, _review),
    "tickets": (_TICKETS, _ticket),
    "interactions": (_INTERACTIONS, _interaction),
    "readings": (_READINGS, _reading),
}
_TABLE_OF: Final = {
    "csat": "reviews",
    "nps": "reviews",
    "ces": "reviews",
    "tickets": "tickets",
    "interactions": "interactions",
}
