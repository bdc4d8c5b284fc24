"""Health risks: who is flagged or At Risk, worst first, page by page."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.storage import flags, health
from bot.storage.customers import add_customers
from bot.storage.database import Database
from bot.usecases.list_risks import RiskPage, list_risks
from bot.views import FlagMark
from scoring.status import Flag, Status
from tests.cast import NOW, House, a_house

END = NOW + timedelta(days=1)
# name, flag, score, status: in no order
CAST = (
    ("healthy", None, 90.0, Status.HEALTHY),
    ("at risk, low", None, 20.0, Status.AT_RISK),
    ("danger, unscored", Flag.DANGER, None, None),
    ("attention, at risk", Flag.NEEDS_ATTENTION, 30.0, Status.AT_RISK),
    ("attention, fair", Flag.NEEDS_ATTENTION, 70.0, Status.CONCERNING),
    ("danger, good", Flag.DANGER, 85.0, Status.HEALTHY),
    ("champion, at risk", Flag.CHAMPION, 40.0, Status.AT_RISK),
    ("danger, at risk", Flag.DANGER, 50.0, Status.AT_RISK),
    ("attention, unscored", Flag.NEEDS_ATTENTION, None, None),
    ("champion", Flag.CHAMPION, 95.0, Status.HEALTHY),
    ("at risk, same score", None, 20.0, Status.AT_RISK),
)
WORST_FIRST = [
    "danger, at risk", "danger, good", "danger, unscored",
    "at risk, low", "at risk, same score", "attention, at risk", "champion, at risk",
    "attention, fair", "attention, unscored",
]  # fmt: skip


@pytest.fixture
async def house(database: Database) -> House:
    house = await a_house(database)
    await database.write(lambda tx: fill(tx, house.workspace_id))
    return house


def fill(tx: Connection, workspace_id: str) -> None:
    about = {"kind": "company", "population": "client", "site": "", "owner": "", "team": "", "division": ""}
    for number, (name, flag, score, status) in enumerate(CAST):
        key = f"{workspace_id}-{number:02}"
        row = {"id": key, "workspace_id": workspace_id, "name": name, "renewal_on": None, "created_at": NOW}
        row["known_since"] = NOW
        add_customers(tx, [{**row, **about}])
        if flag is not None:
            flags.put_flag(tx, workspace_id, key, FlagMark(flag, "Why", "U1", NOW, END))
        if score is not None and status is not None:
            scored = {
                "workspace_id": workspace_id, "customer_id": key, "scorecard_version": 1, "score": score,
                "baseline": 80.0, "confidence": 0.5, "status": status.value, "contributions": "[]",
                "as_of": NOW, "card": "default", "population": "client", "since": NOW, "calling": None,
                "calling_since": None,
            }  # fmt: skip
            health.put_scores(tx, [scored])


async def pages(house: House, size: int) -> Sequence[RiskPage]:
    found: list[RiskPage] = []
    while not found or found[-1].after is not None:
        after = found[-1].after if found else None
        page = await house.database.read(
            lambda tx, after=after: list_risks(  # type: ignore[misc]
                tx, house.workspace_id, after, size, house.clock()
            )
        )
        found.append(page)
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 4, 9, 50])
async def test_the_worst_come_first_whatever_the_page(house: House, size: int) -> None:
    found = await pages(house, size)
    assert [line.name for page in found for line in page.lines] == WORST_FIRST
    assert all(0 < len(page.lines) <= size for page in found)


async def test_flags_come_along_with_their_reasons(house: House) -> None:
    (page,) = await pages(house, 50)
    flagged = {line.name for line in page.lines if line.id in page.flags}
    assert flagged == {name for name in WORST_FIRST if not name.startswith("at risk")}


async def test_a_flag_that_has_ended_is_no_risk_any_more(house: House) -> None:
    house.clock.now = END
    (page,) = await pages(house, 50)
    assert [line.name for line in page.lines] == [
        "at risk, low", "at risk, same score", "attention, at risk", "champion, at risk", "danger, at risk",
    ]  # fmt: skip
    assert page.flags == {}


async def test_another_workspace_has_risks_of_its_own(house: House) -> None:
    other = await a_house(house.database)
    (page,) = await pages(other, 50)
    assert page.lines == ()
