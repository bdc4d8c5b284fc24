"""Events that wait together share a transaction, and nothing else."""

import asyncio

import pytest
from sqlalchemy import text

from bot.errors import Unavailable
from bot.sources.values import Incoming, NotUnderstood
from bot.storage.database import Database, open_database
from bot.usecases.intake.values import Arrival, Outcome
from tests.cast import House, a_company, a_house, a_review

ACCEPTED, QUARANTINED, REPEAT = Outcome.ACCEPTED, Outcome.QUARANTINED, Outcome.REPEAT


def impossible(id: str, how: str = "a column that must not be empty") -> Incoming:
    """A review that a reader of sources would never hand on, and that no database takes."""
    match how:
        case "a column that must not be empty":
            return a_review(id, survey_type=None)
        case "text that cannot be encoded":
            return a_review(id, comment="\ud800")
        case _:
            return a_review(id, tags=({1, 2},))


HOW = ("a column that must not be empty", "text that cannot be encoded", "no JSON")


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def external_ids(house: House) -> list[str]:
    return [row[0] for row in await house.rows("SELECT external_id FROM reviews ORDER BY external_id")]


async def take(house: House, raw: bytes, *events: Incoming | NotUnderstood) -> list[Outcome]:
    arrivals = [Arrival(house.source.id, house.source.name, event) for event in events]
    return list(await house.intake.take(house.workspace_id, arrivals, raw))


def counted(house: House) -> tuple[float, float]:
    """How many transactions there were, and how many events in them."""
    registry = house.intake._metrics.registry
    batches = registry.get_sample_value("bellwether_intake_batch_events_count")
    events = registry.get_sample_value("bellwether_intake_batch_events_sum")
    return batches or 0.0, events or 0.0


async def test_requests_that_wait_share_a_transaction(house: House) -> None:
    outcomes = await asyncio.gather(*(house.receive(a_review(str(number))) for number in range(100)))
    assert outcomes == [[ACCEPTED]] * 100
    batches, events = counted(house)
    assert events == 100
    assert batches <= 3, "the first alone, and the others together while it is being written"


async def test_a_large_request_stays_whole_and_a_batch_stays_small(house: House) -> None:
    large = house.receive(*(a_review(f"large-{number}") for number in range(300)))
    small = [house.receive(a_review(f"small-{number}")) for number in range(250)]
    outcomes = await asyncio.gather(large, *small)
    assert outcomes[0] == [ACCEPTED] * 300
    assert len(await external_ids(house)) == 550
    assert counted(house)[0] >= 3


@pytest.mark.parametrize("how", HOW)
async def test_a_request_that_no_database_takes_spoils_no_other(house: House, how: str) -> None:
    requests = [take(house, b"first", a_review("0"))]
    requests += [take(house, f"raw {n}".encode(), a_review(str(n))) for n in range(1, 5)]
    requests += [take(house, b"the bad one", impossible("bad", how))]
    requests += [take(house, f"raw {n}".encode(), a_review(str(n))) for n in range(5, 9)]
    outcomes = await asyncio.gather(*requests)
    assert outcomes == [[ACCEPTED]] * 5 + [[QUARANTINED]] + [[ACCEPTED]] * 4
    assert await external_ids(house) == [str(number) for number in range(9)]
    kept = await house.rows("SELECT body, reason FROM inbox WHERE outcome = 'quarantined'")
    assert [bytes(row[0]) for row in kept] == [b"the bad one"]
    assert kept[0][1].startswith("The event could not be stored (")


@pytest.mark.parametrize("how", HOW)
async def test_in_one_request_a_bad_event_spoils_no_other(house: House, how: str) -> None:
    broken = NotUnderstood("survey_type must be csat, nps or ces.", "ev-9", b'{"own":"body"}')
    events = (a_review("1"), impossible("2", how), a_review("3"), broken, a_review("1", event_id="again"))
    outcomes = await take(house, b"the whole request", *events)
    assert outcomes == [ACCEPTED, QUARANTINED, ACCEPTED, QUARANTINED, REPEAT]
    assert await external_ids(house) == ["1", "3"]
    bodies = {bytes(row[0]) for row in await house.rows("SELECT body FROM inbox WHERE body IS NOT NULL")}
    assert bodies == {b"the whole request", b'{"own":"body"}'}
    assert await take(house, b"the whole request", *events) == [REPEAT] * 5


