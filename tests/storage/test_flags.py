"""Flags in the database: one for each customer, and none after its end, wherever it would be shown."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.storage import alerts, flags, health
from bot.storage.database import Database
from bot.usecases.explain_alert import explain_alert
from bot.usecases.find_customer import find_customer
from bot.usecases.show_health import show_health
from bot.usecases.show_home import show_home
from bot.views import FlagMark
from scoring.status import Flag, Status
from tests.cast import NOW, House, a_house, a_review

END = NOW + timedelta(days=1)


@pytest.fixture
async def house(database: Database) -> House:
    """Acme is At Risk, with open alerts."""
    found = await a_house(database)
    await found.apply_rules()
    await found.receive(*(a_review(f"r{n}") for n in range(20)))
    return found


async def flagged(house: House, flag: str, expires_at: datetime | None) -> str:
    """Flag Acme; returns its id."""
    ((customer_id,),) = await house.rows("SELECT id FROM customers")
    mark = FlagMark(Flag(flag), "Left us.", "U1", NOW, expires_at)
    await house.database.write(lambda tx: flags.put_flag(tx, house.workspace_id, customer_id, mark))
    return str(customer_id)


async def test_a_flag_is_set_over_another_and_ends(house: House) -> None:
    customer = await flagged(house, "danger", None)

    async def found(now: datetime) -> FlagMark | None:
        return await house.database.read(lambda tx: flags.find_flag(tx, house.workspace_id, customer, now))

    assert await found(NOW + timedelta(days=9_999)) == FlagMark(Flag.DANGER, "Left us.", "U1", NOW, None)
    await flagged(house, "champion", END)
    assert await found(END - timedelta(microseconds=1)) == FlagMark(Flag.CHAMPION, "Left us.", "U1", NOW, END)
    assert await found(END) is None


@pytest.mark.parametrize(("at", "shown"), [(NOW, Flag.DANGER), (END, None)], ids=["before", "after"])
async def test_no_surface_shows_a_flag_that_has_ended(house: House, at: datetime, shown: Flag | None) -> None:
    customer = await flagged(house, "danger", END)
    ((alert,),) = await house.rows("SELECT id FROM alerts ORDER BY id LIMIT 1")

    def read(tx: Connection) -> list[Flag | None]:
        own, known = house.workspace_id, house.knowledge.of(tx, house.workspace_id)
        card, home = show_health(tx, known, customer, at), show_home(tx, known, at)
        found, stored = find_customer(tx, own, "acme", at).customer, alerts.get_alert(tx, own, alert, at)
        assert found is not None
        assert stored is not None
        return [
            found.flag,
            stored.view.flag,
            card.customer.flag,
            card.open_alerts[0].flag,
            home.alerts[0].flag,
            home.portfolio.worst[0].flag,
            explain_alert(tx, own, alert, at).alert.flag,
            health.customer_lines(tx, own, [customer], at)[customer].flag,
            health.list_lines(tx, own, at, status=Status.AT_RISK)[0].flag,
        ]

    assert set(await house.database.read(read)) == {shown}
