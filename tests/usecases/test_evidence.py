"""The running sums, where they have to be built anew or let go of something."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.usecases.apply_scorecard import apply_scorecard, scorecard_in_force
from bot.usecases.intake.values import Outcome
from scoring.scorecard import Scorecard
from tests.cast import NOW, House, a_house, a_review

SUMS = "SELECT weight, moment, positive, neutral, negative, sent FROM evidence"
COUNTS = "SELECT positive, neutral, negative, sent FROM evidence"


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def change_scorecard(house: House, **parts: object) -> None:
    def change(card: Scorecard) -> Scorecard:
        (csat,) = card.metrics
        return replace(card, metrics=(replace(csat, **parts),))  # type: ignore[arg-type]

    await house.database.write(
        lambda tx: apply_scorecard(
            tx, house.workspace_id, change(scorecard_in_force(tx, house.workspace_id)), "U1", "", NOW
        )
    )


async def counts(house: House) -> tuple[int, ...]:
    return tuple((await house.rows(COUNTS))[0])


async def test_unanswered_surveys_leave_the_window_too(house: House) -> None:
    old = NOW - timedelta(days=181)
    await house.receive(a_review("a", score=None, rated_at=old), a_review("b", score=0, rated_at=old))
    await house.receive(a_review("c", score=None))
    assert await counts(house) == (0, 1, 0, 3)
    house.clock.move(days=2)
    await house.receive(a_review("d", score=1))
    assert await counts(house) == (1, 0, 0, 2)


async def test_a_shorter_window_counts_less_from_the_next_event_on(house: House) -> None:
    await house.receive(
        *(a_review(f"r{n}", score=1, rated_at=NOW - timedelta(days=30 * n)) for n in range(6))
    )
    await change_scorecard(house, window_days=60)
    await house.receive(a_review("new", score=-1))
    assert await counts(house) == (3, 0, 1, 4), "0, 30 and 60 days old"


async def test_a_longer_window_brings_back_what_had_left(house: House) -> None:
    await house.receive(a_review("old", score=1, rated_at=NOW - timedelta(days=300)), a_review("new"))
    assert await counts(house) == (0, 0, 1, 1)
    await change_scorecard(house, window_days=365)
    await house.receive(a_review("newest", score=0))
    assert await counts(house) == (1, 1, 1, 3)


async def test_another_half_life_weighs_all_reviews_anew(house: House) -> None:
    await house.receive(a_review("a", score=1), a_review("b", score=-1))
    before = (await house.rows(SUMS))[0]
    await change_scorecard(house, half_life_days=45.0)
    await house.receive(a_review("b", score=-1, changed_at=NOW, tags=("new",)))
    after = (await house.rows(SUMS))[0]
    # Twice the doublings since 2020-01-01: the weight of one review is squared.
    assert after[0] == pytest.approx(2 * (before[0] / 2) ** 2, rel=1e-9)
    assert tuple(after[2:]) == tuple(before[2:])


async def test_a_replica_whose_clock_is_a_day_behind_counts_right(house: House) -> None:
    edge = NOW - timedelta(days=182, hours=12)
    await house.receive(a_review("edge", score=-1, rated_at=edge))
    assert await counts(house) == (0, 0, 1, 1)
    house.clock.move(days=1)
    await house.receive(a_review("ahead", score=1))
    assert await counts(house) == (1, 0, 0, 1)
    house.clock.move(days=-1)
    await house.receive(a_review("behind", score=0))
    assert await counts(house) == (1, 1, 1, 3), "the edge is inside for the one that is behind"
    house.clock.move(days=1)
    await house.receive(a_review("ahead again", score=0))
    assert await counts(house) == (1, 2, 0, 3)


async def test_sums_that_do_not_fit_the_reviews_keep_no_event_out(house: House) -> None:
    # Whatever may have damaged them: an event must not be put aside for it, nor any that follow.
    await house.receive(a_review("a", score=-1), a_review("b", score=1))
    await house.database.write(lambda tx: tx.execute(text("UPDATE evidence SET negative = 0, sent = 1")))
    assert await house.receive(a_review("a", score=1, changed_at=NOW)) == [Outcome.ACCEPTED]
    assert await counts(house) == (2, 0, 0, 2)


async def test_sums_damaged_outside_the_window_keep_no_event_out(house: House) -> None:
    await house.receive(a_review("old", score=-1, rated_at=NOW - timedelta(days=181)))
    await house.database.write(lambda tx: tx.execute(text("UPDATE evidence SET negative = 0, sent = 0")))
    house.clock.move(days=2)
    assert await house.receive(a_review("new", score=1)) == [Outcome.ACCEPTED]
    assert await counts(house) == (1, 0, 0, 1)
