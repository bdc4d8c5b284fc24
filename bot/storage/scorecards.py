"""The versions of a workspace's scorecards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.tables import scorecards
from bot.storage.upsert import insert_all

_NEWEST = (
    select(scorecards.c.version, scorecards.c.body)
    .where(scorecards.c.workspace_id == bindparam("workspace_id"))
    .order_by(scorecards.c.version.desc())
    .limit(1)
)
_ONE = select(scorecards.c.body).where(
    scorecards.c.workspace_id == bindparam("workspace_id"), scorecards.c.version == bindparam("version")
)
_AT = (
    select(scorecards.c.version, scorecards.c.body)
    .where(scorecards.c.workspace_id == bindparam("workspace_id"), scorecards.c.created_at <= bindparam("at"))
    .order_by(scorecards.c.version.desc())
    .limit(1)
)
_VERSIONS = (
    select(scorecards.c.version, scorecards.c.author, scorecards.c.note, scorecards.c.created_at)
    .where(scorecards.c.workspace_id == bindparam("workspace_id"))
    .order_by(scorecards.c.version.desc())
    .limit(bindparam("size"))
)


@dataclass(frozen=True, slots=True)
class Version:
    """Who made a version, when and why."""

    version: int
    author: str
    note: str
    created_at: datetime


def get_scorecard(tx: Connection, workspace_id: str) -> tuple[int, dict[str, Any]]:
    """(version, body) of the newest; LookupError when the workspace has none."""
    row = tx.execute(_NEWEST, {"workspace_id": workspace_id}).first()
    if row is None:
        raise LookupError("the workspace has no scorecard")
    return row[0], row[1]


def scorecard_at(tx: Connection, workspace_id: str, at: datetime) -> tuple[int, dict[str, Any]] | None:
    """(version, body) of the one that was in force at a moment; None before there was one."""
    row = tx.execute(_AT, {"workspace_id": workspace_id, "at": at}).first()
    return None if row is None else (row[0], row[1])


def find_version(tx: Connection, workspace_id: str, version: int) -> dict[str, Any] | None:
    """The body of one version."""
    return tx.execute(_ONE, {"workspace_id": workspace_id, "version": version}).scalar()


def list_versions(tx: Connection, workspace_id: str, size: int) -> list[Version]:
    """The newest versions, newest first."""
    rows = tx.execute(_VERSIONS, {"workspace_id": workspace_id, "size": size})
    return [Version(*row) for row in rows]


def add_scorecard(
    tx: Connection,
    workspace_id: str,
    version: int,
    body: dict[str, Any],
    author: str,
    note: str,
    now: datetime,
) -> None:
    """Store one more version; the older ones stay for the scores computed with them."""
    row = {
        "workspace_id": workspace_id,
        "version": version,
        "body": body,
        "author": author,
        "note": note,
        "created_at": now,
    }
    insert_all(tx, scorecards, [row])
