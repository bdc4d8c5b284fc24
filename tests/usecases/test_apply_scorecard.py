from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.storage.database import Database
from bot.usecases.apply_scorecard import AppliedScorecard, Difference, apply_scorecard, scorecards_in_force
from scoring.scorecard import Scorecards, default_scorecards
from scoring.settings import Bands
from tests.cast import House, a_house


async def apply(house: House, wanted: Scorecards) -> AppliedScorecard:
    return await house.database.write(
        lambda tx: apply_scorecard(tx, house.workspace_id, wanted, "cli:ann", "Stricter.", house.clock())
    )


def with_bands(bands: Bands) -> Scorecards:
    present = default_scorecards(enabled=True)
    return replace(present, default=replace(present.default, bands=bands))


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def test_a_change_makes_the_next_version_with_author_and_note(house: House) -> None:
    applied = await apply(house, with_bands(Bands(healthy_from=85)))
    assert applied == AppliedScorecard(2, (Difference("bands.healthy_from", 80.0, 85),))
    rows = await house.rows("SELECT version, author, note FROM scorecards ORDER BY version")
    assert rows[-1] == (2, "cli:ann", "Stricter.")
    assert len(rows) == 2
    in_force = await house.database.read(lambda tx: scorecards_in_force(tx, house.workspace_id))
    assert (in_force.version, in_force.default.bands.healthy_from) == (2, 85)


async def test_the_same_again_is_no_new_version_whatever_version_it_says(house: House) -> None:
    assert await apply(house, replace(default_scorecards(enabled=True), version=7)) == AppliedScorecard(1, ())
    assert await house.rows("SELECT COUNT(*) FROM scorecards") == [(1,)]


async def test_a_process_that_runs_sees_the_new_version(house: House) -> None:
    def version(tx: Connection) -> int:
        return house.knowledge.of(tx, house.workspace_id).scorecards.version

    assert await house.database.read(version) == 1
    await apply(house, with_bands(Bands(margin=3)))
    assert await house.database.read(version) == 2
