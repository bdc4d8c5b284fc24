from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.errors import InvalidInput, NotFound
from bot.storage import alerts, flags, health, merging
from bot.storage.customers import get_customers, keys_of
from bot.storage.database import Database
from bot.storage.tables import metadata
from bot.usecases.find_customer import find_customer
from bot.usecases.merge_customers import Merged, merge_customers
from bot.usecases.outbox import Claimant
from bot.usecases.set_flag import set_flag
from bot.usecases.show_health import show_health
from bot.views import FlagChoice, FlagMark
from scoring.status import Flag
from tests.cast import CHANNEL, House, a_company, a_house, a_review, a_ticket

ANN = "cli:ann"
TWIN = a_company("501", "Acme Incorporated", owner="ann@us.example", site="North")


async def id_of(house: House, name: str) -> str:
    found = await house.database.read(lambda tx: find_customer(tx, house.workspace_id, name, house.clock()))
    assert found.customer is not None
    return found.customer.id


async def merge(house: House, from_id: str, into_id: str) -> Merged:
    def work(tx: Connection) -> Merged:
        claimant = Claimant("cli", sends=False)
        return merge_customers(
            tx, house.knowledge, house.workspace_id, from_id, into_id, ANN, claimant, house.clock()
        )

    return await house.database.write(work)


@pytest.fixture
async def house(database: Database) -> House:
    """Acme with a good review, and its twin with a bad one that was alerted."""
    house = await a_house(database)
    await house.apply_rules()
    await house.receive(a_review("rv-1", score=1.0))
    await house.receive(a_review("rv-2", company=TWIN, ticket=a_ticket()))
    return house


async def test_everything_of_the_one_becomes_the_others(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    merged = await merge(house, twin, acme)
    assert (merged.moved.reviews, merged.moved.tickets, merged.moved.alerts) == (1, 1, 1)
    for table in ("reviews", "tickets", "alerts", "customer_keys", "contact_customers"):
        rows = await house.rows(f"SELECT DISTINCT customer_id FROM {table}")
        assert [row[0] for row in rows] == [acme], table
    assert await house.rows("SELECT id FROM customers") == [(acme,)]


async def test_the_names_and_ids_of_the_one_lead_to_the_other(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    await merge(house, twin, acme)
    assert await id_of(house, "Acme Incorporated") == acme
    await house.receive(a_review("rv-3", company=TWIN))
    assert await house.rows("SELECT DISTINCT customer_id FROM reviews") == [(acme,)]
    keys = await house.database.read(lambda tx: keys_of(tx, house.workspace_id, [acme]))
    assert {key for key in keys[acme] if key.startswith("external:")} == {
        f"external:{house.source.id}:500",
        f"external:{house.source.id}:501",
    }


async def test_the_score_is_that_of_all_reviews_at_once(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    await merge(house, twin, acme)

    def read(tx: Connection) -> None:
        known = house.knowledge.of(tx, house.workspace_id)
        view = show_health(tx, known, acme, house.clock())
        assert (view.csat.positive, view.csat.negative) == (1, 1)
        line = health.customer_lines(tx, house.workspace_id, [acme], house.clock())[acme]
        assert line.mark is not None
        assert line.mark.score == pytest.approx(view.health.score)

    await house.database.read(read)


async def test_only_what_is_unknown_is_taken_over_from_the_one_that_goes(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    merged = await merge(house, twin, acme)
    assert (merged.customer.name, merged.customer.owner, merged.customer.site) == (
        "Acme",
        "ann@us.example",
        "North",
    )


async def test_a_flag_comes_along_unless_there_is_one(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    mark = FlagMark(Flag.DANGER, "", "U1", house.clock(), None)
    await house.database.write(lambda tx: flags.put_flag(tx, house.workspace_id, twin, mark))
    await merge(house, twin, acme)
    assert await house.rows("SELECT customer_id, flag FROM flags") == [(acme, "danger")]


async def test_a_flag_that_has_ended_does_not_keep_another_away(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    now = house.clock()
    for customer_id, flag, ends in ((twin, Flag.DANGER, None), (acme, Flag.CHAMPION, now)):
        mark = FlagMark(flag, "", "U1", now - timedelta(days=9), ends)
        await house.database.write(
            lambda tx, whose=customer_id, mark=mark: flags.put_flag(  # type: ignore[misc]
                tx, house.workspace_id, whose, mark
            )
        )
    await merge(house, twin, acme)
    assert await house.rows("SELECT customer_id, flag FROM flags") == [(acme, "danger")]


async def test_the_history_of_flags_comes_along(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    choice, claimant = FlagChoice(Flag.DANGER, "Why"), Claimant("nobody", sends=False)
    for customer_id in (twin, acme):
        await house.database.write(
            lambda tx, whose=customer_id: set_flag(  # type: ignore[misc]
                tx, house.workspace_id, whose, ANN, choice, claimant, house.clock()
            )
        )
    await merge(house, twin, acme)
    assert await house.rows("SELECT customer_id FROM flag_changes") == [(acme,), (acme,)]


async def test_the_messages_of_unfinished_alerts_are_drawn_anew_under_the_new_name(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    ((alert_id, revision),) = await house.rows("SELECT id, revision FROM alerts")
    await house.database.write(
        lambda tx: alerts.put_message(
            tx, house.workspace_id, alert_id, CHANNEL, "1.0", revision, house.clock()
        )
    )
    await merge(house, twin, acme)
    assert await house.rows("SELECT kind, state FROM deliveries WHERE kind = 'update'") == [
        ("update", "pending")
    ]
    assert await house.rows("SELECT revision FROM alerts") == [(revision + 1,)]


async def test_it_is_in_the_audit_log(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    await merge(house, twin, acme)
    rows = await house.rows("SELECT actor, subject FROM audit WHERE action = 'customer.merged'")
    assert rows == [(ANN, f"customer:{acme}")]


async def test_a_customer_is_not_merged_into_itself(house: House) -> None:
    acme = await id_of(house, "Acme")
    with pytest.raises(InvalidInput, match="same customer"):
        await merge(house, acme, acme)


async def test_a_customer_that_is_gone_is_not_merged(house: House) -> None:
    twin, acme = await id_of(house, "Acme Incorporated"), await id_of(house, "Acme")
    await merge(house, twin, acme)
    with pytest.raises(NotFound):
        await merge(house, twin, acme)
    found = await house.database.read(lambda tx: get_customers(tx, house.workspace_id, [acme, twin]))
    assert list(found) == [acme]


def test_every_table_that_names_a_customer_is_moved_or_goes_with_the_customer() -> None:
    handled = {table.name for table in merging.MOVABLE} | {"alerts", "contact_customers", "flags"}
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == "customers" and table.name not in handled:
                assert key.ondelete == "CASCADE", table.name
                assert table.name in {"evidence", "scores", "score_days", "status_changes"}, (
                    "move it, or say that it may go"
                )
