"""``column IN (many values)`` with one parameter: the same statement however many there are."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Among(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002
        # Else SQLAlchemy writes "... = 1" for SQLite, which then cannot use an index and reads everything.
        return self


def among(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """True when the column is one of the values of the parameter ``name``, which ``texts`` makes.

    SQLAlchemy's expanding IN renders the statement anew for every number of values; this one stays compiled,
    here and in the database.
    """
    return _Among(column, bindparam(name, type_=Text()))


class _Beside(FunctionElement[str]):
    inherit_cache = True
    type = Text()


def beside(column: ColumnElement[str]) -> ColumnElement[str]:
    """The column to compare, but not to find rows by.

    Without statistics SQLite takes a workspace for ten rows, and would rather read all of its customers than
    look up some by their ids. PostgreSQL knows better.
    """
    return _Beside(column)


def texts(values: Collection[str]) -> str:
    """The values as the parameter of ``among``."""
    return json.dumps(list(values))


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - compiled clauses


@compiles(_Beside, "sqlite")
def _without_index(element: _Beside, compiler: SQLCompiler, **kw: Any) -> str:
    return "+" + compiler.process(next(iter(element.clauses)), **kw)


@compiles(_Beside, "postgresql")
def _plain(element: _Beside, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **kw)


@compiles(_Among, "postgresql")
def _any_of_json(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY (ARRAY(SELECT json_array_elements_text(CAST({values} AS JSON))))"
