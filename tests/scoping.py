"""Every query names its workspace: looked at for each statement that any test runs."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Column, Delete, Engine, Select, Table, Update, event
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, ClauseElement
from sqlalchemy.sql.functions import FunctionElement


class UnscopedQuery(AssertionError):
    """A statement could see another tenant's rows."""


def unscoped_tables(statement: ClauseElement) -> set[str]:
    """The tenant tables of a statement whose workspace no condition names."""
    tables: set[str] = set()
    scoped: set[str] = set()
    for part in visitors.iterate(statement):
        if isinstance(part, Table) and "workspace_id" in part.c:
            tables.add(part.name)
        if isinstance(part, BinaryExpression) and part.operator is operators.eq:
            sides = [_column(part.left), _column(part.right)]
            scoped |= {
                side.table.name
                for side in sides
                if side is not None and side.name == "workspace_id" and isinstance(side.table, Table)
            }
    return tables - scoped


def _column(side: Any) -> Column[Any] | None:
    """The column itself, or the one that ``beside`` stands before."""
    if isinstance(side, FunctionElement):
        side = next(iter(side.clauses), None)
    return side if isinstance(side, Column) else None


@pytest.fixture(autouse=True, scope="session")
def every_query_names_its_workspace() -> Iterator[None]:
    """Fail the test that runs an unscoped query, unless the query says why it looks at every workspace."""
    event.listen(Engine, "before_execute", _check)
    yield
    event.remove(Engine, "before_execute", _check)


def _check(_connection: Any, statement: Any, _many: Any, _one: Any, options: dict[str, Any]) -> None:
    if isinstance(statement, Select | Update | Delete):
        allowed = statement.get_execution_options().get("every_workspace") or options.get("every_workspace")
        if not allowed and (tables := unscoped_tables(statement)):
            raise UnscopedQuery(f"{sorted(tables)}: {statement}")
