"""The databases that the other tests stand on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.storage.database import open_database
from tests.postgres import Postgres, running_postgres

START_AND_WAIT = """
import time
from tests.postgres import running_postgres
with running_postgres() as server:
    print(server.home, flush=True)
    time.sleep(60)
"""


async def rows_of_a_new_table(url: str) -> int:
    def create(transaction: Connection) -> None:
        transaction.execute(text("CREATE TABLE same_name_every_time (id INTEGER PRIMARY KEY)"))

    def count(transaction: Connection) -> int:
        return int(transaction.execute(text("SELECT count(*) FROM same_name_every_time")).scalar_one())

    database = open_database(url)
    await database.start()
    try:
        await database.write(create)
        return await database.read(count)
    finally:
        await database.close()


async def test_every_test_gets_an_empty_database_that_takes_tables(database_url: str) -> None:
    assert await rows_of_a_new_table(database_url) == 0


async def test_the_next_test_does_not_see_its_tables(database_url: str) -> None:
    assert await rows_of_a_new_table(database_url) == 0


def test_a_copy_of_a_template_has_its_tables(postgres: Postgres) -> None:
    postgres.create("original")
    subprocess.run(
        [postgres.programs / "psql", "-Xq", "-h", postgres.home, "-U", "postgres", "original"],
        input="CREATE TABLE kept (id INTEGER); INSERT INTO kept VALUES (7)",
        text=True,
        check=True,
    )
    assert postgres.create("copy", template="original") == postgres.url("copy")
    assert postgres.run("SELECT count(*) FROM pg_database WHERE datname IN ('original', 'copy')") == "2"
    postgres.drop("copy")
    postgres.drop("original")


@pytest.mark.parametrize(("durable", "fsync"), [(False, "off"), (True, "on")])
def test_a_server_forgets_unless_it_is_told_to_be_durable(durable: bool, fsync: str) -> None:
    with running_postgres(durable=durable) as server:
        assert server.run("SHOW fsync") == fsync
    assert not server.home.exists()


def test_a_server_goes_with_the_process_that_started_it_even_when_that_one_is_killed() -> None:
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT], stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout is not None
        home = Path(process.stdout.readline().strip())
        postmaster = int((home / "data" / "postmaster.pid").read_text().splitlines()[0])
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not home.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(postmaster, 0)
