"""Writing many rows at once: INSERT ... ON CONFLICT, which both databases speak and SQLAlchemy spells once
for each.

The statement is built and compiled once, and rows go to the driver as plain tuples: on the intake's path
SQLAlchemy's own handling of parameters would cost more than the database's work.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """SQL with positional parameters, and how a row becomes them."""

    sql: str
    values_of: Callable[[dict[str, Any]], tuple[Any, ...]]
    processors: tuple[tuple[int, Callable[[Any], Any]], ...]

    def parameters(self, row: dict[str, Any]) -> tuple[Any, ...]:
        values = list(self.values_of(row))
        for place, process in self.processors:
            values[place] = process(values[place])
        return tuple(values)


def insert_all(tx: Connection, table: Table, rows: Rows) -> None:
    """Insert the rows in one go; a row that is there already is an IntegrityError."""
    _run(tx, table, rows, _insert)


def insert_new(tx: Connection, table: Table, rows: Rows) -> None:
    """Insert the rows that are not there yet; those that are stay as they are."""
    _run(tx, table, rows, _insert_new)


def insert_one_new(tx: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert the row; False when it is there already, put there by whomever, however recently."""
    return tx.execute(_insert_new(tx.dialect.name, table), row).rowcount == 1


def upsert(
    tx: Connection, table: Table, rows: Rows, *, keys: tuple[str, ...], update: tuple[str, ...]
) -> None:
    """Insert the rows, or set the columns ``update`` of those that have the same ``keys``."""
    _run(tx, table, rows, _upsert, keys, update)


def _run(tx: Connection, table: Table, rows: Rows, build: Callable[..., Insert], *how: Any) -> None:
    if rows:
        prepared = _prepare(tx.dialect, table, tuple(rows[0]), build, *how)
        tx.exec_driver_sql(prepared.sql, [prepared.parameters(row) for row in rows])


@cache
def _prepare(
    dialect: Dialect, table: Table, columns: tuple[str, ...], build: Callable[..., Insert], *how: Any
) -> _Prepared:
    compiled = build(dialect.name, table, *how).compile(dialect=dialect, column_keys=list(columns))
    order = getattr(compiled, "positiontup", None) or list(columns)
    bound = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order]
    processors = tuple((place, process) for place, process in enumerate(bound) if process is not None)
    # itemgetter of one name gives no tuple; every table here has more columns than that.
    return _Prepared(str(compiled), itemgetter(*order), processors)


def _insert(dialect: str, table: Table) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _insert_new(dialect: str, table: Table) -> Insert:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return insert.on_conflict_do_nothing()


def _upsert(dialect: str, table: Table, keys: tuple[str, ...], update: tuple[str, ...]) -> Insert:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    changed = {column: insert.excluded[column] for column in update}
    return insert.on_conflict_do_update(index_elements=list(keys), set_=changed)
