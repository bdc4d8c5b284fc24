"""Reviews: what was asked, what was answered, and when it counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.storage.among import among, beside, texts
from bot.storage.tables import review_versions, reviews
from bot.storage.upsert import insert_new, upsert
from bot.views import ReviewLine


@dataclass(frozen=True, slots=True)
class StoredReview:
    """What taking in a review again needs to know of the one that is there."""

    id: str
    source_id: str
    external_id: str
    customer_id: str | None
    survey_type: str
    score: float | None
    scale_min: float
    scale_max: float
    polarity: str | None
    comment: str
    tags: tuple[str, ...]
    agents: tuple[str, ...]
    permalink: str
    status: str
    changed_at: datetime
    received_at: datetime
    counts_at: datetime
    asked_at: datetime


_STORED = tuple(reviews.c[name] for name in StoredReview.__dataclass_fields__)
_BY_EXTERNAL_OF_SOURCE = select(*_STORED).where(
    reviews.c.workspace_id == bindparam("workspace_id"),
    reviews.c.source_id == bindparam("source_id"),
    among(reviews.c.external_id, "external_ids"),
)
# The columns of a ReviewLine, by its field names.
LINE_COLUMNS = (
    reviews.c.id,
    reviews.c.survey_type,
    reviews.c.score,
    reviews.c.scale_min,
    reviews.c.scale_max,
    reviews.c.polarity,
    reviews.c.comment,
    reviews.c.contact_name,
    reviews.c.contact_email,
    reviews.c.ticket_number,
    reviews.c.ticket_subject,
    reviews.c.agents,
    reviews.c.tags,
    reviews.c.rated_at,
    reviews.c.permalink,
)
_LINES_BY_IDS = select(*LINE_COLUMNS).where(
    beside(reviews.c.workspace_id) == bindparam("workspace_id"), among(reviews.c.id, "ids")
)
_LATEST = (
    select(*LINE_COLUMNS)
    .where(
        reviews.c.workspace_id == bindparam("workspace_id"),
        reviews.c.customer_id == bindparam("customer_id"),
        reviews.c.status != "deleted",
        reviews.c.polarity.is_not(None),
    )
    .order_by(reviews.c.counts_at.desc(), reviews.c.id.desc())
    .limit(bindparam("size"))
)

_VERSIONED = (
    "customer_id",
    "survey_type",
    "score",
    "scale_min",
    "scale_max",
    "polarity",
    "status",
    "counts_at",
    "asked_at",
)

# What a newer version of a review may change; its id and the moment of its first arrival stay.
REVISABLE = (
    "customer_id",
    "survey_type",
    "score",
    "scale_min",
    "scale_max",
    "polarity",
    "comment",
    "language",
    "contact_name",
    "contact_email",
    "ticket_external_id",
    "ticket_number",
    "ticket_subject",
    "agents",
    "tags",
    "status",
    "permalink",
    "sent_at",
    "rated_at",
    "changed_at",
    "counts_at",
    "asked_at",
)


def find_stored(
    tx: Connection, workspace_id: str, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], StoredReview]:
    """The stored reviews of these (source id, external id) pairs."""
    by_source: dict[str, list[str]] = {}
    for source_id, external_id in pairs:
        by_source.setdefault(source_id, []).append(external_id)
    found = {}
    # One statement for each source: a batch comes from one or two, and a plain IN uses the unique index best.
    for source_id, external_ids in by_source.items():
        values = {"workspace_id": workspace_id, "source_id": source_id, "external_ids": texts(external_ids)}
        for row in tx.execute(_BY_EXTERNAL_OF_SOURCE, values):
            stored = _stored(row)
            found[(stored.source_id, stored.external_id)] = stored
    return found


def get_stored(tx: Connection, workspace_id: str, review_id: str) -> StoredReview | None:
    """One review by its id."""
    statement = select(*_STORED).where(reviews.c.workspace_id == workspace_id, reviews.c.id == review_id)
    row = tx.execute(statement).first()
    return _stored(row) if row else None


def _stored(row: Any) -> StoredReview:
    values = row._asdict()
    values["tags"] = tuple(values["tags"])
    values["agents"] = tuple(values["agents"])
    return StoredReview(**values)


def put_reviews(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert whole reviews, or revise those with the same source and external id."""
    upsert(tx, reviews, rows, keys=("workspace_id", "source_id", "external_id"), update=REVISABLE)


def add_versions(tx: Connection, workspace_id: str, olds: Sequence[StoredReview], now: datetime) -> None:
    """Keep what reviews said until ``now``; of two changes at one time, what was said before both."""
    rows = [
        {
            "workspace_id": workspace_id,
            "review_id": old.id,
            "until": now,
            **{column: getattr(old, column) for column in _VERSIONED},
        }
        for old in olds
    ]
    insert_new(tx, review_versions, rows)


def review_lines(tx: Connection, workspace_id: str, ids: Collection[str]) -> dict[str, ReviewLine]:
    """These reviews as lines, by id."""
    if not ids:
        return {}
    rows = tx.execute(_LINES_BY_IDS, {"workspace_id": workspace_id, "ids": texts(ids)})
    return {row[0]: _line(row) for row in rows}


def latest_reviews(tx: Connection, workspace_id: str, customer_id: str, size: int) -> list[ReviewLine]:
    """A customer's last answered surveys, newest first."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id, "size": size}
    return [_line(row) for row in tx.execute(_LATEST, values)]


def _line(row: Any) -> ReviewLine:
    values = row._asdict()
    values["tags"] = tuple(values["tags"])
    values["agents"] = tuple(values["agents"])
    return ReviewLine(**values)


def set_status(tx: Connection, workspace_id: str, review_id: str, status: str) -> None:
    """Mark one review open or done; one that is deleted stays so."""
    tx.execute(
        update(reviews)
        .where(
            reviews.c.workspace_id == workspace_id,
            reviews.c.id == review_id,
            reviews.c.status != "deleted",
        )
        .values(status=status)
    )
