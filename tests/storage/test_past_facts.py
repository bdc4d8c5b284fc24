"""Facts as they were: whatever has been told since is not known yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage import past_facts
from bot.storage.database import Database
from scoring.facts import Fact, Review
from scoring.polarity import Polarity
from tests.cast import NOW, House, a_company, a_house, a_review

LONG_AGO = NOW - timedelta(days=400)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


async def known(house: House, then: datetime, name: str = "Acme") -> Sequence[Fact]:
    ((customer_id,),) = await house.rows("SELECT id FROM customers WHERE name = :name", name=name)

    def read(tx: Connection) -> Sequence[Fact]:
        return past_facts.facts_then(tx, house.workspace_id, customer_id, LONG_AGO, then)

    return await house.database.read(read)


async def answers(house: House, then: datetime, name: str = "Acme") -> list[Polarity | None]:
    found = await known(house, then, name)
    return [fact.polarity for fact in found if isinstance(fact, Review)]


async def test_a_review_is_known_from_its_own_date_on(database: Database) -> None:
    house = await a_house(database)
    await house.receive(a_review(rated_at=ago(10)))
    assert await answers(house, ago(11)) == []
    assert await answers(house, ago(9)) == [Polarity.NEGATIVE]


async def test_an_answer_that_came_later_was_a_survey_without_one(database: Database) -> None:
    house = await a_house(database)
    await house.receive(a_review(rated_at=ago(10), sent_at=ago(20)))
    assert await answers(house, ago(15)) == [None]
    (survey,) = await known(house, ago(15))
    assert isinstance(survey, Review)
    assert (survey.at, survey.score) == (ago(20), None)


async def test_a_review_that_was_corrected_says_what_it_said_then(database: Database) -> None:
    house = await a_house(database)
    house.clock.now = ago(20)
    await house.receive(a_review(rated_at=ago(21)))
    house.clock.now = ago(10)
    await house.receive(a_review(score=0.0, rated_at=ago(21), changed_at=ago(10)))
    house.clock.now = ago(5)
    await house.receive(a_review(score=1.0, rated_at=ago(21), changed_at=ago(5)))
    assert await answers(house, ago(15)) == [Polarity.NEGATIVE]
    assert await answers(house, ago(7)) == [Polarity.NEUTRAL]
    assert await answers(house, NOW) == [Polarity.POSITIVE]


async def test_a_review_that_was_deleted_later_was_there(database: Database) -> None:
    house = await a_house(database)
    house.clock.now = ago(20)
    await house.receive(a_review(rated_at=ago(21)))
    house.clock.now = ago(10)
    gone = a_review(action="delete", status="deleted", company=None, contact=None, changed_at=ago(10))
    await house.receive(gone)
    assert await answers(house, ago(15)) == [Polarity.NEGATIVE]
    assert await answers(house, ago(9)) == []


async def test_a_review_that_went_to_another_customer_was_the_firsts(database: Database) -> None:
    house = await a_house(database)
    house.clock.now = ago(20)
    await house.receive(a_review(rated_at=ago(21)))
    house.clock.now = ago(10)
    globex = a_company("600", "Globex")
    await house.receive(a_review(rated_at=ago(21), changed_at=ago(10), company=globex))
    assert await answers(house, ago(15)) == [Polarity.NEGATIVE]
    assert await answers(house, ago(15), "Globex") == []
    assert await answers(house, ago(9)) == []
    assert await answers(house, ago(9), "Globex") == [Polarity.NEGATIVE]


async def test_a_feed_is_on_time_while_it_was_heard_since_and_unknown_before_it_ever_was(
    database: Database,
) -> None:
    house = await a_house(database)
    house.clock.now = ago(20)
    await house.receive(a_review(rated_at=ago(20)))
    house.clock.now = ago(2)
    await house.receive(a_review("another", rated_at=ago(2)))

    async def feeds(then: datetime) -> dict[str, datetime]:
        def read(tx: Connection) -> dict[str, datetime]:
            return past_facts.feeds_then(tx, house.workspace_id, then)

        return await house.database.read(read)

    assert await feeds(ago(30)) == {}
    assert await feeds(ago(10)) == {"csat": ago(10)}
    assert await feeds(NOW) == {"csat": ago(2)}
