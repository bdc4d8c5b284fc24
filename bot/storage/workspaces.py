"""Workspaces: the tenants, with the versions of what a process may have cached about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.storage.tables import workspaces
from bot.storage.upsert import insert_all


@dataclass(frozen=True, slots=True)
class Workspace:
    """One tenant; ``bot_token`` is encrypted, and None when it comes from the environment."""

    id: str
    slack_team_id: str | None
    name: str
    timezone: str
    bot_token: str | None
    bot_user_id: str | None
    rules_version: int
    scorecard_version: int


_COLUMNS = tuple(workspaces.c[name] for name in Workspace.__dataclass_fields__)
_BY_ID = select(*_COLUMNS).where(workspaces.c.id == bindparam("workspace_id"))
_BY_TEAM = select(*_COLUMNS).where(
    workspaces.c.slack_team_id == bindparam("team_id"), workspaces.c.uninstalled_at.is_(None)
)
_BY_TEAM_EVER = select(*_COLUMNS).where(workspaces.c.slack_team_id == bindparam("team_id"))
_ALL = select(*_COLUMNS).where(workspaces.c.uninstalled_at.is_(None)).order_by(workspaces.c.id)


def get_workspace(tx: Connection, workspace_id: str) -> Workspace:
    """The workspace; LookupError when there is none."""
    row = tx.execute(_BY_ID, {"workspace_id": workspace_id}).first()
    if row is None:
        raise LookupError(f"no workspace {workspace_id}")
    return Workspace(*row)


def find_team(tx: Connection, team_id: str) -> Workspace | None:
    """The workspace of a Slack team, if the app is installed there."""
    row = tx.execute(_BY_TEAM, {"team_id": team_id}).first()
    return Workspace(*row) if row else None


def find_team_ever(tx: Connection, team_id: str) -> Workspace | None:
    """The workspace of a Slack team, also when the app was removed there."""
    row = tx.execute(_BY_TEAM_EVER, {"team_id": team_id}).first()
    return Workspace(*row) if row else None


def all_workspaces(tx: Connection) -> list[Workspace]:
    """Every workspace in use, oldest first."""
    return [Workspace(*row) for row in tx.execute(_ALL)]


def add_workspace(tx: Connection, workspace_id: str, name: str, timezone: str, now: datetime) -> None:
    """A workspace without a Slack team yet."""
    row = {
        "id": workspace_id,
        "name": name,
        "timezone": timezone,
        "rules_version": 0,
        "scorecard_version": 0,
        "created_at": now,
    }
    insert_all(tx, workspaces, [row])


def set_workspace(tx: Connection, workspace_id: str, **values: Any) -> None:
    """Change columns of one workspace."""
    tx.execute(update(workspaces).where(workspaces.c.id == workspace_id).values(**values))


def raise_version(tx: Connection, workspace_id: str, column: str) -> int:
    """Add one to ``rules_version`` or ``scorecard_version``; returns the new number."""
    counter = workspaces.c[column]
    tx.execute(update(workspaces).where(workspaces.c.id == workspace_id).values({column: counter + 1}))
    return int(tx.execute(select(counter).where(workspaces.c.id == workspace_id)).scalar_one())
