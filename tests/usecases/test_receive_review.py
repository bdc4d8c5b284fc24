"""Taking in surveys, on both databases."""

from datetime import timedelta

import pytest

from bot.sources.values import Contact, NotUnderstood
from bot.storage.database import Database
from bot.usecases.intake.values import Outcome
from tests.cast import NOW, House, a_company, a_house, a_review, a_ticket


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def reviews(house: House) -> list[dict[str, object]]:
    rows = await house.rows(
        "SELECT external_id, score, status, comment, customer_id FROM reviews ORDER BY external_id"
    )
    return [row._asdict() for row in rows]


async def test_a_review_is_stored_with_its_customer_score_and_people(house: House) -> None:
    assert await house.receive(a_review(ticket=a_ticket())) == [Outcome.ACCEPTED]
    assert [(row["external_id"], row["score"]) for row in await reviews(house)] == [("rv-1", -1.0)]
    assert (await house.rows("SELECT name, kind, population FROM customers"))[0] == (
        "Acme",
        "company",
        "client",
    )
    score, confidence = (await house.rows("SELECT score, confidence FROM scores"))[0]
    assert 70 < score < 86
    assert 0 < confidence < 0.2
    assert (await house.rows("SELECT email, name FROM contacts"))[0] == ("jane@acme.example", "Jane Doe")
    assert (await house.rows("SELECT name FROM agents"))[0] == ("ashk",)
    assert (await house.rows("SELECT number, subject FROM tickets"))[0] == ("T-1042", "Printer")


async def test_a_repeat_delivery_of_the_same_survey_changes_nothing(house: House) -> None:
    await house.apply_rules()
    await house.receive(a_review())
    handed = list(house.handed)
    assert len(handed) == 1
    assert await house.receive(a_review()) == [Outcome.REPEAT]
    assert await house.receive(a_review(event_id="another id, the same review")) == [Outcome.REPEAT]
    assert house.handed == handed
    assert len(await reviews(house)) == 1
    assert await house.csat() == {"Acme": (1, 0.0)}


async def test_a_newer_version_revises_and_an_older_one_changes_nothing(house: House) -> None:
    await house.receive(a_review(score=-1, changed_at=NOW - timedelta(minutes=30)))
    assert await house.receive(a_review(score=1, changed_at=NOW - timedelta(minutes=20))) == [
        Outcome.ACCEPTED
    ]
    assert await house.receive(a_review(score=0, changed_at=NOW - timedelta(minutes=25))) == [Outcome.STALE]
    assert [row["score"] for row in await reviews(house)] == [1.0]
    assert await house.csat() == {"Acme": (1, 1.0)}


async def test_the_order_of_arrival_does_not_matter(house: House, database: Database) -> None:
    versions = [
        a_review(score=s, changed_at=NOW - timedelta(minutes=m)) for s, m in ((-1, 30), (0, 20), (1, 10))
    ]
    for version in reversed(versions):
        await house.receive(version)
    assert [row["score"] for row in await reviews(house)] == [1.0]


async def test_a_deleted_review_disappears_from_every_figure(house: House) -> None:
    await house.receive(a_review("keeps", score=1))
    before = await house.kept()
    score = await house.rows("SELECT score FROM scores")
    await house.receive(a_review("goes", score=-1))
    gone = a_review("goes", action="delete", status="deleted", changed_at=NOW)
    assert await house.receive(gone) == [Outcome.ACCEPTED]
    assert await house.kept() == before
    assert await house.rows("SELECT score FROM scores") == score
    assert [(row["status"], row["comment"]) for row in await reviews(house)] == [
        ("deleted", ""),
        ("open", ""),
    ]


async def test_a_deletion_that_arrives_first_keeps_the_review_out(house: House) -> None:
    gone = a_review(action="delete", status="deleted", changed_at=NOW, company=None, contact=None)
    await house.receive(gone)
    assert await house.receive(a_review(changed_at=NOW - timedelta(minutes=1))) == [Outcome.STALE]
    assert [row["status"] for row in await reviews(house)] == ["deleted"]


