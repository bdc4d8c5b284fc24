"""Two workspaces in one database never mix, though everything in them has the same names."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.storage import alerts, customers, deliveries, flags, inbox, reviews
from bot.storage.database import Database
from bot.storage.tables import metadata
from bot.usecases.find_customer import find_customer
from bot.usecases.intake.values import Outcome
from bot.usecases.outbox import Claimant
from bot.usecases.rescore import rescore_workspace
from bot.usecases.show_health import show_health
from bot.usecases.show_home import show_home
from tests.cast import NEGATIVE_TO_CHANNEL, NOW, House, a_house, a_review

TENANTS = [
    table
    for table in metadata.sorted_tables
    if "workspace_id" in table.c and table.name not in ("interactions", "flags", "settling")
]


@pytest.fixture
async def houses(database: Database) -> tuple[House, House]:
    """The same company answers the same survey in both, unhappily here and happily there."""
    here, there = await a_house(database), await a_house(database)
    there = replace(there, knowledge=here.knowledge)
    for house, channel, score in ((here, "C0HERE001", -1), (there, "C0THERE01", 1)):
        await house.apply_rules(
            NEGATIVE_TO_CHANNEL.replace("C0ALERTS1", channel).replace("[negative]", "[negative, positive]")
        )
        assert await house.receive(a_review(score=score)) == [Outcome.ACCEPTED]
    return here, there


async def test_the_same_ids_and_names_are_two_of_everything(houses: tuple[House, House]) -> None:
    here, there = houses
    for table in (
        "customers",
        "reviews",
        "alerts",
        "deliveries",
        "evidence",
        "contacts",
        "agents",
        "sources",
    ):
        rows = await here.rows(f"SELECT workspace_id FROM {table}")
        assert sorted(row[0] for row in rows) == sorted([here.workspace_id, there.workspace_id]), table
    assert [one.destination for one in (*here.handed, *there.handed)] == ["C0HERE001", "C0THERE01"]


async def test_each_sees_its_own(houses: tuple[House, House]) -> None:
    for house, positive in zip(houses, (0, 1), strict=True):

        def read(tx: Connection, house: House = house) -> tuple[object, ...]:
            known = house.knowledge.of(tx, house.workspace_id)
            found = find_customer(tx, house.workspace_id, "acme", NOW)
            assert found.customer is not None
            card = show_health(tx, known, found.customer.id, NOW)
            home = show_home(tx, known, NOW)
            return card.csat.positive, card.csat.sent, len(card.open_alerts), home.portfolio.total

        assert await house.database.read(read) == (positive, 1, 1, 1)


async def test_an_id_of_the_one_means_nothing_to_the_other(houses: tuple[House, House]) -> None:
    here, there = houses
    mine = {
        table: str(
            (await here.rows(f"SELECT id FROM {table} WHERE workspace_id = :w", w=here.workspace_id))[0][0]
        )
        for table in ("customers", "reviews", "alerts", "deliveries", "inbox")
    }

    def read(tx: Connection) -> list[object]:
        other = there.workspace_id
        return [
            customers.get_customers(tx, other, [mine["customers"]]),
            customers.keys_of(tx, other, [mine["customers"]])[mine["customers"]],
            reviews.get_stored(tx, other, mine["reviews"]),
            reviews.review_lines(tx, other, [mine["reviews"]]),
            reviews.latest_reviews(tx, other, mine["customers"], 5),
            alerts.get_alert(tx, other, mine["alerts"], NOW),
            alerts.alerts_about(tx, other, [mine["reviews"]]),
            alerts.messages_of(tx, other, [mine["alerts"]]),
            alerts.open_alerts_of(tx, other, mine["customers"], 5, NOW),
            flags.find_flag(tx, other, mine["customers"], NOW),
            deliveries.present(tx, other, [mine["deliveries"]]),
            deliveries.is_claimed(tx, other, mine["deliveries"], "process-1"),
            inbox.find_quarantined(tx, other, mine["inbox"]),
        ]

    assert not any(await here.database.read(read))


async def test_what_one_changes_leaves_the_other_as_it_was(houses: tuple[House, House]) -> None:
    here, there = houses
    before = await everything(there)
    await here.receive(a_review(score=0, changed_at=NOW), a_review("2", score=-1))
    await here.apply_rules("rules: []")
    await rescore_workspace(here.database, here.knowledge, here.workspace_id, NOW)
    await here.receive(
        a_review(action="delete", status="deleted", company=None, contact=None, changed_at=NOW)
    )
    retried = await here.database.write(lambda tx: deliveries.retry(tx, here.workspace_id, None, NOW))
    assert retried == 0
    assert await everything(there) == before


async def test_the_sweep_serves_both(houses: tuple[House, House]) -> None:
    here, there = houses
    await here.database.write(
        lambda tx: deliveries.release(tx, "process-1", [one.id for one in (*here.handed, *there.handed)], NOW)
    )
    claimed = await here.database.write(lambda tx: deliveries.claim(tx, "pending", "process-9", NOW, 10))
    assert {one.workspace_id for one in claimed} == {here.workspace_id, there.workspace_id}
    assert Claimant("process-9", sends=True).process_id == "process-9"


async def everything(house: House) -> dict[str, list[str]]:
    """All rows of a workspace, table by table."""
    return {
        table.name: sorted(
            str(row)
            for row in await house.rows(
                f"SELECT * FROM {table.name} WHERE workspace_id = :w", w=house.workspace_id
            )
        )
        for table in TENANTS
    }
