"""Bringing a database to the present schema."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from bot.errors import InvalidInput
from bot.storage.database import Database
from bot.storage.tables import metadata

# The newest revision, so that a start need not load Alembic to see that nothing is to do; a test holds it.
HEAD: Final = "0007"

_LOCK = text("SELECT pg_advisory_xact_lock(7236518210)")  # any number, the same in every replica


async def migrate(database: Database) -> bool:
    """Upgrade to HEAD; False when the database was there already. Replicas that start together take turns.

    Raises InvalidInput for a database of a newer version, or of another program.
    """
    if await database.read(current_revision) == HEAD:
        return False
    await database.write(_upgrade)
    return True


def current_revision(tx: Connection) -> str | None:
    """The revision of a database, None when it is empty."""
    if not inspect(tx).has_table("alembic_version"):
        return None
    revision = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def _upgrade(tx: Connection) -> None:
    # Imported here: Alembic takes a third of a second that a start without migrations need not spend.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    if tx.dialect.name == "postgresql":
        tx.execute(_LOCK)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = tx
    revision = current_revision(tx)
    if revision is None and not metadata.tables.keys().isdisjoint(inspect(tx).get_table_names()):
        sentence = "holds tables of another program: Bellwether needs a database of its own"
        raise InvalidInput({"database": sentence})
    try:
        command.upgrade(config, "head")
    except CommandError:
        sentence = f"has the schema {revision} of a newer Bellwether, which this one ({HEAD}) cannot use"
        raise InvalidInput({"database": sentence}) from None
