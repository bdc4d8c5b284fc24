"""Databases for tests: a real SQLite and a real PostgreSQL, fresh for every test that asks for one."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from bot.storage.migrate import migrate
from tests.postgres import Postgres, running_postgres

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for each test process; it starts when the first test asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_template(postgres: Postgres) -> str:
    """The PostgreSQL database that every test's own is a copy of; the schema is put into it once, here."""
    asyncio.run(migrated(postgres.create("template_for_tests")))
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
    wants_schema = "migrated_url" in request.fixturenames
    yield server.create(name, request.getfixturevalue("migrated_template") if wants_schema else "template1")
    server.drop(name)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the present schema, for tests to copy."""
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    asyncio.run(migrated(f"sqlite:///{path}"))
    return path


async def migrated(url: str) -> None:
    """Bring a database to the present schema."""
    database = open_database(url)
    await database.start()
    await migrate(database)
    await database.close()


@pytest.fixture
def migrated_url(database_url: str, request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database with the present schema."""
    if database_url.startswith("sqlite"):
        shutil.copyfile(request.getfixturevalue("migrated_file"), database_url.removeprefix("sqlite:///"))
    return database_url


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """A fresh, open database with the present schema; every statement run on it names its workspace."""
    opened = open_database(migrated_url)
    await opened.start()
    yield opened
    await opened.close()
