"""The walker itself, and every statement that the storage modules keep."""

import importlib
import pkgutil

import pytest
from sqlalchemy import Delete, Select, Update, bindparam, select

import bot.storage
from bot.storage.tables import alerts, customers, flags, reviews
from tests.scoping import unscoped_tables

MODULES = [
    importlib.import_module(f"bot.storage.{module.name}")
    for module in pkgutil.iter_modules(bot.storage.__path__)
    if module.name != "migrations"
]
STATEMENTS = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Select | Update | Delete)
}


def test_there_is_something_to_walk() -> None:
    assert len(STATEMENTS) > 20


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_kept_statement_names_the_workspace_of_every_table(name: str) -> None:
    statement = STATEMENTS[name]
    if not statement.get_execution_options().get("every_workspace"):
        assert unscoped_tables(statement) == set()


def test_a_query_without_a_workspace_is_caught() -> None:
    assert unscoped_tables(select(reviews.c.id)) == {"reviews"}


def test_a_join_that_forgets_one_side_is_caught() -> None:
    joined = (
        select(alerts.c.id)
        .join(customers, customers.c.id == alerts.c.customer_id)
        .where(alerts.c.workspace_id == bindparam("workspace_id"))
    )
    assert unscoped_tables(joined) == {"customers"}


def test_a_join_on_the_workspace_scopes_both_sides() -> None:
    joined = (
        select(flags.c.flag)
        .join(customers, customers.c.workspace_id == flags.c.workspace_id)
        .where(customers.c.workspace_id == bindparam("workspace_id"))
    )
    assert unscoped_tables(joined) == set()
