"""While health is off everything is scored, and nobody is shown it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.storage import alerts
from bot.storage.database import Database
from bot.usecases.apply_scorecard import switch_health
from bot.usecases.show_home import show_home
from tests.cast import NOW, House, a_house, a_review


@pytest.fixture
async def house(database: Database) -> House:
    house = await a_house(database)
    await house.database.write(lambda tx: switch_health(tx, house.workspace_id, "U1", NOW, on=False))
    await house.apply_rules()
    return house


async def test_an_alert_says_nothing_of_health(house: House) -> None:
    await house.receive(a_review())
    assert await house.rows("SELECT score_after, status_after, points FROM alerts") == [(None, None, None)]
    ((alert_id,),) = await house.rows("SELECT id FROM alerts")

    def read(tx: Connection) -> object:
        found = alerts.get_alert(tx, house.workspace_id, str(alert_id), NOW)
        return found and (found.view.before, found.view.after)

    assert await house.database.read(read) == (None, None)


async def test_scores_are_computed_all_the_same_and_shown_once_it_is_on(house: House) -> None:
    await house.receive(*(a_review(f"r{n}", 1.0) for n in range(9)))
    assert await house.rows("SELECT status FROM scores") == [("healthy",)]

    async def shown() -> bool:
        view = await house.database.read(
            lambda tx: show_home(tx, house.knowledge.of(tx, house.workspace_id), NOW)
        )
        assert [item.done for item in view.checklist if "health" in item.label] == [view.portfolio.enabled]
        return view.portfolio.enabled

    assert not await shown()
    later = NOW + timedelta(minutes=1)
    await house.database.write(lambda tx: switch_health(tx, house.workspace_id, "U1", later, on=True))
    assert await shown()
