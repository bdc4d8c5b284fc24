"""What the queries promise, on both databases, where no use case says it already."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import IntegrityError

from bot.ids import new_id
from bot.storage import (
    alerts,
    customers,
    deliveries,
    evidence,
    facts,
    health,
    house,
    inbox,
    people,
    reviews,
    rules,
    scorecards,
    workspaces,
)
from bot.storage.among import among, texts
from bot.storage.database import Database
from bot.storage.tables import customers as customers_table
from bot.storage.tables import slack_events
from bot.storage.types import dump_json, from_micros, to_micros
from bot.storage.upsert import insert_all, insert_new, upsert
from bot.usecases.set_up_workspace import create_workspace
from scoring.status import Status
from tests.cast import NOW, House, a_company, a_house, a_review

HOSTILE = [
    "'",
    '"',
    "\\",
    "%",
    "a,b",
    "{x}",
    "[1]",
    "",
    " ",
    "né\u202e",
    "🙂",
    "\x01",
    "\x7f",
    "null",
    "\\u0041",
]


@pytest.fixture
async def house_(database: Database) -> House:
    house_ = await a_house(database)
    await house_.apply_rules()
    return house_


def a_customer(workspace_id: str, **parts: Any) -> dict[str, Any]:
    return {
        "id": new_id(), "workspace_id": workspace_id, "name": "Acme", "kind": "company",
        "population": "client", "site": "", "owner": "", "team": "", "division": "",
        "renewal_on": None, "created_at": NOW, "known_since": NOW, **parts,
    }  # fmt: skip


async def test_any_text_is_found_again_among_others(house_: House) -> None:
    rows = [a_customer(house_.workspace_id, name=name) for name in HOSTILE]
    await house_.database.write(lambda tx: customers.add_customers(tx, rows))
    statement = select(customers_table.c.name).where(
        customers_table.c.workspace_id == bindparam("workspace_id"), among(customers_table.c.name, "names")
    )

    def find(tx: Connection, names: list[str]) -> set[str]:
        values = {"workspace_id": house_.workspace_id, "names": texts(names)}
        return set(tx.execute(statement, values).scalars())

    assert await house_.database.read(lambda tx: find(tx, HOSTILE)) == set(HOSTILE)
    assert await house_.database.read(lambda tx: find(tx, [])) == set()
    assert await house_.database.read(lambda tx: find(tx, ["nobody"])) == set()
    thousands = [f"nobody {number}" for number in range(40_000)]
    assert await house_.database.read(lambda tx: find(tx, [*thousands, "🙂"])) == {"🙂"}


async def test_a_row_that_is_there_is_refused_left_or_revised(database: Database) -> None:
    row = {"event_id": "Ev1", "seen_at": NOW}
    later = {"event_id": "Ev1", "seen_at": NOW + timedelta(days=1)}

    def seen(tx: Connection) -> list[datetime]:
        return list(tx.execute(select(slack_events.c.seen_at)).scalars())

    await database.write(lambda tx: insert_all(tx, slack_events, [row]))
    with pytest.raises(IntegrityError):
        await database.write(lambda tx: insert_all(tx, slack_events, [later]))
    await database.write(lambda tx: insert_new(tx, slack_events, [later]))
    assert await database.read(seen) == [NOW]
    await database.write(
        lambda tx: upsert(tx, slack_events, [later], keys=("event_id",), update=("seen_at",))
    )
    assert await database.read(seen) == [NOW + timedelta(days=1)]
    await database.write(lambda tx: upsert(tx, slack_events, [], keys=("event_id",), update=("seen_at",)))


@pytest.mark.parametrize(
    "moment",
    [
        datetime.min.replace(tzinfo=NOW.tzinfo),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=NOW.tzinfo),
        NOW + timedelta(microseconds=1),
        datetime.max.replace(tzinfo=NOW.tzinfo),
    ],
    ids=str,
)
async def test_every_moment_is_kept_to_the_microsecond(database: Database, moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment
    row = {"event_id": "Ev1", "seen_at": moment}
    await database.write(lambda tx: insert_all(tx, slack_events, [row]))
    assert await database.read(lambda tx: tx.execute(select(slack_events.c.seen_at)).scalar_one()) == moment


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_json_is_not_written_as_json(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump_json({"score": number})


async def test_a_workspace_that_is_not_there_is_a_look_up_error(database: Database) -> None:
    with pytest.raises(LookupError):
        await database.read(lambda tx: workspaces.get_workspace(tx, "nowhere"))
    with pytest.raises(LookupError):
        await database.read(lambda tx: scorecards.get_scorecard(tx, "nowhere"))


async def test_nothing_asked_for_is_nothing_found(house_: House) -> None:
    def ask(tx: Connection) -> list[object]:
        own = house_.workspace_id
        return [
            customers.find_by_keys(tx, own, []), customers.keys_of(tx, own, []),
            customers.get_customers(tx, own, []), evidence.get_evidence(tx, own, []),
            health.get_tenures(tx, own, []), facts.facts_since(tx, own, [], NOW, NOW),
            health.customer_lines(tx, own, [], NOW), reviews.find_stored(tx, own, []),
            reviews.review_lines(tx, own, []),
            alerts.alerts_about(tx, own, []), alerts.messages_of(tx, own, []),
            rules.fired_before(tx, own, []), inbox.seen_events(tx, own, []), deliveries.present(tx, own, []),
            deliveries.doubt(tx, "process-1", [], NOW), deliveries.claim(tx, "pending", "process-1", NOW, 10),
        ]  # fmt: skip

    assert not any(await house_.database.write(ask))


async def test_customers_are_listed_by_population_and_status(house_: House) -> None:
    own = house_.workspace_id
    await house_.receive(
        *(a_review(f"r{n}", score=-1, company=a_company("1", "Unhappy"), contact=None) for n in range(20)),
        a_review("x", company=a_company("2", "Flat", population="resident"), contact=None),
    )
    await house_.database.write(lambda tx: customers.add_customers(tx, [a_customer(own, name="New")]))

    async def names(population: str | None = None, status: Status | None = None) -> list[str]:
        lines = await house_.database.read(lambda tx: health.list_lines(tx, own, NOW, population, status))
        return [line.name for line in lines]

    assert await names() == ["Flat", "New", "Unhappy"]
    assert await names("resident") == ["Flat"]
    assert await names(status=Status.AT_RISK) == ["Unhappy"]
    assert await names(status=Status.NOT_ENOUGH_EVIDENCE) == ["Flat", "New"]
    assert await names("client", Status.NOT_ENOUGH_EVIDENCE) == ["New"]
    assert await names(status=Status.HEALTHY) == []


async def test_the_history_of_a_score_keeps_one_row_a_day(house_: House) -> None:
    await house_.receive(a_review())
    ((customer,),) = await house_.rows("SELECT id FROM customers")
    row = {
        "workspace_id": house_.workspace_id, "customer_id": customer, "scorecard_version": 1, "score": 80.0,
        "confidence": 0.5, "status": "healthy",
    }  # fmt: skip
    for score, day in ((80.0, date(2026, 3, 1)), (70.0, date(2026, 3, 1)), (60.0, date(2026, 3, 2))):
        kept = {**row, "score": score}
        await house_.database.write(lambda tx, kept=kept, day=day: health.keep_day(tx, [kept], day))  # type: ignore[misc]
    rows = await house_.rows("SELECT score FROM score_days ORDER BY day")
    assert [row[0] for row in rows] == [70.0, 60.0]


async def test_processes_are_seen_forgotten_and_take_their_leave(database: Database) -> None:
    def living(tx: Connection) -> set[str]:
        return house.living(tx, NOW - timedelta(seconds=20))

    for process, age in (("quick", 0), ("slow", 20), ("dead", 21), ("buried", 500)):
        await database.write(lambda tx, p=process, a=age: house.beat(tx, p, NOW - timedelta(seconds=a)))  # type: ignore[misc]
    assert await database.read(living) == {"quick", "slow"}
    await database.write(lambda tx: house.bury(tx, NOW - timedelta(seconds=200)))
    await database.write(lambda tx: house.beat(tx, "dead", NOW))
    await database.write(lambda tx: house.leave(tx, "quick"))
    assert await database.read(living) == {"slow", "dead"}


async def test_events_of_slack_are_new_once_and_forgotten_after_a_while(database: Database) -> None:
    async def first_time() -> bool:
        return await database.write(lambda tx: house.first_time(tx, "Ev1", NOW))

    assert [await first_time(), await first_time()] == [True, False]
    await database.write(lambda tx: house.forget_slack_events(tx, NOW))
    assert not await first_time()
    await database.write(lambda tx: house.forget_slack_events(tx, NOW + timedelta(seconds=1)))
    assert await first_time()


async def test_old_events_are_forgotten_but_not_what_waits_for_a_person(house_: House) -> None:
    def rows(outcome: str, at: str) -> dict[str, Any]:
        # Ids tell the time of their making; these were made long ago.
        return {
            "id": f"00{new_id()[2:]}", "workspace_id": house_.workspace_id, "source_id": house_.source.id,
            "event_id": f"{outcome} {at}", "outcome": outcome, "review_id": None, "reason": "", "body": b"{}",
            "received_at": NOW,
        }  # fmt: skip

    await house_.database.write(
        lambda tx: inbox.add_events(tx, [rows("accepted", "old"), rows("quarantined", "old")])
    )
    await house_.receive(a_review())
    long_ago = datetime(2025, 1, 1, tzinfo=NOW.tzinfo)
    assert await house_.database.write(lambda tx: inbox.forget_events(tx, long_ago)) == 1
    left = await house_.rows("SELECT outcome FROM inbox")
    assert sorted(row[0] for row in left) == ["accepted", "quarantined"]


async def test_deliveries_are_counted_and_listed_by_state(house_: House) -> None:
    await house_.receive(*(a_review(str(number)) for number in range(4)))
    first, second, third, _ = house_.handed
    own = house_.workspace_id

    def settle(tx: Connection) -> None:
        deliveries.finish(tx, own, first.id, "sent", NOW)
        deliveries.finish(tx, own, second.id, "failed", NOW, "is_archived", "The channel is archived.")
        deliveries.put_off(tx, own, third.id, "uncertain", NOW, 1, "timeout", "No answer came.")

    await house_.database.write(settle)
    counts = await house_.database.read(deliveries.state_counts)
    assert counts == {"claimed": 1, "failed": 1, "uncertain": 1}
    every = await house_.database.read(lambda tx: deliveries.list_deliveries(tx, own, None, 10))
    assert sorted(line.state for line in every) == ["claimed", "failed", "sent", "uncertain"]
    (failed,) = await house_.database.read(lambda tx: deliveries.list_deliveries(tx, own, "failed", 10))
    assert (failed.id, failed.error_code, failed.error) == (
        second.id,
        "is_archived",
        "The channel is archived.",
    )
    assert len(await house_.database.read(lambda tx: deliveries.list_deliveries(tx, own, None, 2))) == 2


async def test_a_row_that_is_another_processs_is_neither_doubted_nor_given_back(house_: House) -> None:
    await house_.receive(a_review())
    (one,) = house_.handed

    def meddle(tx: Connection) -> tuple[int, set[str]]:
        deliveries.release(tx, "process-2", [one.id], NOW)
        doubted = deliveries.doubt(tx, "process-2", [one.id], NOW)
        return doubted, deliveries.claimed_until(tx, "process-2", NOW)

    assert await house_.database.write(meddle) == (0, set())
    assert await house_.rows("SELECT state, claimed_by FROM deliveries") == [("claimed", "process-1")]
    assert await house_.database.read(lambda tx: deliveries.claimed_until(tx, "process-1", NOW)) == {one.id}


async def test_people_and_their_links_are_kept_once(house_: House) -> None:
    await house_.receive(a_review())
    ((customer,),) = await house_.rows("SELECT id FROM customers")
    own = people.contact_id(house_.workspace_id, "Jane@ACME.example")
    assert own == people.contact_id(house_.workspace_id, "jane@acme.example")
    contact = {"id": own, "workspace_id": house_.workspace_id, "email": "jane@acme.example", "name": "Janet"}
    link = {"workspace_id": house_.workspace_id, "contact_id": own, "customer_id": customer}
    await house_.database.write(lambda tx: people.add_contacts(tx, [contact], [link]))
    assert await house_.rows("SELECT name FROM contacts") == [("Jane Doe",)]
    assert len(await house_.rows("SELECT 1 FROM contact_customers")) == 1


async def test_versions_are_raised_one_by_one(database: Database) -> None:
    workspace = await database.write(lambda tx: create_workspace(tx, "W", "UTC", NOW))

    async def raise_version() -> int:
        return await database.write(lambda tx: workspaces.raise_version(tx, workspace.id, "rules_version"))

    assert sorted(await asyncio.gather(*(raise_version() for _ in range(5)))) == [1, 2, 3, 4, 5]
