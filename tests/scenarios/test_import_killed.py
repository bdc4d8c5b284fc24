"""An import that is killed in the middle and started again leaves what one that was not leaves."""

import asyncio
import re
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.storage import customers, workspaces
from bot.storage.database import Database, open_database
from bot.storage.evidence import get_evidence
from scoring.tally import Tally
from tests.processes import PROGRAM, environment, run
from tests.scenarios.conftest import Databases
from tests.scenarios.scene import until

ROWS, BATCH, CUSTOMERS = 12_000, 1_000, 40
IMPORT = ("import", "reviews", "history.csv", "--source", "desk", "--report", "refused.csv")
KEPT = (
    "SELECT r.external_id, c.name, r.score, r.polarity, r.comment, r.agents, r.status, r.rated_at, "
    "r.changed_at, r.counts_at FROM reviews r JOIN customers c ON c.id = r.customer_id ORDER BY 1",
    "SELECT c.name, k.key FROM customer_keys k JOIN customers c ON c.id = k.customer_id "
    "WHERE k.key NOT LIKE 'external:%' ORDER BY c.name, k.key",
    "SELECT email, name FROM contacts ORDER BY email",
    "SELECT count(*) FROM import_progress",
)


def history() -> str:
    """Reviews of some customers; every hundredth line cannot be used, and some revise others."""
    lines = ["id,survey_type,score,comment,rated_at,customer,customer_id,contact_email,agents"]
    for number in range(ROWS):
        at = f"2026-{number % 9 + 1:02}-{number % 27 + 1:02}T{number % 24:02}:00:00Z"
        customer, score = number % CUSTOMERS, "x" if number % 100 == 50 else number % 3 - 1
        name = f"r{number - 1 if number % 70 == 69 else number}"
        who = f"Customer {customer},{customer},p{number % 500}@c{customer}.example"
        lines.append(f'{name},csat,{score},"said ""{number}""\nand left",{at},{who},ashk')
    return "\n".join(lines)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database, to look into."""
    database = open_database(url)
    await database.start()
    yield database
    await database.close()


async def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    """What a query finds."""

    def read(tx: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in tx.exec_driver_sql(sql)]

    return await database.read(read)


async def test_an_import_killed_in_the_middle_goes_on_and_ends_as_if_it_had_not_been(
    databases: Databases, tmp_path: Path
) -> None:
    whole, broken = (tmp_path / name for name in ("whole", "broken"))
    found = {}
    for folder in (whole, broken):
        folder.mkdir()
        (folder / "history.csv").write_text(history())
        settings = {"BELLWETHER_DATABASE_URL": databases.make(), "BELLWETHER_SECRET_KEY": "a key"}
        assert (await run("source", "add", "desk", settings=settings, folder=folder)).code == 0
        async with opened(settings["BELLWETHER_DATABASE_URL"]) as database:
            stored = await killed(database, settings, folder) if folder is broken else 0
            ended = await run(*IMPORT, settings=settings, folder=folder)
            assert ended.code == 1, ended
            assert ("Went on behind line" in ended.out) == (folder is broken)
            assert "120 refused" in ended.out
            kept = [await rows(database, sql) for sql in KEPT]
            found[folder] = kept, await sums(database), ended.out.splitlines()[-2:]
            assert 0 < stored < ROWS or folder is whole
    assert found[broken] == found[whole]
    all_refused, refused = ((folder / "refused.csv").read_text().splitlines() for folder in (whole, broken))
    assert set(refused) <= set(all_refused)
    # Killed between keeping a batch and reporting its lines, it says how many the report lacks.
    assert len(all_refused) - len(refused) == 2 * int((re.findall(r"lacks (\d+)", ended.err) or [0])[0])


async def sums(database: Database) -> dict[str, tuple[dict[str, Tally], dict[str, int]]]:
    """The running sums by customer's name."""

    def read(tx: Connection) -> dict[str, tuple[dict[str, Tally], dict[str, int]]]:
        (workspace,) = workspaces.all_workspaces(tx)
        names = dict(customers.all_names(tx, workspace.id))
        found = get_evidence(tx, workspace.id, list(names))
        return {names[key]: (kept.evidence.tallies, kept.evidence.runs) for key, kept in found.items()}

    return await database.read(read)


async def killed(database: Database, settings: dict[str, str], folder: Path) -> int:
    """Begin the import and kill it once some of it is stored; how many reviews are, afterwards."""
    importing = await asyncio.create_subprocess_exec(
        *PROGRAM, *IMPORT, stdout=DEVNULL, stderr=DEVNULL, cwd=folder, env=environment(settings)
    )

    async def begun() -> bool:
        return bool(await rows(database, "SELECT 1 FROM import_progress"))

    try:
        await until(begun)
    finally:
        importing.kill()
        await importing.wait()
    [(stored,)] = await rows(database, "SELECT count(*) FROM reviews")
    [(line,)] = await rows(database, "SELECT line FROM import_progress")
    assert line % (2 * BATCH) == 1, "a batch is kept whole, with how far it came"
    return int(stored)
