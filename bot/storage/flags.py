"""Flags that people set by hand. Whatever asks for one says when: a flag that has ended is none any more."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, select

from bot.storage.among import among, texts
from bot.storage.tables import flags
from bot.storage.upsert import upsert
from bot.views import FlagMark
from scoring.status import Flag

# For a query that joins flags: the parameter ``now`` is the moment that it asks about.
IN_FORCE: Final[ColumnElement[bool]] = flags.c.expires_at.is_(None) | (flags.c.expires_at > bindparam("now"))

_MARK = (flags.c.flag, flags.c.reason, flags.c.author, flags.c.created_at, flags.c.expires_at)
_BY_CUSTOMERS = select(flags.c.customer_id, *_MARK).where(
    flags.c.workspace_id == bindparam("workspace_id"), among(flags.c.customer_id, "ids"), IN_FORCE
)


def find_flag(tx: Connection, workspace_id: str, customer_id: str, now: datetime) -> FlagMark | None:
    """The flag that a customer has at ``now``."""
    return flags_of(tx, workspace_id, [customer_id], now).get(customer_id)


def flags_of(tx: Connection, workspace_id: str, ids: Collection[str], now: datetime) -> dict[str, FlagMark]:
    """The flags in force at ``now``, by customer id; customers without one are missing."""
    if not ids:
        return {}
    rows = tx.execute(_BY_CUSTOMERS, {"workspace_id": workspace_id, "ids": texts(ids), "now": now})
    return {row[0]: FlagMark(Flag(row[1]), *row[2:]) for row in rows}


def put_flag(tx: Connection, row: dict[str, Any]) -> None:
    """Set a customer's flag, over the one it has."""
    columns = ("flag", "reason", "author", "created_at", "expires_at")
    upsert(tx, flags, [row], keys=("workspace_id", "customer_id"), update=columns)
