"""Migrations, from empty and with data in place, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import bot.storage.migrations
from bot.errors import InvalidInput
from bot.storage.database import Database, open_database
from bot.storage.migrate import HEAD, current_revision, migrate
from bot.storage.tables import metadata
from bot.usecases.intake.values import Outcome
from tests.cast import a_house, a_review


def config(tx: Connection | None = None) -> Config:
    found = Config()
    found.set_main_option("script_location", str(Path(bot.storage.migrations.__file__).parent))
    if tx is not None:
        found.attributes["connection"] = tx
    return found


def test_the_revision_that_a_start_looks_for_is_the_newest() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]


async def test_an_empty_database_is_migrated_once(database_url: str) -> None:
    database = open_database(database_url)
    await database.start()
    assert await database.read(current_revision) is None
    assert await migrate(database)
    assert await database.read(current_revision) == HEAD
    assert not await migrate(database)
    await database.close()


async def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    def differences(tx: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), metadata))

    assert await database.read(differences) == []


async def test_an_upgrade_from_the_first_schema_keeps_the_data(database_url: str) -> None:
    database = open_database(database_url)
    await database.start()
    await database.write(lambda tx: command.upgrade(config(tx), "0001"))
    house = await a_house(database)
    await house.apply_rules()
    await house.receive(a_review())
    before = [await house.rows(f"SELECT * FROM {table}") for table in ("reviews", "alerts", "deliveries")]
    assert await migrate(database)
    after = [await house.rows(f"SELECT * FROM {table}") for table in ("reviews", "alerts", "deliveries")]
    assert after == before
    assert await house.receive(a_review("rv-2")) == [Outcome.ACCEPTED]
    await database.close()


async def test_every_step_can_be_undone(database: Database) -> None:
    await database.write(lambda tx: command.downgrade(config(tx), "base"))
    assert await database.read(current_revision) is None
    assert await migrate(database)


async def test_a_database_of_a_newer_version_is_refused_in_a_sentence(database: Database) -> None:
    await database.write(
        lambda tx: tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'").rowcount
    )
    with pytest.raises(InvalidInput, match="9999 of a newer Bellwether"):
        await migrate(database)
    assert await database.read(current_revision) == "9999"


async def test_a_database_of_another_program_is_refused_in_a_sentence(database_url: str) -> None:
    database = open_database(database_url)
    await database.start()
    await database.write(lambda tx: tx.exec_driver_sql("CREATE TABLE customers (id INTEGER)").rowcount)
    with pytest.raises(InvalidInput, match="tables of another program"):
        await migrate(database)
    await database.close()
