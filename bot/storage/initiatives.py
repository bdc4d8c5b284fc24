"""Initiatives: what a team did for its customers, and how those scored before and after."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.ids import new_id
from bot.past_views import Initiative
from bot.storage.among import among, texts
from bot.storage.tables import initiatives, score_days
from bot.storage.upsert import insert_all

_COLUMNS = tuple(initiatives.c[name] for name in Initiative.__dataclass_fields__)
_ALL = (
    select(*_COLUMNS)
    .where(initiatives.c.workspace_id == bindparam("workspace_id"))
    .order_by(initiatives.c.began_on, initiatives.c.name)
)
_REMOVE = delete(initiatives).where(
    initiatives.c.workspace_id == bindparam("of"), initiatives.c.id == bindparam("gone")
)
_SCORES = select(score_days.c.customer_id, score_days.c.day, score_days.c.score).where(
    score_days.c.workspace_id == bindparam("workspace_id"),
    among(score_days.c.customer_id, "ids"),
    score_days.c.day >= bindparam("since"),
    score_days.c.day <= bindparam("until"),
)


def all_initiatives(tx: Connection, workspace_id: str) -> list[Initiative]:
    """The workspace's initiatives, the oldest first."""
    return [Initiative(*row) for row in tx.execute(_ALL, {"workspace_id": workspace_id})]


def add_initiative(tx: Connection, workspace_id: str, new: Initiative, author: str, now: datetime) -> str:
    """Store one under a new id, which is returned."""
    row = {name: getattr(new, name) for name in Initiative.__dataclass_fields__}
    row |= {"id": new_id(), "workspace_id": workspace_id, "author": author, "created_at": now}
    insert_all(tx, initiatives, [row])
    return str(row["id"])


def remove_initiative(tx: Connection, workspace_id: str, initiative_id: str) -> None:
    """Forget one."""
    tx.execute(_REMOVE, {"of": workspace_id, "gone": initiative_id})


def scores_between(
    tx: Connection, workspace_id: str, ids: Collection[str], since: date, until: date
) -> dict[str, dict[date, float]]:
    """The scores kept of these customers from ``since`` to ``until``, by customer and day."""
    found: dict[str, dict[date, float]] = defaultdict(dict)
    values = {"workspace_id": workspace_id, "ids": texts(ids), "since": since, "until": until}
    for customer_id, day, score in tx.execute(_SCORES, values):
        found[customer_id][day] = score
    return found
