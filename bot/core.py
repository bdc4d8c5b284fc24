"""What every command needs, whether it serves or not: the database, the vault, and the workspace."""

import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from bot.clock import Clock, utc_now
from bot.errors import InvalidInput
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.migrate import migrate
from bot.storage.sqlite import SqliteDatabase
from bot.storage.workspaces import Workspace
from bot.usecases.knowledge import Knowledge, Known
from bot.usecases.set_up_workspace import ensure_workspace, find_workspace
from bot.vault import Vault

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Core:
    """The parts that do not need Slack or a socket."""

    settings: Settings
    database: Database
    vault: Vault
    knowledge: Knowledge
    clock: Clock

    async def workspace(self, name: str | None = None) -> Workspace:
        """The workspace of that name, or the only one, made when there is none; raises InvalidInput."""
        if name is not None:
            return await self.database.read(lambda tx: find_workspace(tx, name))
        zone, now = self.settings.timezone, self.clock()
        return await self.database.write(lambda tx: ensure_workspace(tx, zone, now))

    async def read_known(self, workspace_id: str, work: Callable[[Connection, Known], T]) -> T:
        """Run ``work`` on a snapshot, with what is in force in the workspace."""
        return await self.database.read(lambda tx: work(tx, self.knowledge.of(tx, workspace_id)))


@asynccontextmanager
async def open_core(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[Core]:
    """The database open and migrated, the secrets readable. Raises InvalidInput with a sentence."""
    database = open_database(settings.database_url)
    await database.start()
    try:
        await migrate(database)
        yield Core(settings, database, Vault(keys_in_force(settings, database)), Knowledge(), clock)
    finally:
        await database.close()


def keys_in_force(settings: Settings, database: Database) -> list[str]:
    """The operator's keys; without any, the one in a file of our own, made when there is none."""
    if settings.secret_key is not None:
        return [key.strip() for key in settings.secret_key.get_secret_value().split(",")]
    return [_key_file(key_path(database))]


def key_path(database: Database) -> Path:
    """Where the key of a house is kept that was given none."""
    folder = database.path.parent if isinstance(database, SqliteDatabase) else Path.cwd()
    return folder / "bellwether.key"


def _key_file(path: Path) -> str:
    """The key of a house that was given none: made once, readable by its owner alone."""
    if not path.exists():
        try:
            _make_key(path)
        except OSError as error:
            sentence = f"is not set, and no key can be kept in {path}: {error.strerror}"
            raise InvalidInput({"BELLWETHER_SECRET_KEY": sentence}) from None
    try:
        key = path.read_text().strip()
    except OSError as error:
        sentence = f"is not set, and {path} cannot be read: {error.strerror}"
        raise InvalidInput({"BELLWETHER_SECRET_KEY": sentence}) from None
    if not key:
        raise InvalidInput({"BELLWETHER_SECRET_KEY": f"is not set, and {path} is empty"})
    return key


def _make_key(path: Path) -> None:
    """Whole and on the disk before it has its name: secrets locked with it would be lost together with it."""
    descriptor, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key counts
            os.link(draft, path)
    finally:
        Path(draft).unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
