"""What the commands work with: the database, the workspace, and who is asking."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeVar

import typer
from sqlalchemy import Connection

from bot.core import Core, open_core
from bot.log import configure_logging
from bot.settings import load_settings
from bot.storage.workspaces import Workspace
from bot.usecases.knowledge import Known

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """An open house, in the name of one person, at one moment."""

    core: Core
    workspace: Workspace
    author: str
    now: datetime

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on a snapshot."""
        return await self.core.database.read(work)

    async def read_known(self, work: Callable[[Connection, Known], T]) -> T:
        """Run ``work`` on a snapshot, with the rules and the scorecard in force."""
        return await self.core.read_known(self.workspace.id, work)

    async def write(self, work: Callable[[Connection], T], *, undo: bool = False) -> T:
        """Run ``work`` in a transaction of its own; ``undo`` rolls it back, to see what it would do."""
        if not undo:
            return await self.core.database.write(work)

        def work_in_vain(tx: Connection) -> NoReturn:
            raise _Undone(work(tx))

        try:
            return await self.core.database.write(work_in_vain)
        except _Undone as undone:
            result: T = undone.result
            return result


class _Undone(Exception):
    """Ends a transaction that was only tried, and carries what came of it."""

    def __init__(self, result: Any) -> None:
        self.result = result
        super().__init__()


def at_desk(context: typer.Context, work: Callable[[Desk], Awaitable[T]]) -> T:
    """Open the house of the settings in force, work in the workspace asked for, and close it again.

    Raises a BellwetherError with a sentence.
    """
    return asyncio.run(_at_desk(context.find_root().obj, work))


async def _at_desk(name: str | None, work: Callable[[Desk], Awaitable[T]]) -> T:
    settings = load_settings()
    configure_logging("WARNING")
    async with open_core(settings) as core:
        workspace = await core.workspace(name)
        return await work(Desk(core, workspace, author(), core.clock()))


def author() -> str:
    """Who types, for the audit log: ``cli:ann``."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a container may run as a number that has no name
        return "cli"
