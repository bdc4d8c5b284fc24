"""Flags that people set by hand. Whatever asks for one says when: a flag that has ended is none any more."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select

from bot.ids import new_id
from bot.storage.among import among, texts
from bot.storage.tables import flag_changes, flags
from bot.storage.upsert import insert_all, upsert
from bot.views import FlagMark, HealthMark
from scoring.status import Flag

# For a query that joins flags: the parameter ``now`` is the moment that it asks about.
IN_FORCE: Final[ColumnElement[bool]] = flags.c.expires_at.is_(None) | (flags.c.expires_at > bindparam("now"))

_MARK = (flags.c.flag, flags.c.reason, flags.c.author, flags.c.created_at, flags.c.expires_at)
_BY_CUSTOMERS = select(flags.c.customer_id, *_MARK).where(
    flags.c.workspace_id == bindparam("workspace_id"), among(flags.c.customer_id, "ids"), IN_FORCE
)

_ENDING = (
    select(flags.c.customer_id, *_MARK)
    .where(
        flags.c.workspace_id == bindparam("workspace_id"),
        flags.c.expires_at > bindparam("since"),
        flags.c.expires_at <= bindparam("until"),
    )
    .order_by(flags.c.expires_at, flags.c.customer_id)
    .limit(bindparam("size"))
)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def find_flag(tx: Connection, workspace_id: str, customer_id: str, now: datetime) -> FlagMark | None:
    """The flag that a customer has at ``now``."""
    return flags_of(tx, workspace_id, [customer_id], now).get(customer_id)


def flags_of(tx: Connection, workspace_id: str, ids: Collection[str], now: datetime) -> dict[str, FlagMark]:
    """The flags in force at ``now``, by customer id; customers without one are missing."""
    if not ids:
        return {}
    rows = tx.execute(_BY_CUSTOMERS, {"workspace_id": workspace_id, "ids": texts(ids), "now": now})
    return {row[0]: FlagMark(Flag(row[1]), *row[2:]) for row in rows}


def ended(tx: Connection, workspace_id: str, now: datetime, size: int) -> dict[str, FlagMark]:
    """Flags that have ended by themselves and are still stored, the oldest first."""
    values = {"workspace_id": workspace_id, "since": _BEGINNING, "until": now, "size": size}
    return {row[0]: FlagMark(Flag(row[1]), *row[2:]) for row in tx.execute(_ENDING, values)}


def ending(
    tx: Connection, workspace_id: str, now: datetime, within: timedelta, size: int
) -> dict[str, FlagMark]:
    """Flags in force that end within that time, the next first."""
    values = {"workspace_id": workspace_id, "since": now, "until": now + within, "size": size}
    return {row[0]: FlagMark(Flag(row[1]), *row[2:]) for row in tx.execute(_ENDING, values)}


def remove_flag(tx: Connection, workspace_id: str, customer_id: str) -> None:
    """Leave the customer without a flag."""
    tx.execute(delete(flags).where(flags.c.workspace_id == workspace_id, flags.c.customer_id == customer_id))


def add_change(
    tx: Connection,
    workspace_id: str,
    customer_id: str,
    change: str,
    mark: FlagMark,
    computed: HealthMark | None,
    now: datetime,
) -> None:
    """Keep in the history that a flag was ``set``, ``cleared`` or has ``ended``, and what was computed then.

    ``mark`` is the flag set or gone, with who did that, and why.
    """
    row = {
        "id": new_id(),
        "workspace_id": workspace_id,
        "customer_id": customer_id,
        "at": now,
        "change": change,
        "flag": mark.flag.value,
        "reason": mark.reason,
        "author": mark.author,
        "expires_at": mark.expires_at,
        "score": computed.score if computed else None,
        "confidence": computed.confidence if computed else None,
        "status": computed.status.value if computed else None,
    }
    insert_all(tx, flag_changes, [row])


def put_flag(tx: Connection, workspace_id: str, customer_id: str, mark: FlagMark) -> None:
    """Set a customer's flag, over the one it has."""
    row = {
        "workspace_id": workspace_id,
        "customer_id": customer_id,
        "flag": mark.flag.value,
        "reason": mark.reason,
        "author": mark.author,
        "created_at": mark.set_at,
        "expires_at": mark.expires_at,
    }
    columns = ("flag", "reason", "author", "created_at", "expires_at")
    upsert(tx, flags, [row], keys=("workspace_id", "customer_id"), update=columns)
