"""The running sums, where they have to be built anew or let go of something."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.usecases.apply_scorecard import apply_scorecard, scorecards_in_force
from bot.usecases.intake.values import Outcome
from scoring.scorecard import Scorecards
from tests.cast import NOW, House, a_house, a_review

EMPTY = '{"tallies": {}, "topics": {}, "marks": {}, "runs": {}}'


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def change_scorecard(house: House, **parts: object) -> None:
    def change(cards: Scorecards) -> Scorecards:
        csat, *others = cards.default.metrics
        metrics = (replace(csat, **parts), *others)  # type: ignore[arg-type]
        return replace(cards, default=replace(cards.default, metrics=metrics))

    await house.database.write(
        lambda tx: apply_scorecard(
            tx, house.workspace_id, change(scorecards_in_force(tx, house.workspace_id)), "U1", "", NOW
        )
    )


async def counts(house: House) -> tuple[int, float]:
    return (await house.csat())["Acme"]


async def damage(house: House, body: str) -> None:
    await house.database.write(
        lambda tx: tx.execute(text("UPDATE evidence SET body = :body"), {"body": body})
    )


async def test_unanswered_surveys_leave_the_window_too(house: House) -> None:
    old = NOW - timedelta(days=181)
    await house.receive(a_review("a", score=None, rated_at=old), a_review("b", score=0, rated_at=old))
    await house.receive(a_review("c", score=None))
    assert (await house.kept())["Acme"].evidence.tallies["response_rate"].count == 2, "c is not ripe yet"
    house.clock.move(days=2)
    await house.receive(a_review("d", score=1))
    assert await counts(house) == (1, 1.0)
    assert "response_rate" not in (await house.kept())["Acme"].evidence.tallies
    house.clock.move(days=6)
    await house.receive(a_review("e", score=1, rated_at=house.clock()))
    assert (await house.kept())["Acme"].evidence.tallies["response_rate"].count == 2, "c and d"


async def test_a_shorter_window_counts_less_from_the_next_event_on(house: House) -> None:
    await house.receive(
        *(a_review(f"r{n}", score=1, rated_at=NOW - timedelta(days=30 * n)) for n in range(6))
    )
    await change_scorecard(house, window_days=60)
    await house.receive(a_review("new", score=-1))
    assert await counts(house) == (4, 3.0), "0, 30 and 60 days old"


async def test_a_longer_window_brings_back_what_had_left(house: House) -> None:
    await house.receive(a_review("old", score=1, rated_at=NOW - timedelta(days=300)), a_review("new"))
    assert await counts(house) == (1, 0.0)
    await change_scorecard(house, window_days=365)
    await house.receive(a_review("newest", score=0))
    assert await counts(house) == (3, 1.5)


async def test_another_half_life_weighs_all_reviews_anew(house: House) -> None:
    await house.receive(a_review("a", score=1), a_review("b", score=-1))
    before = (await house.kept())["Acme"].evidence.tallies["csat"]
    await change_scorecard(house, half_life_days=45.0)
    await house.receive(a_review("b", score=-1, changed_at=NOW, tags=("new",)))
    after = (await house.kept())["Acme"].evidence.tallies["csat"]
    # Twice the doublings since 2020-01-01: the weight of one review is squared.
    assert after.weight == pytest.approx(2 * (before.weight / 2) ** 2, rel=1e-9)
    assert (after.count, after.total) == (before.count, before.total)


async def test_a_replica_whose_clock_is_a_day_behind_counts_right(house: House) -> None:
    edge = NOW - timedelta(days=182, hours=12)
    await house.receive(a_review("edge", score=-1, rated_at=edge))
    assert await counts(house) == (1, 0.0)
    house.clock.move(days=1)
    await house.receive(a_review("ahead", score=1))
    assert await counts(house) == (1, 1.0)
    house.clock.move(days=-1)
    await house.receive(a_review("behind", score=0))
    assert await counts(house) == (3, 1.5), "the edge is inside for the one that is behind"
    house.clock.move(days=1)
    await house.receive(a_review("ahead again", score=0))
    assert await counts(house) == (3, 2.0)


async def test_sums_that_do_not_fit_the_reviews_keep_no_event_out(house: House) -> None:
    # Whatever may have damaged them: an event must not be put aside for it, nor any that follow.
    await house.receive(a_review("a", score=-1), a_review("b", score=1))
    await damage(house, EMPTY)
    assert await house.receive(a_review("a", score=1, changed_at=NOW)) == [Outcome.ACCEPTED]
    assert await counts(house) == (2, 2.0)


async def test_sums_damaged_outside_the_window_keep_no_event_out(house: House) -> None:
    await house.receive(a_review("old", score=-1, rated_at=NOW - timedelta(days=181)))
    await damage(house, EMPTY)
    house.clock.move(days=2)
    assert await house.receive(a_review("new", score=1)) == [Outcome.ACCEPTED]
    assert await counts(house) == (1, 1.0)
