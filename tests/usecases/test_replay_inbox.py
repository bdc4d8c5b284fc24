import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import NotFound
from bot.sources.values import NotUnderstood
from bot.storage.database import Database
from bot.usecases.intake.values import Arrival, Outcome
from bot.usecases.replay_inbox import Replayed, replay_inbox
from tests.cast import House, a_house
from tests.sources.builders import an_event


def a_letter(event_id: str, raw: bytes) -> NotUnderstood:
    return NotUnderstood("The score is missing.", event_id, raw)


def good(id: str) -> bytes:
    return json.dumps(an_event(id=id)).encode()


async def replay(house: House, only: str | None = None, **options: Any) -> Replayed:
    return await replay_inbox(
        house.database, house.intake.take, house.workspace_id, house.clock(), only, **options
    )


@pytest.fixture
async def house(database: Database) -> House:
    """One event that is readable by now, and one that is not."""
    house = await a_house(database)
    await house.receive(a_letter("ev-good", good("rv-9")))
    await house.receive(a_letter("ev-bad", b'{"type": "review.created", "data": {}}'))
    return house


async def test_what_is_understood_now_is_taken_in_and_the_rest_stays(house: House) -> None:
    replayed = await replay(house)
    assert replayed.understood == 1
    assert len(replayed.left) == 1
    assert await house.rows("SELECT external_id FROM reviews") == [("rv-9",)]
    assert await house.rows("SELECT event_id FROM inbox WHERE outcome = 'quarantined'") == [("ev-bad",)]


async def test_a_second_replay_changes_nothing(house: House) -> None:
    await replay(house)
    assert (await replay(house)).understood == 0
    assert await house.rows("SELECT COUNT(*) FROM reviews") == [(1,)]


async def test_one_event_can_be_named(house: House) -> None:
    ((bad,),) = await house.rows("SELECT id FROM inbox WHERE event_id = 'ev-bad'")
    assert (await replay(house, bad)).understood == 0
    assert await house.rows("SELECT COUNT(*) FROM reviews") == [(0,)]
    ((letter,),) = await house.rows("SELECT id FROM inbox WHERE event_id = 'ev-good'")
    assert (await replay(house, letter)).understood == 1


async def test_an_event_that_does_not_wait_is_not_found(house: House) -> None:
    with pytest.raises(NotFound, match="NOPE"):
        await replay(house, "NOPE")


async def test_more_than_a_page_is_read_to_its_end(house: House) -> None:
    await house.receive(*(a_letter(f"ev-{n}", good(f"rv-{n}")) for n in range(4)))
    told: list[int] = []
    assert (await replay(house, progress=told.append, page_size=2)).understood == 5
    assert told == [2, 2, 2]
    assert replace(await replay(house), left=()) == Replayed(0, ())


async def test_an_event_that_is_understood_and_cannot_be_stored_is_not_called_done(house: House) -> None:
    async def refuse(_workspace_id: str, arrivals: Sequence[Arrival], _raw: bytes) -> tuple[Outcome, ...]:
        return (Outcome.QUARANTINED,) * len(arrivals)

    replayed = await replay_inbox(house.database, refuse, house.workspace_id, house.clock())
    assert replayed.understood == 0
    assert {reason for _, reason in replayed.left} >= {"The event is understood, but cannot be stored."}
