"""What happens at set times."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unavailable
from bot.jobs import Job, Jobs, latest_slot
from bot.storage import house
from bot.storage.database import Database
from tests.cast import NOW

BERLIN = "Europe/Berlin"
TWICE = [(0, 30), (12, 30)]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-03-02T12:00", "2026-03-02T11:30"),  # 13:00 in Berlin: half past twelve is past
        ("2026-03-02T11:30", "2026-03-02T11:30"),  # on the dot
        ("2026-03-02T11:29", "2026-03-01T23:30"),  # half past midnight, which is the day before in UTC
        ("2026-03-01T23:29", "2026-03-01T11:30"),  # yesterday's noon
        ("2026-07-01T10:30", "2026-07-01T10:30"),  # two hours ahead in summer
    ],
)
def test_the_latest_slot_is_the_last_time_of_day_that_has_passed(now: str, slot: str) -> None:
    assert latest_slot(TWICE, BERLIN, utc(now)) == utc(slot)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        # 29 March 2026: 02:00 becomes 03:00, so half past two is skipped; it counts at 03:30, 01:30 UTC.
        ("2026-03-29T01:00", "2026-03-28T01:30"),
        ("2026-03-29T01:29", "2026-03-28T01:30"),
        ("2026-03-29T01:30", "2026-03-29T01:30"),
        ("2026-03-30T00:30", "2026-03-30T00:30"),
        # 25 October 2026: 03:00 becomes 02:00, so half past two is shown twice and counts once.
        ("2026-10-25T00:29", "2026-10-24T00:30"),
        ("2026-10-25T00:30", "2026-10-25T00:30"),
        ("2026-10-25T01:30", "2026-10-25T00:30"),
        ("2026-10-26T01:30", "2026-10-26T01:30"),
    ],
)
def test_a_day_on_which_clocks_change_has_one_slot_for_each_time(now: str, slot: str) -> None:
    assert latest_slot([(2, 30)], BERLIN, utc(now)) == utc(slot)


@given(
    now=st.integers(0, 15 * 365 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    times=st.lists(st.tuples(st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=4, unique=True),
    zone=st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_replicas_that_ask_at_any_time_between_two_slots_agree(
    now: datetime, times: list[tuple[int, int]], zone: str
) -> None:
    slot = latest_slot(times, zone, now)
    assert slot <= now
    assert now - slot <= timedelta(hours=25), "a day is at most 25 hours long"
    assert latest_slot(times, zone, slot.astimezone(UTC)) == slot
    halfway = slot.astimezone(UTC) + (now - slot.astimezone(UTC)) / 2
    assert latest_slot(times, zone, halfway) == slot


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_start_makes_up_for_the_slot_that_passed_last() -> None:
    ran: list[datetime] = []

    async def run(slot: datetime) -> None:
        ran.append(slot)

    jobs = Jobs(
        [Job("rescore w1", TWICE, BERLIN, run), Job("housekeeping", [(3, 15)], "UTC", run)], lambda: NOW
    )
    jobs.start()
    await until(lambda: len(ran) == 2)
    jobs.stop()
    assert sorted(ran) == [
        datetime(2026, 3, 2, 3, 15, tzinfo=UTC),
        datetime(2026, 3, 2, 12, 30, tzinfo=ZoneInfo(BERLIN)),
    ]


@pytest.mark.parametrize("error", [Unavailable("the database is away"), ValueError("Jane Doe's words")])
async def test_work_that_fails_is_noted_without_a_word_of_it_and_the_others_run(
    error: Exception, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[datetime] = []

    async def fail(_slot: datetime) -> None:
        ran.append(_slot)
        raise error

    async def run(slot: datetime) -> None:
        ran.append(slot)

    jobs = Jobs([Job("bad", TWICE, BERLIN, fail), Job("good", TWICE, BERLIN, run)], lambda: NOW)
    jobs.start()
    await until(lambda: len(ran) == 2)
    jobs.stop()
    logged = "".join(capfd.readouterr()) + caplog.text
    assert "job.failed" in logged
    assert "Jane Doe" not in logged


EVERYBODY = ["p1", "p2", *(f"process-{number}" for number in range(8))]


async def test_one_process_wins_each_slot(database: Database) -> None:
    slot = latest_slot(TWICE, BERLIN, NOW)

    async def ask(process: str, due: datetime = slot) -> bool:
        return await database.write(lambda tx: house.win_slot(tx, "rescore w1", due, process, EVERYBODY, NOW))

    answers = await asyncio.gather(*(ask(f"process-{number}") for number in range(8)))
    assert answers.count(True) == 1
    winner = f"process-{answers.index(True)}"
    assert await ask(winner), "asked again, the winner is still the winner"
    assert await ask("process-late", slot + timedelta(hours=12)), "the next slot is another"


async def test_a_slot_that_is_done_is_forgotten_after_a_while(database: Database) -> None:
    slot = latest_slot(TWICE, BERLIN, NOW)
    await database.write(lambda tx: house.win_slot(tx, "rescore w1", slot, "p1", EVERYBODY, NOW))
    await database.write(lambda tx: house.finish_slot(tx, "rescore w1", slot, NOW))
    await database.write(lambda tx: house.forget_slots(tx, NOW - timedelta(days=1)))
    assert not await database.write(lambda tx: house.win_slot(tx, "rescore w1", slot, "p2", EVERYBODY, NOW))
    await database.write(lambda tx: house.forget_slots(tx, NOW))
    assert await database.write(lambda tx: house.win_slot(tx, "rescore w1", slot, "p2", EVERYBODY, NOW))


async def test_a_slot_whose_winner_died_before_it_was_done_goes_to_another(database: Database) -> None:
    slot = latest_slot(TWICE, BERLIN, NOW)

    async def ask(process: str, *living: str) -> bool:
        return await database.write(lambda tx: house.win_slot(tx, "rescore w1", slot, process, living, NOW))

    assert await ask("p1", "p1")
    assert not await ask("p2", "p1", "p2"), "the winner lives and is at work"
    assert await ask("p2", "p2"), "the winner is dead"
    await database.write(lambda tx: house.finish_slot(tx, "rescore w1", slot, NOW))
    assert not await ask("p3", "p3"), "what is done is done"
