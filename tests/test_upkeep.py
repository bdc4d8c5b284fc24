"""What happens to flags at set times, as a serving process does it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.core import Core, open_core
from bot.settings import Settings, load_settings
from bot.storage import flags
from bot.storage.customers import find_named
from bot.upkeep import upkeep_jobs
from bot.views import FlagMark
from scoring.status import Flag
from tests.cast import NOW, House, TickingClock, a_house, a_review


@pytest.fixture
def settings(migrated_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELLWETHER_DATABASE_URL", migrated_url)
    monkeypatch.setenv("BELLWETHER_SECRET_KEY", "a key")
    return load_settings()


async def flagged(core: Core, expires_in: timedelta) -> House:
    """A workspace whose Acme has a flag since 30 days that ends then."""
    house = await a_house(core.database)
    await house.receive(a_review())
    mark = FlagMark(Flag.DANGER, "Why", "U0ANN", NOW - timedelta(days=30), NOW + expires_in)

    def write(tx: Connection) -> None:
        (acme,) = find_named(tx, house.workspace_id, "Acme")
        flags.put_flag(tx, house.workspace_id, acme, mark)

    await core.database.write(write)
    return house


async def run(core: Core, name: str) -> None:
    (job,) = [one for one in await upkeep_jobs(core, "process-1") if one.name.startswith(name)]
    await job.run(NOW)


async def test_flags_that_have_ended_are_put_away(settings: Settings) -> None:
    async with open_core(settings, TickingClock()) as core:
        house = await flagged(core, timedelta(0))
        await run(core, "end flags")
        assert await house.rows("SELECT change FROM flag_changes") == [("ended",)]
        assert await house.rows("SELECT flag FROM flags") == []


async def test_old_days_of_scores_are_thinned(settings: Settings) -> None:
    clock = TickingClock()
    async with open_core(settings, clock) as core:
        house = await flagged(core, timedelta(days=3))
        for days in (200, 199, 198, 1):
            clock.now = NOW - timedelta(days=days)
            await run(core, "rescore")
        clock.now = NOW
        await run(core, "thin history")
        kept = await house.rows("SELECT COUNT(*) FROM score_days")
        assert [tuple(row) for row in kept] == [(2,)]


async def test_people_are_reminded_of_flags_and_the_sender_finds_it(settings: Settings) -> None:
    async with open_core(settings, TickingClock()) as core:
        house = await flagged(core, timedelta(days=3))
        await run(core, "remind")
        rows = await house.rows("SELECT kind, destination, state, alert_id FROM deliveries")
        assert [tuple(row) for row in rows] == [("notice", "owner:U0ANN", "pending", None)]