async def test_the_sums_are_right_after_a_bad_event(house: House) -> None:
    await take(house, b"", a_review("1"), impossible("2"), a_review("3", score=1))
    assert await house.csat() == {"Acme": (2, 1.0)}
    assert len(await house.rows("SELECT id FROM customers")) == 1


async def test_an_event_whose_replay_cannot_be_stored_stays_in_the_inbox(house: House) -> None:
    await take(house, b"raw", impossible("1"))
    letter = str((await house.rows("SELECT id FROM inbox"))[0][0])
    arrival = Arrival(house.source.id, house.source.name, impossible("1"), letter_id=letter)
    assert await house.intake.take(house.workspace_id, [arrival], b"raw") == (QUARANTINED,)
    assert len(await house.rows("SELECT 1 FROM inbox WHERE outcome = 'quarantined'")) == 1


async def test_people_of_a_batch_that_failed_are_remembered_with_the_next(house: House) -> None:
    await asyncio.gather(
        house.receive(a_review("0", company=a_company("9", "Other"), contact=None, agents=())),
        house.receive(a_review("1")),
        house.receive(impossible("2")),
    )
    assert [tuple(row) for row in await house.rows("SELECT email FROM contacts")] == [("jane@acme.example",)]
    assert [tuple(row) for row in await house.rows("SELECT name FROM agents")] == [("ashk",)]


async def test_people_of_a_transaction_that_was_undone_are_remembered_later(house: House) -> None:
    await house.database.write(lambda tx: tx.execute(text("ALTER TABLE verdicts RENAME TO elsewhere")))
    await house.apply_rules()
    with pytest.raises(Unavailable):
        await house.receive(a_review("1"))
    await house.database.write(lambda tx: tx.execute(text("ALTER TABLE elsewhere RENAME TO verdicts")))
    assert await house.receive(a_review("1")) == [ACCEPTED]
    assert len(await house.rows("SELECT 1 FROM agents")) == 1


async def test_too_much_at_once_is_refused_and_accepted_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.usecases.intake.batcher._WAITING", 10)
    requests = [house.receive(a_review(str(number))) for number in range(15)]
    results = await asyncio.gather(*requests, return_exceptions=True)
    refused = [result for result in results if isinstance(result, Unavailable)]
    assert len(refused) == 5
    assert str(refused[0]) == "too many surveys are waiting to be stored"
    assert len(await external_ids(house)) == 10
    assert await house.receive(a_review("14")) == [ACCEPTED]


async def test_a_sender_that_hangs_up_loses_nothing_and_holds_nobody_up(house: House) -> None:
    waiting = [asyncio.create_task(house.receive(a_review(str(number)))) for number in range(20)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert results[1::2] == [[ACCEPTED]] * 10
    await house.intake.drain()
    assert len(await external_ids(house)) == 20


async def test_a_database_that_is_away_refuses_all_that_wait_and_keeps_nothing(
    database: Database, migrated_url: str
) -> None:
    house = await a_house(database)
    await database.close()
    results = await asyncio.gather(
        *(house.receive(a_review(str(number))) for number in range(5)), return_exceptions=True
    )
    assert [type(result) for result in results] == [Unavailable] * 5
    again = open_database(migrated_url)
    await again.start()
    assert await again.read(lambda tx: tx.execute(text("SELECT external_id FROM reviews")).all()) == []
    await again.close()


async def test_a_request_without_events_is_answered(house: House) -> None:
    assert await house.receive() == []


async def test_drain_waits_for_what_has_come_in(house: House) -> None:
    tasks = [asyncio.create_task(house.receive(a_review(str(number)))) for number in range(5)]
    await asyncio.sleep(0)
    await house.intake.drain()
    assert len(await external_ids(house)) == 5
    await asyncio.gather(*tasks)
    await house.intake.drain()
