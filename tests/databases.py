"""Databases for tests: a real SQLite and a real PostgreSQL, fresh for every test that asks for one."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, running_postgres

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for each test process; it starts when the first test asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_template(postgres: Postgres) -> str:
    """The PostgreSQL database that every test's own one is a copy of; the schema is put into it once, here."""
    postgres.create("template_for_tests")
    return "template_for_tests"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database without tables; a test that asks for it runs once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bellwether.db'}"
        return
    # Asked for here and not as an argument, so that a run on SQLite alone starts no server.
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{next(NUMBERS)}"
    yield server.create(name)
    server.drop(name)