async def test_an_unrated_survey_counts_as_sent_and_its_answer_as_rated(house: House) -> None:
    await house.receive(a_review("a", score=None), a_review("b", score=None))
    assert await house.csat() == {}
    await house.receive(a_review("a", score=1, changed_at=NOW))
    assert await house.csat() == {"Acme": (1, 1.0)}
    house.clock.move(days=8)  # until then an answer to the other one may yet come
    await house.receive(a_review("c", score=None, rated_at=house.clock()))
    asked = (await house.kept())["Acme"].evidence.tallies["response_rate"]
    assert (asked.count, asked.total) == (2, 1.0)


async def test_customers_are_found_by_external_id_then_domain_then_name(house: House) -> None:
    acme = a_company(id="500", name="Acme")
    await house.receive(a_review("1", company=acme))
    await house.receive(a_review("2", company=a_company(id="500", name="Acme Corporation")))
    await house.receive(a_review("3", company=None, contact=Contact("", "Bob", "bob@acme.example")))
    await house.receive(a_review("4", company=a_company(id="", name="ACME"), contact=None))
    assert len(await house.rows("SELECT id FROM customers")) == 1
    assert (await house.rows("SELECT name FROM customers"))[0] == ("Acme Corporation",)
    await house.receive(a_review("5", company=a_company(id="501", name="Acme")))
    assert len(await house.rows("SELECT id FROM customers")) == 2, "two ids in one source are two customers"


async def test_a_person_without_a_company_is_an_individual(house: House) -> None:
    await house.receive(a_review("1", company=None, contact=Contact("", "Ann", "ann@gmail.com")))
    assert (await house.rows("SELECT name, kind FROM customers"))[0] == ("Ann", "individual")


async def test_one_bad_event_spoils_no_other(house: House) -> None:
    broken = NotUnderstood("survey_type must be csat, nps or ces.", "ev-9", b'{"data":{}}')
    assert await house.receive(a_review("1"), broken, a_review("2")) == [
        Outcome.ACCEPTED,
        Outcome.QUARANTINED,
        Outcome.ACCEPTED,
    ]
    kept = await house.rows("SELECT outcome, reason, body FROM inbox WHERE outcome = 'quarantined'")
    assert kept == [("quarantined", "survey_type must be csat, nps or ces.", b'{"data":{}}')]


async def test_an_event_that_the_database_refuses_is_quarantined_whole(house: House) -> None:
    impossible = a_review("1", survey_type=None)
    fine = a_review("2")
    outcomes = await house.receive(impossible), await house.receive(fine)
    assert outcomes == ([Outcome.QUARANTINED], [Outcome.ACCEPTED])
    assert (await house.rows("SELECT body FROM inbox WHERE outcome = 'quarantined'"))[0] == (b"{}",)


async def test_a_rule_that_fires_queues_one_claimed_delivery(house: House) -> None:
    await house.apply_rules()
    await house.receive(a_review("bad", score=-1), a_review("good", score=1))
    assert [(one.kind, one.destination) for one in house.handed] == [("alert", "C0ALERTS1")]
    verdicts = await house.rows("SELECT outcome FROM verdicts")
    assert verdicts == [("fired",)]
    before, after, points = (await house.rows("SELECT score_before, score_after, points FROM alerts"))[0]
    assert points == pytest.approx(after - before)
    assert points < 0


async def test_a_customer_who_changes_the_rating_is_alerted_about_once(house: House) -> None:
    await house.apply_rules()
    await house.receive(a_review(score=-1))
    await house.receive(a_review(score=1, changed_at=NOW))
    await house.receive(a_review(score=-1, changed_at=NOW + timedelta(seconds=1)))
    assert [one.kind for one in house.handed] == ["alert"]
    assert (await house.rows("SELECT revision FROM alerts"))[0] == (3,)


async def test_evidence_leaves_the_window_day_by_day(house: House) -> None:
    await house.receive(a_review("old", score=-1, rated_at=NOW - timedelta(days=181)))
    await house.receive(a_review("older", score=-1, rated_at=NOW - timedelta(days=400)))
    assert await house.csat() == {"Acme": (1, 0.0)}
    house.clock.move(days=3)
    await house.receive(a_review("new", score=1))
    assert await house.csat() == {"Acme": (1, 1.0)}
