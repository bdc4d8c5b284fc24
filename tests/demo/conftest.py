"""The portfolio at one moment, and a database that it was planted into."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.demo.run import Demo, opened
from bot.demo.seed.plant import plant
from bot.demo.seed.portfolio import Portfolio, build_portfolio
from bot.demo.seed.prepare import SOURCE
from bot.demo.seed.scorecard import turn_health_on
from bot.storage.database import Database, open_database
from bot.usecases.find_source import SourceInfo
from bot.usecases.knowledge import Knowledge
from bot.usecases.manage_sources import add_source, require_source
from bot.usecases.set_up_workspace import create_workspace
from bot.vault import Vault

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)  # a Wednesday


@dataclass
class Planted:
    """A workspace with the portfolio in it."""

    database: Database
    workspace_id: str
    knowledge: Knowledge


async def planted_in(database: Database, portfolio: Portfolio) -> str:
    """Plant the portfolio into an empty, migrated database; the workspace's id."""

    def work(tx):  # type: ignore[no-untyped-def]
        workspace = create_workspace(tx, "Demo", "UTC", NOW)
        new = add_source(tx, Vault(["a key"]), workspace.id, SOURCE, "generic", "test", NOW)
        stored = require_source(tx, workspace.id, SOURCE)
        source = SourceInfo(stored.id, workspace.id, stored.kind, stored.name, (new.secret,), enabled=True)
        turn_health_on(tx, workspace.id, NOW)
        plant(tx, Knowledge(), source, portfolio, NOW)
        return workspace.id

    return str(await database.write(work))


@pytest.fixture(scope="session")
def portfolio() -> Portfolio:
    """What the playground opens with."""
    return build_portfolio(NOW)


@pytest.fixture(scope="session")
def planted_file(
    portfolio: Portfolio, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A SQLite file with the portfolio, and its workspace: planting takes a second or two."""
    path = tmp_path_factory.mktemp("planted") / "planted.db"
    shutil.copyfile(migrated_file, path)

    async def work() -> str:
        database = open_database(f"sqlite:///{path}")
        await database.start()
        try:
            return await planted_in(database, portfolio)
        finally:
            await database.close()

    return path, asyncio.run(work())


@pytest.fixture
async def planted(planted_file: tuple[Path, str], tmp_path: Path) -> AsyncIterator[Planted]:
    """A copy of that file, open."""
    path = tmp_path / "bellwether.db"
    shutil.copyfile(planted_file[0], path)
    database = open_database(f"sqlite:///{path}")
    await database.start()
    yield Planted(database, planted_file[1], Knowledge())
    await database.close()


@pytest.fixture
def data_dir(tmp_path: Path, migrated_file: Path) -> Path:
    """An empty data folder whose database has its tables already, which saves each test the migration."""
    shutil.copyfile(migrated_file, tmp_path / "bellwether.db")
    return tmp_path


@pytest.fixture
async def demo(data_dir: Path) -> AsyncIterator[Demo]:
    """An empty playground: no customers, no rules."""
    async with opened(host="127.0.0.1", port=0, data_dir=data_dir, empty=True) as running:
        yield running


@pytest.fixture
async def page(demo: Demo) -> AsyncIterator[aiohttp.ClientSession]:
    """Asks as the page does."""
    async with aiohttp.ClientSession(base_url=demo.url) as session:
        yield session
