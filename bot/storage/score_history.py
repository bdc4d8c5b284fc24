"""How scores, statuses and flags went: what is kept of each customer's past."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.past_views import ScoreDay, StoredFlagChange
from bot.storage.among import among, texts
from bot.storage.health import StatusChange
from bot.storage.tables import flag_changes, score_days, status_changes
from scoring.status import Flag, Status

_DAYS = (
    select(
        score_days.c.day,
        score_days.c.score,
        score_days.c.confidence,
        score_days.c.status,
        score_days.c.scorecard_version,
    )
    .where(
        score_days.c.workspace_id == bindparam("workspace_id"),
        score_days.c.customer_id == bindparam("customer_id"),
        score_days.c.day >= bindparam("since"),
        score_days.c.day <= bindparam("until"),
    )
    .order_by(score_days.c.day)
)
_CHANGES = (
    select(*(status_changes.c[name] for name in StatusChange.__dataclass_fields__))
    .where(
        status_changes.c.workspace_id == bindparam("workspace_id"),
        status_changes.c.customer_id == bindparam("customer_id"),
        status_changes.c.at >= bindparam("since"),
        status_changes.c.at < bindparam("until"),
    )
    .order_by(status_changes.c.at)
)
_LAST_CHANGE = (
    select(status_changes.c.after)
    .where(
        status_changes.c.workspace_id == bindparam("workspace_id"),
        status_changes.c.customer_id == bindparam("customer_id"),
        status_changes.c.at <= bindparam("at"),
    )
    .order_by(status_changes.c.at.desc())
    .limit(1)
)
_NEXT_CHANGE = (
    select(status_changes.c.before)
    .where(
        status_changes.c.workspace_id == bindparam("workspace_id"),
        status_changes.c.customer_id == bindparam("customer_id"),
        status_changes.c.at > bindparam("at"),
    )
    .order_by(status_changes.c.at)
    .limit(1)
)
_FLAGS = (
    select(
        flag_changes.c.at,
        flag_changes.c.change,
        flag_changes.c.flag,
        flag_changes.c.reason,
        flag_changes.c.author,
    )
    .where(
        flag_changes.c.workspace_id == bindparam("workspace_id"),
        flag_changes.c.customer_id == bindparam("customer_id"),
        flag_changes.c.at >= bindparam("since"),
        flag_changes.c.at < bindparam("until"),
    )
    .order_by(flag_changes.c.at)
)
_OLDEST_VERSION = (
    select(score_days.c.scorecard_version)
    .where(
        score_days.c.workspace_id == bindparam("workspace_id"),
        score_days.c.customer_id == bindparam("customer_id"),
    )
    .order_by(score_days.c.day)
    .limit(1)
)
_OLD_DAYS = select(score_days.c.customer_id, score_days.c.day).where(
    score_days.c.workspace_id == bindparam("workspace_id"),
    among(score_days.c.customer_id, "ids"),
    score_days.c.day < bindparam("until"),
)
_DROP_DAY = delete(score_days).where(
    score_days.c.workspace_id == bindparam("workspace_id"),
    score_days.c.customer_id == bindparam("whose"),
    score_days.c.day == bindparam("dropped"),
)


def days_of(tx: Connection, workspace_id: str, customer_id: str, since: date, until: date) -> list[ScoreDay]:
    """The days kept of a customer from ``since`` to ``until``, oldest first."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id, "since": since, "until": until}
    rows = tx.execute(_DAYS, values)
    return [ScoreDay(row[0], row[1], row[2], Status(row[3]), row[4]) for row in rows]


def oldest_version(tx: Connection, workspace_id: str, customer_id: str) -> int | None:
    """The version of the scorecard that the oldest day kept of a customer was scored with."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id}
    return tx.execute(_OLDEST_VERSION, values).scalar()


def status_changes_of(
    tx: Connection, workspace_id: str, customer_id: str, since: datetime, until: datetime
) -> list[StatusChange]:
    """A customer's changes of status in since <= t < until, oldest first."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id, "since": since, "until": until}
    return [StatusChange(*row) for row in tx.execute(_CHANGES, values)]


def status_then(tx: Connection, workspace_id: str, customer_id: str, at: datetime) -> Status | None:
    """The status that a customer had; None when it has never changed, so that it is today's."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id, "at": at}
    found = tx.execute(_LAST_CHANGE, values).scalar() or tx.execute(_NEXT_CHANGE, values).scalar()
    return Status(found) if found else None


def flag_changes_of(
    tx: Connection, workspace_id: str, customer_id: str, since: datetime, until: datetime
) -> list[StoredFlagChange]:
    """What people said of a customer in since <= t < until, oldest first."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id, "since": since, "until": until}
    rows = tx.execute(_FLAGS, values)
    return [StoredFlagChange(row[0], row[1], Flag(row[2]), row[3], row[4]) for row in rows]


def old_days(tx: Connection, workspace_id: str, ids: Collection[str], until: date) -> dict[str, list[date]]:
    """The days kept of these customers before ``until``, in no order."""
    found: dict[str, list[date]] = defaultdict(list)
    values = {"workspace_id": workspace_id, "ids": texts(ids), "until": until}
    for customer_id, day in tx.execute(_OLD_DAYS, values):
        found[customer_id].append(day)
    return found


def drop_days(tx: Connection, workspace_id: str, spare: Mapping[str, Collection[date]]) -> int:
    """Forget these days of customers; returns how many."""
    rows = [
        {"workspace_id": workspace_id, "whose": customer_id, "dropped": day}
        for customer_id, days in spare.items()
        for day in days
    ]
    if rows:
        tx.execute(_DROP_DAY, rows)
    return len(rows)
