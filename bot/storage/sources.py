"""Sources: the configured inlets, each with its token (kept as a hash) and its secrets (kept encrypted)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.storage.tables import sources
from bot.storage.upsert import insert_all


@dataclass(frozen=True, slots=True)
class StoredSource:
    """One inlet; ``secrets`` is the encrypted JSON list of them."""

    id: str
    workspace_id: str
    name: str
    kind: str
    secrets: str
    enabled: bool
    created_at: datetime


_COLUMNS = tuple(sources.c[name] for name in StoredSource.__dataclass_fields__)
_BY_TOKEN = (
    select(*_COLUMNS)
    .where(sources.c.token_hash == bindparam("token_hash"))
    .execution_options(every_workspace="the token is what tells the workspace")
)
_OF_WORKSPACE = (
    select(*_COLUMNS).where(sources.c.workspace_id == bindparam("workspace_id")).order_by(sources.c.name)
)


def find_by_token(tx: Connection, token_hash: str) -> StoredSource | None:
    """The source behind a webhook address."""
    row = tx.execute(_BY_TOKEN, {"token_hash": token_hash}).first()
    return StoredSource(*row) if row else None


def list_sources(tx: Connection, workspace_id: str) -> list[StoredSource]:
    """All sources of a workspace by name."""
    return [StoredSource(*row) for row in tx.execute(_OF_WORKSPACE, {"workspace_id": workspace_id})]


def find_source(tx: Connection, workspace_id: str, name: str) -> StoredSource | None:
    """The source of that name."""
    statement = select(*_COLUMNS).where(sources.c.workspace_id == workspace_id, sources.c.name == name)
    row = tx.execute(statement).first()
    return StoredSource(*row) if row else None


def add_source(tx: Connection, row: dict[str, Any]) -> None:
    """Insert a whole source."""
    insert_all(tx, sources, [row])


def change_source(tx: Connection, workspace_id: str, source_id: str, **values: Any) -> None:
    """Set columns of one source."""
    tx.execute(
        update(sources)
        .where(sources.c.workspace_id == workspace_id, sources.c.id == source_id)
        .values(**values)
    )


def name_of(tx: Connection, workspace_id: str, source_id: str) -> str:
    """The name of a source."""
    statement = select(sources.c.name).where(
        sources.c.workspace_id == workspace_id, sources.c.id == source_id
    )
    return str(tx.execute(statement).scalar_one())
