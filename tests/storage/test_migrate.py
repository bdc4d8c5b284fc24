"""Migrations, from empty and with data in place, on both databases."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, MetaData, insert, text
from sqlalchemy.dialects.postgresql import JSONB

import bot.storage.migrations
from bot.errors import InvalidInput
from bot.storage.database import Database, open_database
from bot.storage.feeds import get_feeds
from bot.storage.migrate import HEAD, current_revision, migrate
from bot.storage.tables import metadata
from bot.usecases.knowledge import Knowledge
from bot.usecases.rescore import rescore_workspace


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


DAY = 86_400_000_000  # microseconds
OLD = {
    "workspaces": {
        "id": "w", "name": "Old", "timezone": "UTC", "rules_version": 0, "scorecard_version": 1,
        "created_at": 50 * DAY,
    },
    "sources": {
        "id": "s", "workspace_id": "w", "name": "desk", "kind": "generic", "token_hash": "-", "secrets": "-",
        "enabled": True, "created_at": 50 * DAY,
    },
    "scorecards": {
        "workspace_id": "w", "version": 1, "author": "", "note": "", "created_at": 50 * DAY,
        "body": '{"metrics": {"csat": {"weight": 30, "benchmark": 80}}, "bands": {"margin": 3}}',
    },
    "customers": {
        "id": "c", "workspace_id": "w", "name": "Acme", "kind": "company", "population": "client", "site": "",
        "owner": "", "team": "", "division": "", "created_at": 50 * DAY,
    },
    "reviews": {
        "id": "r", "workspace_id": "w", "source_id": "s", "external_id": "rv-1", "customer_id": "c",
        "survey_type": "csat", "score": -1.0, "scale_min": -1.0, "scale_max": 1.0, "polarity": "negative",
        "comment": "", "language": "", "contact_name": "", "contact_email": "", "ticket_external_id": "",
        "ticket_number": "", "ticket_subject": "", "agents": "[]", "tags": "[]", "status": "open",
        "permalink": "", "sent_at": 40 * DAY, "rated_at": 42 * DAY, "changed_at": 42 * DAY,
        "received_at": 51 * DAY, "counts_at": 42 * DAY,
    },
    "tickets": {
        "id": "t", "workspace_id": "w", "source_id": "s", "external_id": "1", "customer_id": "c",
        "contact_email": "", "number": "", "subject": "", "board": "", "type": "", "priority": "",
        "status": "", "topic": "printer",
        "agents": "[]", "url": "", "opened_at": 41 * DAY, "reopened": 0, "changed_at": 41 * DAY,
    },
    "evidence": {
        "workspace_id": "w", "customer_id": "c", "metric": "csat", "weight": 1.0, "moment": 0.0,
        "positive": 0, "neutral": 0, "negative": 1, "sent": 1, "since": 0, "scorecard_version": 1,
    },
    "scores": {
        "workspace_id": "w", "customer_id": "c", "scorecard_version": 1, "score": 61.5, "baseline": 80.0,
        "confidence": 0.5, "status": "concerning", "contributions": "[]", "as_of": 52 * DAY,
    },
}  # fmt: skip


def insert_old(tx: Connection) -> None:
    """Rows as the first version wrote them."""
    for table, row in OLD.items():
        known = MetaData()
        known.reflect(tx, only=[table])
        values = {
            column: json.loads(str(value))
            if isinstance(known.tables[table].c[column].type, JSON | JSONB)
            else value
            for column, value in row.items()
        }
        tx.execute(insert(known.tables[table]), values)


async def test_an_upgrade_from_the_first_schema_keeps_the_data(database_url: str) -> None:
    database = open_database(database_url)
    await database.start()
    await database.write(lambda tx: command.upgrade(config(tx), "0001"))
    await database.write(insert_old)
    assert await migrate(database)

    def row(tx: Connection, sql: str) -> tuple[object, ...]:
        return tuple(tx.execute(text(sql)).one())

    async def read(sql: str) -> tuple[object, ...]:
        return await database.read(lambda tx: row(tx, sql))

    assert await read("SELECT score, polarity, asked_at FROM reviews") == (-1.0, "negative", 40 * DAY)
    assert await read("SELECT known_since FROM customers") == (41 * DAY,), "of its oldest fact"
    assert await read("SELECT topic, complete FROM tickets") == ("printer", True)
    assert await read("SELECT score, status, since, population, card FROM scores") == (
        61.5, "concerning", 52 * DAY, "client", "default",
    )  # fmt: skip
    assert await read("SELECT count(*) FROM evidence") == (0,), "it is counted anew"
    feeds = await database.read(lambda tx: get_feeds(tx, "w"))
    assert set(feeds) == {"csat", "tickets"}
    await _is_scored_as_before(database)
    await database.close()


async def _is_scored_as_before(database: Database) -> None:
    """The scorecard that was in force is read as it was meant, and health stays on."""
    knowledge = Knowledge()
    assert await rescore_workspace(database, knowledge, "w", datetime.fromtimestamp(60 * 86_400, UTC)) == 1
    known = await database.read(lambda tx: knowledge.of(tx, "w"))
    (csat,) = [one for one in known.scorecards.default.metrics if one.enabled]
    assert (csat.metric, csat.weight, csat.benchmark) == ("csat", 30.0, 80.0)
    assert (known.scorecards.enabled, known.scorecards.default.bands.margin) == (True, 3.0)


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
