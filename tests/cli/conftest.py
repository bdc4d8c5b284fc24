"""The command line in this process: what it prints, and its exit code."""

import asyncio
import io
import json
import logging
import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import structlog
from sqlalchemy import Connection

from bot.cli.main import run
from bot.clock import utc_now
from bot.sources.values import Incoming
from bot.storage.database import open_database
from tests.cast import House, a_house, a_review

T = TypeVar("T")

KEY = "a key"  # the one that a_house locks with


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What was printed for machines: one JSON document and nothing else."""
        return json.loads(self.out)


class Keyboard(io.TextIOWrapper):
    """A standard input."""

    def __init__(self, typed: str, *, watched: bool) -> None:
        super().__init__(io.BytesIO(typed.encode()))
        self._watched = watched

    def isatty(self) -> bool:
        return self._watched


@dataclass(frozen=True, slots=True)
class Terminal:
    """A shell in a folder of its own, with the settings of one database."""

    folder: Path
    url: str
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def __call__(self, *argv: str, typed: str = "", watched: bool = False) -> Result:
        """Run a command; ``typed`` is its standard input, which is a terminal's if somebody watches."""
        self.patch.setattr(sys, "stdin", Keyboard(typed, watched=watched))
        self.capture.readouterr()
        code = run(argv)
        printed = self.capture.readouterr()
        return Result(code, printed.out, printed.err)

    def set(self, **settings: str) -> None:
        """Set environment variables."""
        for name, value in settings.items():
            self.patch.setenv(name, value)

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file; returns its name."""
        raw = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(raw)
        return name

    def furnish(self, work: Callable[[House], Awaitable[Any]]) -> None:
        """Put something into the empty database, as of now."""

        async def furnished() -> None:
            database = open_database(self.url)
            await database.start()
            house = await a_house(database)
            house.clock.now = utc_now()
            await work(house)
            await database.close()

        asyncio.run(furnished())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Look into the database."""
        return self._run(lambda tx: [tuple(row) for row in tx.exec_driver_sql(sql)])

    def change(self, sql: str) -> None:
        """Bring the database into a state that would take long to come by."""
        self._run(lambda tx: tx.exec_driver_sql(sql).rowcount)

    def _run(self, work: Callable[[Connection], T]) -> T:
        async def run_it() -> T:
            database = open_database(self.url)
            await database.start()
            try:
                return await database.write(work)
            finally:
                await database.close()

        return asyncio.run(run_it())


def lately(id: str, score: float | None = -1.0, **parts: Any) -> Incoming:
    """A review of Acme, rated an hour ago."""
    return a_review(id, score, rated_at=utc_now() - timedelta(hours=1), **parts)


def _terminal(
    url: str, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    for name in list(os.environ):
        if name.startswith(("SLACK_", "BELLWETHER_")):
            patch.delenv(name)
    patch.setenv("COLUMNS", "100")
    patch.setenv("BELLWETHER_DATABASE_URL", url)
    patch.setenv("BELLWETHER_SECRET_KEY", KEY)
    patch.chdir(folder)
    quiet = ("slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler")
    levels = {name: logging.getLogger(name).level for name in quiet}
    yield Terminal(folder, url, capture, patch)
    structlog.reset_defaults()  # a command lets logs go to this test's standard error
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def bellwether(
    migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    """The command line on a fresh database with the present schema: once on each engine."""
    yield from _terminal(migrated_url, tmp_path, monkeypatch, capsys)


@pytest.fixture
def lite(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    """The same on SQLite alone: for what a command reads and prints."""
    path = tmp_path / "bellwether.db"
    shutil.copyfile(migrated_file, path)
    yield from _terminal(f"sqlite:///{path}", tmp_path, monkeypatch, capsys)


@pytest.fixture
def alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    """The command line where nothing is: for what does not depend on the database."""
    yield from _terminal(f"sqlite:///{tmp_path / 'bellwether.db'}", tmp_path, monkeypatch, capsys)
