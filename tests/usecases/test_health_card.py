"""What stands around a score on a card: the place among others, the movement, and what would change it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.storage.database import Database
from bot.usecases.rescore import rescore_workspace
from bot.usecases.show_health import show_health
from bot.views import HealthView
from scoring.ranking import Rank, Unranked
from scoring.status import Status
from tests.cast import NOW, House, a_company, a_house, a_review


@pytest.fixture
async def house(database: Database) -> House:
    """Six clients, each with ten answers, of which as many are bad as the number in its name."""
    house = await a_house(database)
    for bad in range(6):
        company = a_company(f"c{bad}", f"Company {bad}")
        await house.receive(
            *(
                a_review(f"r{bad}-{n}", -1.0 if n < bad else 1.0, company, rated_at=NOW - timedelta(days=n))
                for n in range(10)
            )
        )
    return house


async def show(house: House, name: str) -> HealthView:
    ((customer,),) = await house.rows("SELECT id FROM customers WHERE name = :name", name=name)

    def read(tx: Connection) -> HealthView:
        return show_health(tx, house.knowledge.of(tx, house.workspace_id), str(customer), house.clock())

    return await house.database.read(read)


async def test_a_place_is_among_all_of_the_population_and_within_a_range(house: House) -> None:
    for place in range(6):
        rank = (await show(house, f"Company {place}")).rank
        assert isinstance(rank, Rank)
        assert (rank.rank, rank.of) == (place + 1, 6)
        assert 1 <= rank.best <= rank.rank <= rank.worst <= 6


async def test_the_place_goes_by_the_score_of_now_and_not_by_its_own_stored_one(house: House) -> None:
    house.clock.move(days=20)
    rank = (await show(house, "Company 5")).rank
    assert isinstance(rank, Rank)
    assert (rank.rank, rank.worst, rank.of) == (6, 6, 6)


async def test_a_small_population_has_no_places(house: House) -> None:
    await house.receive(a_review("x", 1.0, a_company("p", "Prospect", population="prospect")))
    rank = (await show(house, "Prospect")).rank
    assert isinstance(rank, Unranked)
    assert "ranks are shown from 5" in rank.because


async def test_the_movement_is_from_the_last_word_of_thirty_days_ago(house: House) -> None:
    assert (await show(house, "Company 5")).moved is None
    await rescore_workspace(house.database, house.knowledge, house.workspace_id, house.clock())
    house.clock.move(days=31)
    view = await show(house, "Company 5")
    assert view.moved is not None
    assert view.moved.since == NOW.date()
    ((kept,),) = await house.rows(
        "SELECT d.score FROM score_days d JOIN customers c ON c.id = d.customer_id WHERE c.name = 'Company 5'"
    )
    assert view.moved.points == pytest.approx(view.health.score - kept)


async def test_the_predicted_reviews_bring_the_predicted_status_and_one_fewer_does_not(house: House) -> None:
    view = await show(house, "Company 5")
    assert view.status is Status.CONCERNING
    assert view.outlook is not None
    count = view.outlook.reviews or 0
    assert (view.outlook.target, count > 1) == (Status.HEALTHY, True)
    company = a_company("c5", "Company 5")
    good = [a_review(f"new-{n}", 1.0, company, rated_at=NOW) for n in range(count)]
    await house.receive(*good[:-1])
    view = await show(house, "Company 5")
    assert view.status is Status.CONCERNING
    assert view.outlook is not None
    assert view.outlook.reviews == 1
    await house.receive(good[-1])
    assert (await show(house, "Company 5")).status is Status.HEALTHY


async def test_csat_comes_with_the_range_it_is_likely_in(house: House) -> None:
    found = (await show(house, "Company 5")).csat_range
    assert found is not None
    assert -100 <= found.low < 0 < found.high <= 100


async def test_a_status_says_since_when_it_is_there(house: House) -> None:
    house.clock.move(days=3)
    view = await show(house, "Company 0")
    assert view.status is Status.HEALTHY
    assert view.since == NOW
