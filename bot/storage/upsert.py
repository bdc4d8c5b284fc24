"""INSERT ... ON CONFLICT, which both databases speak and SQLAlchemy spells once for each."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


@cache
def _statement(dialect: str, table: Table, keys: tuple[str, ...], update: tuple[str, ...]) -> Insert:
    # Cached: building a statement costs more than running it.
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    if not update:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_={column: statement.excluded[column] for column in update}
    )


def insert_new(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows that are not there yet; those that are stay as they are."""
    if rows:
        tx.execute(_statement(tx.dialect.name, table, (), ()), rows)


def upsert(
    tx: Connection,
    table: Table,
    rows: Sequence[dict[str, Any]],
    *,
    keys: tuple[str, ...],
    update: tuple[str, ...],
) -> None:
    """Insert the rows, or set the columns ``update`` of those that have the same ``keys``."""
    if rows:
        tx.execute(_statement(tx.dialect.name, table, keys, update), rows)


@cache
def _plain(table: Table) -> Insert:
    return table.insert()


def insert_all(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows in one go; a row that is there already is an IntegrityError."""
    if rows:
        tx.execute(_plain(table), rows)
