"""The port between the two databases: reading, and writing in transactions that are durable when they return.

Work is a plain function of an open transaction. ``write`` runs it once and returns after its commit; ``read``
runs it on a consistent snapshot. Both raise Unavailable when the database cannot take the work now.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import InvalidInput

T = TypeVar("T")
Work = Callable[[Connection], T]


class Database(Protocol):
    """One of SqliteDatabase and PostgresDatabase."""

    dialect: str
    location: str  # for people: where it is, without a password

    async def read(self, work: Work[T]) -> T:
        """The result of ``work`` on a snapshot; it must not write."""

    async def write(self, work: Work[T]) -> T:
        """The result of ``work``, durably committed.

        ``work`` may run twice, so its effects are its rows alone.
        """

    async def start(self) -> None:
        """Open the connections; raises InvalidInput with a sentence when that cannot work."""

    async def close(self) -> None:
        """Finish what was begun and let go of every connection."""


def open_database(url: str) -> Database:
    """The database behind a URL such as ``sqlite:///bellwether.db`` or ``postgresql://user@host/name``.

    Raises InvalidInput for anything else. The drivers are ours to choose, so one named in the URL is ignored.
    """
    from bot.storage.postgres import PostgresDatabase
    from bot.storage.sqlite import SqliteDatabase

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number
        raise InvalidInput(
            {"BELLWETHER_DATABASE_URL": "is not a database URL, such as sqlite:///bellwether.db"}
        ) from None
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise InvalidInput(
                {"BELLWETHER_DATABASE_URL": "needs a file: a database in memory would lose reviews"}
            )
        return SqliteDatabase(parsed.database)
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return PostgresDatabase(parsed)
    raise InvalidInput({"BELLWETHER_DATABASE_URL": "must begin with sqlite:// or postgresql://"})
