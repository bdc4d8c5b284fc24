"""Facts of a customer as they were at a moment of the past."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.among import among, texts
from bot.storage.facts import facts_since
from bot.storage.tables import feeds, review_versions
from scoring.facts import Fact, Review, Ticket
from scoring.polarity import Polarity
from scoring.windows import FOREVER

_VERSION = (
    review_versions.c.review_id,
    review_versions.c.until,
    review_versions.c.customer_id,
    review_versions.c.survey_type,
    review_versions.c.polarity,
    review_versions.c.counts_at,
    review_versions.c.asked_at,
    review_versions.c.score,
    review_versions.c.scale_min,
    review_versions.c.scale_max,
    review_versions.c.status,
)
_LATER = select(*_VERSION).where(
    review_versions.c.workspace_id == bindparam("workspace_id"), review_versions.c.until > bindparam("then")
)
_OF_CUSTOMER = _LATER.where(review_versions.c.customer_id == bindparam("customer_id"))
_OF_REVIEWS = _LATER.where(among(review_versions.c.review_id, "ids"))
_FEEDS = select(feeds.c.feed, feeds.c.last_at).where(
    feeds.c.workspace_id == bindparam("workspace_id"), feeds.c.first_at <= bindparam("then")
)


def facts_then(
    tx: Connection, workspace_id: str, customer_id: str, since: datetime, then: datetime
) -> list[Fact]:
    """What was known of a customer at ``then``, of all that happened after ``since`` or was open.

    Reviews are told as the version in force said, also one that was deleted since; an answer that came later
    was an unanswered survey. Of a ticket only the moments up to ``then`` are known. What came in late counts
    from its own date. How often a ticket was reopened, its topic and its priority are those of today, of
    which no history is kept.
    """
    today = facts_since(tx, workspace_id, [customer_id], since, FOREVER).get(customer_id, [])
    known = {fact.id for fact in today if isinstance(fact, Review)}
    versions = _versions_then(tx, workspace_id, customer_id, known, then)
    unchanged = (fact for fact in today if fact.id not in versions)
    restored = (_review(row) for row in versions.values() if _counted(row, customer_id, since))
    return list(_until(then, [*unchanged, *restored]))


def feeds_then(tx: Connection, workspace_id: str, then: datetime) -> dict[str, datetime]:
    """When each feed was last heard at ``then``; one that had never been is missing.

    Only the last time of all is kept: a feed that was heard since counts as having been on time.
    """
    rows = tx.execute(_FEEDS, {"workspace_id": workspace_id, "then": then})
    return {feed: min(last_at, then) for feed, last_at in rows}


def _versions_then(
    tx: Connection, workspace_id: str, customer_id: str, ids: Collection[str], then: datetime
) -> dict[str, Any]:
    """The version in force of every review that said something else then: the first that ended later."""
    values = {"workspace_id": workspace_id, "then": then}
    rows = [
        *tx.execute(_OF_CUSTOMER, {**values, "customer_id": customer_id}),
        *tx.execute(_OF_REVIEWS, {**values, "ids": texts(ids)}),
    ]
    return {row.review_id: row for row in sorted(rows, key=lambda row: row.until, reverse=True)}


def _counted(row: Any, customer_id: str, since: datetime) -> bool:
    own = row.customer_id == customer_id and row.status != "deleted"
    return bool(own and max(row.counts_at, row.asked_at) >= since)


def _review(row: Any) -> Fact:
    answer = None if row.polarity is None else Polarity(row.polarity)
    return Review(
        row.review_id, row.survey_type, answer, row.counts_at, row.asked_at,
        row.score, row.scale_min, row.scale_max,
    )  # fmt: skip


def _until(then: datetime, facts: Iterable[Fact]) -> Iterable[Fact]:
    for fact in facts:
        match fact:
            case Review() if fact.asked_at <= then:
                yield fact if fact.at <= then else replace(fact, polarity=None, score=None, at=fact.asked_at)
            case Ticket() if fact.opened_at <= then:
                yield replace(
                    fact,
                    first_response_at=_past(fact.first_response_at, then),
                    resolved_at=_past(fact.resolved_at, then),
                )
            case Review() | Ticket():
                pass
            case _ if fact.at <= then:
                yield fact


def _past(at: datetime | None, then: datetime) -> datetime | None:
    return at if at is not None and at <= then else None
