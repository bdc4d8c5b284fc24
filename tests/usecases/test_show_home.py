"""The dashboard: the portfolio, the open alerts, what is left to set up, and what cannot work."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.sources.values import NotUnderstood
from bot.storage.database import Database
from bot.usecases.finish_alert import finish_alert
from bot.usecases.outbox import Claimant
from bot.usecases.set_up_workspace import create_workspace
from bot.usecases.show_home import show_home
from bot.usecases.show_portfolio import show_portfolio
from bot.views import HomeView, PortfolioView
from scoring.status import Status
from tests.cast import NEGATIVE_TO_CHANNEL, NOW, House, a_company, a_house, a_review

NOBODY = Claimant("", sends=False)


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def home(house: House, workspace_id: str = "") -> HomeView:
    def read(tx: Connection) -> HomeView:
        return show_home(tx, house.knowledge.of(tx, workspace_id or house.workspace_id), house.clock())

    return await house.database.read(read)


async def portfolio(house: House) -> PortfolioView:
    def read(tx: Connection) -> PortfolioView:
        return show_portfolio(tx, house.knowledge.of(tx, house.workspace_id).workspace, house.clock())

    return await house.database.read(read)


async def receive_many(house: House, name: str, score: float, count: int = 20) -> None:
    company = a_company(name, name)
    await house.receive(
        *(a_review(f"{name}-{n}", score=score, company=company, contact=None) for n in range(count))
    )


async def test_the_checklist_ticks_off_what_is_done(house: House) -> None:
    empty = await house.database.write(lambda tx: create_workspace(tx, "Empty", "UTC", NOW))

    async def done(workspace_id: str = "") -> list[bool]:
        return [item.done for item in (await home(house, workspace_id)).checklist]

    assert await done(empty.id) == [False, False, False, False]
    assert await done() == [True, False, False, True]
    await house.receive(NotUnderstood("Something is missing.", "ev-1", b"{}"))
    assert await done() == [True, True, False, True], (
        "a survey that was not understood has arrived all the same"
    )
    await house.apply_rules(NEGATIVE_TO_CHANNEL.replace("    when", "    enabled: false\n    when"))
    assert await done() == [True, True, False, True], "a rule that is switched off tells nobody"
    await house.apply_rules()
    assert await done() == [True, True, True, True]
    assert all(item.hint and item.label for item in (await home(house)).checklist)


async def test_an_empty_workspace_has_an_empty_dashboard(house: House) -> None:
    view = await home(house)
    assert (view.portfolio.total, view.portfolio.open_alerts) == (0, 0)
    assert view.portfolio.counts == dict.fromkeys(Status, 0)
    assert (view.portfolio.worst, view.alerts, view.problems) == ((), (), ())


async def test_customers_are_counted_by_status_and_those_not_scored_as_unknown(house: House) -> None:
    await receive_many(house, "Well", 1)
    await receive_many(house, "Badly", -1)
    await receive_many(house, "New", 1, count=1)
    await house.database.write(
        lambda tx: tx.execute(
            text("DELETE FROM scores WHERE customer_id = (SELECT id FROM customers WHERE name = 'New')")
        )
    )
    view = await portfolio(house)
    assert view.total == 3
    assert view.counts == {
        Status.HEALTHY: 1,
        Status.CONCERNING: 0,
        Status.AT_RISK: 1,
        Status.NOT_ENOUGH_EVIDENCE: 1,
    }
    assert [line.name for line in view.worst] == ["Badly"]
    assert view.as_of == NOW


async def test_the_worst_ten_come_worst_first_and_at_risk_before_concerning(house: House) -> None:
    for number in range(6):
        await receive_many(house, f"Risk {number}", -1, count=20 + number)
        await receive_many(house, f"Concern {number}", 0, count=12 + number)
    view = await portfolio(house)
    marks = [line.mark for line in view.worst]
    assert len(marks) == 10
    statuses = [mark.status for mark in marks if mark]
    assert statuses == sorted(statuses, key=[Status.AT_RISK, Status.CONCERNING].index)
    risks = [mark.score for mark in marks if mark and mark.status is Status.AT_RISK]
    assert risks == sorted(risks)
    assert view.worst[0].name == "Risk 5"


async def test_open_and_claimed_alerts_are_shown_newest_first(house: House) -> None:
    await house.apply_rules()
    for number in range(12):
        house.clock.move(minutes=1)
        await house.receive(a_review(f"r{number}", rated_at=NOW - timedelta(days=number)))
    newest = str((await house.rows("SELECT id FROM alerts ORDER BY created_at DESC"))[0][0])
    assert (await home(house)).alerts[0].alert_id == newest
    assert len((await home(house)).alerts) == 10
    await house.database.write(
        lambda tx: finish_alert(tx, house.workspace_id, newest, "U1", NOBODY, house.clock())
    )
    view = await home(house)
    assert newest not in [alert.alert_id for alert in view.alerts]
    assert view.portfolio.open_alerts == 11


async def test_what_cannot_work_is_told_once_in_plain_sentences(house: House) -> None:
    await house.apply_rules(
        """
rules:
  - name: Tell the owner
    when: {trigger: review_received, survey: [csat]}
    then: [{type: message_owner}]
"""
    )
    await house.receive(a_review("1"), a_review("2"), NotUnderstood("Something is missing.", "ev-1", b"{}"))
    problems = (await home(house)).problems
    assert problems == (
        "The customer has no owner to message. Set one, then retry.",
        "1 survey event was not understood: see `bellwether inbox list`.",
    )
    await house.receive(NotUnderstood("Something is missing.", "ev-2", b"{}"))
    assert "2 survey events were not understood: see `bellwether inbox list`." in (await home(house)).problems
