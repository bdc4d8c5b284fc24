"""Current scores, changes of statuses, and the daily history."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from bot.storage.among import among, beside, texts
from bot.storage.flags import IN_FORCE
from bot.storage.tables import customers, flags, score_days, scores, status_changes
from bot.storage.upsert import insert_all, upsert
from bot.views import CustomerLine, HealthMark
from scoring.status import Flag, Status, Tenure


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A customer's status went from ``before`` to ``after``, at a score and a confidence."""

    id: str
    customer_id: str
    at: datetime
    before: str
    after: str
    score: float
    confidence: float


_TENURES = select(
    scores.c.customer_id, scores.c.status, scores.c.since, scores.c.calling, scores.c.calling_since
).where(
    scores.c.workspace_id == bindparam("workspace_id"),
    among(scores.c.customer_id, "ids"),
)
_SCORE_COLUMNS = (
    "scorecard_version",
    "card",
    "population",
    "score",
    "baseline",
    "confidence",
    "status",
    "since",
    "calling",
    "calling_since",
    "contributions",
    "as_of",
)
_STATUS_CHANGE = select(
    status_changes.c.id,
    status_changes.c.customer_id,
    status_changes.c.at,
    status_changes.c.before,
    status_changes.c.after,
    status_changes.c.score,
    status_changes.c.confidence,
).where(
    status_changes.c.workspace_id == bindparam("workspace_id"), status_changes.c.id == bindparam("change_id")
)
_PARTS = select(scores.c.card, scores.c.contributions).where(
    scores.c.workspace_id == bindparam("workspace_id"), scores.c.customer_id == bindparam("customer_id")
)
_DAY_COLUMNS = ("scorecard_version", "score", "confidence", "status")
_LINES = (
    select(
        customers.c.id,
        customers.c.name,
        customers.c.population,
        customers.c.site,
        customers.c.owner,
        scores.c.score,
        scores.c.confidence,
        scores.c.status,
        flags.c.flag,
    )
    .select_from(
        customers.outerjoin(
            scores,
            (scores.c.workspace_id == customers.c.workspace_id) & (scores.c.customer_id == customers.c.id),
        ).outerjoin(
            flags,
            (flags.c.workspace_id == customers.c.workspace_id)
            & (flags.c.customer_id == customers.c.id)
            & IN_FORCE,
        )
    )
    .where(beside(customers.c.workspace_id) == bindparam("workspace_id"))
)
_LINES_BY_IDS = _LINES.where(among(customers.c.id, "ids"))
_WORST = (
    _LINES.where(scores.c.workspace_id == bindparam("workspace_id"), scores.c.status == bindparam("status"))
    .order_by(scores.c.score, customers.c.name)
    .limit(bindparam("size"))
)
_COUNTS = (
    select(scores.c.status, func.count())
    .where(scores.c.workspace_id == bindparam("workspace_id"))
    .group_by(scores.c.status)
)
_TOTAL = select(func.count()).where(customers.c.workspace_id == bindparam("workspace_id"))


def get_tenures(tx: Connection, workspace_id: str, ids: Collection[str]) -> dict[str, Tenure]:
    """The status last computed, and since when, by customer id."""
    if not ids:
        return {}
    rows = tx.execute(_TENURES, {"workspace_id": workspace_id, "ids": texts(ids)})
    return {
        customer_id: Tenure(Status(status), since, Status(calling) if calling else None, calling_since)
        for customer_id, status, since, calling, calling_since in rows
    }


def put_scores(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store current scores."""
    upsert(tx, scores, rows, keys=("workspace_id", "customer_id"), update=_SCORE_COLUMNS)


def find_status_change(tx: Connection, workspace_id: str, change_id: str) -> StatusChange | None:
    """One change of a status."""
    row = tx.execute(_STATUS_CHANGE, {"workspace_id": workspace_id, "change_id": change_id}).first()
    return None if row is None else StatusChange(*row)


def parts_of(tx: Connection, workspace_id: str, customer_id: str) -> tuple[str, str]:
    """The name of a customer's scorecard, and (metric, points, value) of each metric with data, as JSON."""
    row = tx.execute(_PARTS, {"workspace_id": workspace_id, "customer_id": customer_id}).one()
    return row[0], row[1]


def add_status_changes(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Note changes of statuses."""
    insert_all(tx, status_changes, rows)


def keep_day(tx: Connection, rows: Sequence[dict[str, Any]], day: date) -> None:
    """Note these scores (rows of put_scores) as the last word of the day."""
    kept = [
        {**{column: row[column] for column in ("workspace_id", "customer_id", *_DAY_COLUMNS)}, "day": day}
        for row in rows
    ]
    upsert(tx, score_days, kept, keys=("workspace_id", "customer_id", "day"), update=_DAY_COLUMNS)


def customer_lines(
    tx: Connection, workspace_id: str, ids: Collection[str], now: datetime
) -> dict[str, CustomerLine]:
    """Customers as lines of a list at ``now``, by id."""
    if not ids:
        return {}
    rows = tx.execute(_LINES_BY_IDS, {"workspace_id": workspace_id, "ids": texts(ids), "now": now})
    return {row[0]: _line(row) for row in rows}


def list_lines(
    tx: Connection,
    workspace_id: str,
    now: datetime,
    population: str | None = None,
    status: Status | None = None,
) -> list[CustomerLine]:
    """All customers, or those of one population or status, by name; not scored yet is without evidence."""
    statement = _LINES
    if population is not None:
        statement = statement.where(customers.c.population == population)
    if status is Status.NOT_ENOUGH_EVIDENCE:
        statement = statement.where(or_(scores.c.status == status.value, scores.c.status.is_(None)))
    elif status is not None:
        statement = statement.where(scores.c.status == status.value)
    values = {"workspace_id": workspace_id, "now": now}
    rows = tx.execute(statement.order_by(customers.c.name, customers.c.id), values)
    return [_line(row) for row in rows]


def worst_customers(
    tx: Connection, workspace_id: str, status: Status, size: int, now: datetime
) -> list[CustomerLine]:
    """The lowest scores among the customers of one status, worst first."""
    values = {"workspace_id": workspace_id, "status": status.value, "size": size, "now": now}
    rows = tx.execute(_WORST, values)
    return [_line(row) for row in rows]


def _line(row: Any) -> CustomerLine:
    customer_id, name, population, site, owner, score, confidence, status, flag = row
    mark = None if score is None else HealthMark(score, confidence, Status(status))
    return CustomerLine(customer_id, name, population, site, owner, mark, Flag(flag) if flag else None)


def status_counts(tx: Connection, workspace_id: str) -> tuple[int, dict[Status, int]]:
    """(number of customers, how many of them have each status); those not scored yet count as without
    evidence.
    """
    counts = dict.fromkeys(Status, 0)
    for status, count in tx.execute(_COUNTS, {"workspace_id": workspace_id}):
        counts[Status(status)] = count
    total = int(tx.execute(_TOTAL, {"workspace_id": workspace_id}).scalar_one())
    counts[Status.NOT_ENOUGH_EVIDENCE] += total - sum(counts.values())
    return total, counts
