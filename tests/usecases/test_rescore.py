"""Scoring customers anew."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.usecases.rescore import rescore_workspace
from tests.cast import NOW, House, a_company, a_house, a_review

FIGURES = (
    "SELECT customer_id, weight, moment, positive, neutral, negative, sent, since FROM evidence ORDER BY 1"
)
SCORES = (
    "SELECT customer_id, score, baseline, confidence, status, contributions, as_of FROM scores ORDER BY 1"
)


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


async def rescore(house: House, only: str | None = None) -> int:
    return await rescore_workspace(house.database, house.knowledge, house.workspace_id, house.clock(), only)


async def test_at_the_same_moment_it_finds_what_the_events_have_found(house: House) -> None:
    before = await house.rows(FIGURES), await house.rows(SCORES)
    assert await rescore(house) == 5
    assert (await house.rows(FIGURES), await house.rows(SCORES)) == before


async def test_twice_is_once(house: House) -> None:
    house.clock.move(days=30)
    await rescore(house)
    before = await house.rows(FIGURES), await house.rows(SCORES), await house.rows("SELECT * FROM score_days")
    await rescore(house)
    assert (
        await house.rows(FIGURES),
        await house.rows(SCORES),
        await house.rows("SELECT * FROM score_days"),
    ) == before


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
    assert days[0][1] < days[1][1] < 86.0, "one bad review weighs a little less every hour"


async def test_evidence_that_has_aged_out_is_gone_and_the_score_is_the_baseline(house: House) -> None:
    house.clock.move(days=400)
    await rescore(house)
    rows = await house.rows("SELECT score, confidence, status FROM scores")
    assert {tuple(row) for row in rows} == {(86.0, 0.0, "not_enough_evidence")}
    assert {tuple(row) for row in await house.rows("SELECT weight, sent FROM evidence")} == {(0.0, 0)}


async def test_sums_that_were_damaged_are_mended(house: House) -> None:
    before = await house.rows(FIGURES)
    await house.database.write(lambda tx: tx.execute(text("UPDATE evidence SET weight = 0, sent = 99")))
    await rescore(house)
    assert await house.rows(FIGURES) == before


async def test_after_a_rescore_events_go_on_from_there(house: House) -> None:
    house.clock.move(days=60)
    await rescore(house)
    company = a_company("c1", "Company 1")
    await house.receive(a_review("late", score=1, company=company, rated_at=NOW - timedelta(days=3)))
    running = await house.rows(FIGURES)
    await rescore(house)
    assert await house.rows(FIGURES) == running
    assert date(2026, 5, 1) == house.clock().date()


def micros(house: House) -> int:
    return int(house.clock().timestamp() * 1_000_000)
