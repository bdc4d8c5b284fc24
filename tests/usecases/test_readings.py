"""Readings of a metric of the workspace's own: by webhook, and counted once a scorecard has the metric."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.sources.values import Measurement
from bot.storage.database import Database
from bot.usecases.apply_scorecard import apply_scorecard, scorecards_in_force
from bot.usecases.intake.values import Arrival, Outcome
from bot.usecases.rescore import rescore_workspace
from bot.usecases.show_health import show_health
from bot.views import HealthView
from scoring.metrics import METRICS, custom_metric
from scoring.settings import Custom, MetricSettings
from tests.cast import ACME, NOW, House, a_company, a_house, a_review


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


def a_reading(value: float, id: str = "s-1", **parts: Any) -> Measurement:
    at = NOW - timedelta(days=3)
    values = {"metric": "seats_used", "value": value, "at": at, "contact": None, "company": ACME, **parts}
    return Measurement(f"{id}={value}", id, **values)


async def receive(house: House, *events: Measurement) -> list[Outcome]:
    arrivals = [Arrival(house.source.id, house.source.name, event) for event in events]
    return list(await house.intake.take(house.workspace_id, arrivals, b"{}"))


async def count_seats(house: House) -> None:
    """Let seats used count, from none (bad) to a hundred (good)."""
    own = custom_metric("seats_used", "Seats used", "seats", "Engagement", 0, 100)
    settings = replace(
        MetricSettings.default(own), custom=Custom("Seats used", "seats", "Engagement"),
        numbers={"worst": 0.0, "best": 100.0},
    )  # fmt: skip

    def apply(tx: Connection) -> None:
        present = scorecards_in_force(tx, house.workspace_id)
        card = replace(present.default, metrics=(*present.default.metrics, settings))
        apply_scorecard(tx, house.workspace_id, replace(present, default=card), "U1", "", NOW)

    await house.database.write(apply)
    await rescore_workspace(house.database, house.knowledge, house.workspace_id, NOW)


async def shown(house: House) -> HealthView:
    ((customer,),) = await house.rows("SELECT id FROM customers WHERE name = 'Acme'")
    return await house.database.read(
        lambda tx: show_health(tx, house.knowledge.of(tx, house.workspace_id), str(customer), NOW)
    )


async def test_a_reading_counts_once_the_scorecard_has_its_metric(house: House) -> None:
    assert "seats_used" not in METRICS
    assert await receive(house, a_reading(20)) == [Outcome.ACCEPTED]
    await count_seats(house)
    (seats,) = [one for one in (await shown(house)).health.contributions if one.metric == "seats_used"]
    assert (seats.label, seats.unit) == ("Seats used", "seats")
    assert seats.native == pytest.approx(20.0)
    assert [item.kind for item in seats.items] == ["reading"]
    assert sum(item.points for item in seats.items) == pytest.approx(seats.points, abs=1e-9)


async def test_the_same_id_again_puts_it_right(house: House) -> None:
    await count_seats(house)
    await receive(house, a_reading(20), a_reading(50, "s-2"))
    assert await receive(house, a_reading(20, at=NOW - timedelta(days=3))) == [Outcome.REPEAT]
    assert await receive(house, a_reading(90)) == [Outcome.ACCEPTED]
    found = await shown(house)
    (seats,) = [one for one in found.health.contributions if one.metric == "seats_used"]
    assert seats.native == pytest.approx(70.0)
    ((score,),) = await house.rows("SELECT score FROM scores")
    assert score == pytest.approx(found.health.score, abs=1e-9)


async def test_one_that_is_another_customers_after_all_moves(house: House) -> None:
    await count_seats(house)
    await receive(house, a_reading(20))
    await receive(house, a_reading(21, company=a_company("501", "Globex")))
    (seats,) = [one for one in (await shown(house)).health.contributions if one.metric == "seats_used"]
    assert seats.value is None


async def test_it_can_be_the_first_that_is_heard_of_a_customer(house: House) -> None:
    await receive(house, a_reading(20))
    assert await house.receive(a_review()) == [Outcome.ACCEPTED]
    assert await house.rows("SELECT name FROM customers") == [("Acme",)]
