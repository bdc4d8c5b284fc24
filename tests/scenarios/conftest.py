"""Databases for scenarios, which begin several processes on several databases in one test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import NUMBERS
from tests.postgres import Postgres

FreshDatabase = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def fresh_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FreshDatabase]:
    """Makes databases with the present schema; what asks for it runs once on each engine."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_file")

        def a_file() -> str:
            path = tmp_path_factory.mktemp("database") / "bellwether.db"
            shutil.copyfile(template, path)
            return f"sqlite:///{path}"

        yield a_file
        return
    server: Postgres = request.getfixturevalue("postgres")
    schema: str = request.getfixturevalue("migrated_template")
    made: list[str] = []

    def a_database() -> str:
        made.append(f"test_{next(NUMBERS)}")
        return server.create(made[-1], schema)

    yield a_database
    for name in made:
        server.drop(name)
