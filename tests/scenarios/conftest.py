"""Databases for scenarios, which begin several processes on several databases in one test."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import NUMBERS
from tests.postgres import Postgres

# They assert for the tests, and should say as much as the tests do when it fails.
pytest.register_assert_rewrite("tests.scenarios.promises", "tests.scenarios.replicas", "tests.scenarios.town")


@dataclass(frozen=True, slots=True)
class Databases:
    """``make`` gives the URL of a fresh database with the present schema; ``server`` is PostgreSQL's."""

    engine: str
    make: Callable[[], str]
    server: Postgres | None = None


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """What asks for them runs once on each engine."""
    if request.param == "sqlite":
        file: Path = request.getfixturevalue("migrated_file")
        return Databases("sqlite", lambda: _copy(file, tmp_path_factory.mktemp("database")))
    server: Postgres = request.getfixturevalue("postgres")
    schema: str = request.getfixturevalue("migrated_template")
    # Not dropped one by one, which costs a checkpoint each: they go with the server.
    return Databases("postgresql", lambda: server.create(f"test_{next(NUMBERS)}", schema), server)


def _copy(file: Path, folder: Path) -> str:
    return f"sqlite:///{shutil.copy(file, folder / 'bellwether.db')}"
