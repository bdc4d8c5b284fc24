"""Scoring customers anew."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.evidence import Kept
from bot.usecases.rescore import rescore_workspace
from scoring.evidence import Evidence
from tests.cast import NOW, House, a_company, a_house, a_review

SCORES = "SELECT customer_id, baseline, status, as_of FROM scores ORDER BY 1"
NUMBERS = "SELECT score, confidence FROM scores ORDER BY customer_id"


@pytest.fixture
async def house(database: Database) -> House:
    house = await a_house(database)
    await house.receive(
        *(
            a_review(
                f"r{n}", score=n % 3 - 1, company=a_company(f"c{n % 4}", f"Company {n % 4}"), contact=None
            )
            for n in range(30)
        ),
        a_review("unrated", score=None, company=a_company("c9", "Silent"), contact=None),
    )
    return house


async def rescore(house: House, only: str | None = None, *, recount: bool = False) -> int:
    return await rescore_workspace(
        house.database, house.knowledge, house.workspace_id, house.clock(), only, recount=recount
    )


async def numbers(house: House) -> list[float]:
    return [number for row in await house.rows(NUMBERS) for number in row]


async def same_evidence(house: House, before: dict[str, Kept]) -> bool:
    """Whether the evidence is what it was, but for rounding."""
    after = await house.kept()
    return after.keys() == before.keys() and all(
        alike(after[name].evidence, before[name].evidence) for name in before
    )


def alike(one: Evidence, other: Evidence) -> bool:
    apart = replace(one, tallies={}), replace(other, tallies={})
    sums = [(tally, other.tallies.get(key)) for key, tally in one.tallies.items()]
    return (
        apart[0] == apart[1]
        and one.tallies.keys() == other.tallies.keys()
        and all(
            b is not None
            and a.count == b.count
            and (a.weight, a.moment, a.total) == pytest.approx((b.weight, b.moment, b.total), rel=1e-9)
            for a, b in sums
        )
    )


@pytest.mark.parametrize("recount", [False, True])
async def test_at_the_same_moment_it_finds_what_the_events_have_found(house: House, recount: bool) -> None:
    before, scores, figures = await house.kept(), await house.rows(SCORES), await numbers(house)
    assert await rescore(house, recount=recount) == 5
    assert await same_evidence(house, before)
    assert await house.rows(SCORES) == scores
    assert await numbers(house) == pytest.approx(figures, rel=1e-9)


@pytest.mark.parametrize("recount", [False, True])
async def test_twice_is_once(house: House, recount: bool) -> None:
    house.clock.move(days=30)
    await rescore(house)
    tables = (SCORES, NUMBERS, "SELECT * FROM score_days ORDER BY customer_id")
    kept, before = await house.kept(), [await house.rows(table) for table in tables]
    await rescore(house, recount=recount)
    assert await same_evidence(house, kept)
    if not recount:
        assert [await house.rows(table) for table in tables] == before


@pytest.mark.parametrize("days", [1, 7, 30, 90, 150, 300])
async def test_what_is_carried_forward_is_what_a_recount_finds(house: House, days: int) -> None:
    for _ in range(3):
        house.clock.move(days=days)
        await rescore(house)
    carried, figures = await house.kept(), await numbers(house)
    await rescore(house, recount=True)
    assert await same_evidence(house, carried)
    assert await numbers(house) == pytest.approx(figures, rel=1e-9)


async def test_it_takes_all_pages(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 2, 5, 6):
        monkeypatch.setattr("bot.usecases.rescore._PAGE", size)
        assert await rescore(house) == 5


async def test_one_customer_can_be_named(house: House) -> None:
    customer = str((await house.rows("SELECT id FROM customers WHERE name = 'Company 1'"))[0][0])
    house.clock.move(days=1)
    assert await rescore(house, customer) == 1
    fresh = await house.rows("SELECT customer_id FROM scores WHERE as_of > :then", then=micros(house) - 1)
    assert [row[0] for row in fresh] == [customer]
    assert await rescore(house, "nobody") == 0


async def test_the_last_word_of_each_day_is_kept(database: Database) -> None:
    house = await a_house(database, timezone="Europe/Berlin")
    await house.receive(a_review())
    await rescore(house)
    house.clock.move(hours=10)  # 22:00 UTC, 23:00 in Berlin
    await rescore(house)
    house.clock.move(hours=2)
    await rescore(house)
    days = await house.rows("SELECT day, score FROM score_days ORDER BY day")
    assert [str(row[0]) for row in days] == ["2026-03-02", "2026-03-03"]
    assert days[0][1] < days[1][1], "one bad review weighs a little less every hour"


async def test_evidence_that_has_aged_out_is_gone_and_the_score_is_the_baseline(house: House) -> None:
    house.clock.move(days=400)
    await rescore(house)
    rows = await house.rows("SELECT confidence, status FROM scores")
    assert {row.status for row in rows} == {"not_enough_evidence"}
    assert all(row.confidence < 0.02 for row in rows), "only the silence itself is known"
    assert all(not kept.evidence.tallies for kept in (await house.kept()).values())


async def test_sums_that_were_damaged_are_mended(house: House) -> None:
    before = await house.kept()
    empty = '{"tallies": {}, "topics": {}, "marks": {}, "runs": {}}'
    await house.database.write(
        lambda tx: tx.execute(text("UPDATE evidence SET body = :body"), {"body": empty})
    )
    await rescore(house, recount=True)
    assert await same_evidence(house, before)


async def test_after_a_rescore_events_go_on_from_there(house: House) -> None:
    house.clock.move(days=60)
    await rescore(house)
    company = a_company("c1", "Company 1")
    await house.receive(a_review("late", score=1, company=company, rated_at=NOW - timedelta(days=3)))
    running = await house.kept()
    await rescore(house, recount=True)
    assert await same_evidence(house, running)
    assert date(2026, 5, 1) == house.clock().date()


def micros(house: House) -> int:
    return int(house.clock().timestamp() * 1_000_000)
