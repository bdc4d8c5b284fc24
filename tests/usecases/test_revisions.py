"""A review that comes again: the newest version counts, in whatever order the versions arrive."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from bot.ports import Posted
from bot.sources.values import Incoming
from bot.storage.database import Database
from bot.usecases.deliver import record_posted
from bot.usecases.finish_alert import finish_alert
from bot.usecases.intake.values import Outcome
from bot.usecases.reopen_alert import reopen_alert
from scoring.tally import LANDMARK, Tally
from tests.cast import ACME, CHANNEL, NOW, House, a_company, a_house, a_review, a_ticket

GLOBEX = a_company("600", "Globex")


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


def at(minutes: int, **parts: Any) -> Incoming:
    """A version of the review that was made so many minutes after eleven."""
    return a_review(changed_at=NOW - timedelta(minutes=60 - minutes), **parts)


async def state_of(house: House) -> tuple[list[Any], dict[str, Tally]]:
    reviews = await house.rows(
        "SELECT r.external_id, r.score, r.status, r.comment, r.changed_at, r.counts_at, c.name"
        " FROM reviews r LEFT JOIN customers c ON c.id = r.customer_id ORDER BY r.external_id"
    )
    answers = {
        name: kept.evidence.tallies["csat"]
        for name, kept in (await house.kept()).items()
        if "csat" in kept.evidence.tallies
    }
    return [tuple(row) for row in reviews], answers


async def test_versions_in_any_order_end_in_the_newest(house: House) -> None:
    for number, order in enumerate(permutations(range(4))):
        versions = [
            at(10, id=f"rv-{number}", score=-1),
            at(20, id=f"rv-{number}", score=1),
            at(30, id=f"rv-{number}", score=-1),  # says what the first one said, and is newer than the second
            at(40, id=f"rv-{number}", score=0),
        ]
        for place in order:
            await house.receive(versions[place])
    assert set(await house.rows("SELECT score FROM reviews")) == {(0.0,)}
    assert await house.csat() == {"Acme": (24, 12.0)}


async def test_a_version_that_says_what_is_known_still_makes_older_ones_stale(house: House) -> None:
    await house.receive(at(10, score=-1))
    await house.receive(at(30, score=-1))
    assert await house.receive(at(20, score=1)) == [Outcome.STALE]
    assert (await house.rows("SELECT score FROM reviews"))[0] == (-1.0,)


async def test_a_review_moves_to_another_customer_with_its_evidence(house: House) -> None:
    await house.receive(at(10, score=-1), a_review("other", score=1, company=GLOBEX))
    assert await house.receive(at(20, score=-1, company=GLOBEX)) == [Outcome.ACCEPTED]
    assert await house.csat() == {"Globex": (2, 1.0)}


async def test_a_move_alone_with_the_same_change_time_is_believed(house: House) -> None:
    await house.receive(at(10, score=-1), a_review("other", score=1, company=GLOBEX))
    assert await house.receive(at(10, score=-1, company=GLOBEX, event_id="moved")) == [Outcome.ACCEPTED]
    names = await house.rows(
        "SELECT c.name FROM reviews r JOIN customers c ON c.id = r.customer_id WHERE r.external_id = 'rv-1'"
    )
    assert names == [("Globex",)]


async def test_an_alert_goes_with_its_review_to_the_other_customer(house: House) -> None:
    await house.apply_rules()
    await house.receive(at(10, score=-1))
    await house.receive(at(20, score=-1, company=GLOBEX))
    rows = await house.rows(
        "SELECT c.name, a.revision FROM alerts a JOIN customers c ON c.id = a.customer_id"
    )
    assert rows == [("Globex", 2)]


@pytest.mark.parametrize(
    "parts",
    [
        {"rated_at": NOW - timedelta(hours=5)},
        {"scale_min": -2.0},
        {"language": "de"},
        {"permalink": "https://survey.example/r/2"},
        {"ticket": a_ticket()},
    ],
    ids=lambda parts: next(iter(parts)),
)
async def test_a_newer_version_is_stored_whole_whatever_it_corrects(
    house: House, parts: dict[str, Any]
) -> None:
    await house.receive(at(10))
    assert await house.receive(at(20, **parts)) == [Outcome.ACCEPTED]
    stored = (await house.rows("SELECT * FROM reviews"))[0]._asdict()
    wanted = at(20, **parts)
    assert stored["language"] == wanted.language
    assert stored["permalink"] == wanted.permalink
    assert stored["scale_min"] == wanted.scale_min
    assert stored["ticket_number"] == (wanted.ticket.number if wanted.ticket else "")
    counts_at = wanted.rated_at or NOW
    weight = 2.0 ** ((counts_at - LANDMARK).total_seconds() / 86_400 / 90)
    assert (await state_of(house))[1]["Acme"].weight == pytest.approx(weight)


async def test_a_survey_answered_later_counts_from_its_answer(house: House) -> None:
    sent_at = NOW - timedelta(days=10)
    house.clock.now = sent_at
    await house.receive(a_review(score=None, rated_at=sent_at))
    house.clock.now = NOW
    await house.receive(a_review(score=-1, rated_at=NOW - timedelta(hours=1)))
    counts_at = (await state_of(house))[0][0][5]
    assert counts_at == int((NOW - timedelta(hours=1)).timestamp() * 1_000_000)


async def test_a_rating_from_the_future_counts_from_now(house: House) -> None:
    await house.receive(a_review(rated_at=NOW + timedelta(hours=12)))
    counts_at = (await state_of(house))[0][0][5]
    assert counts_at == int(NOW.timestamp() * 1_000_000)


@pytest.mark.parametrize(("known", "erased"), [("delete", "delete"), ("upsert", "upsert")])
async def test_of_a_deleted_review_no_words_and_no_person_remain(
    house: House, known: str, erased: str
) -> None:
    await house.receive(at(10, ticket=a_ticket()))
    parts: dict[str, Any] = {"contact": None, "company": None} if known == "delete" else {}
    await house.receive(at(20, action=erased, status="deleted", ticket=None, **parts))
    rows = await house.rows(
        "SELECT status, comment, contact_name, contact_email, ticket_subject FROM reviews"
    )
    assert rows == [("deleted", "", "", "", "")]


async def test_a_deletion_that_comes_first_leaves_no_words_either(house: House) -> None:
    await house.receive(at(10, status="deleted"))
    rows = await house.rows("SELECT status, comment, contact_name, contact_email FROM reviews")
    assert rows == [("deleted", "", "", "")]


async def test_done_and_reopen_do_not_bring_a_deleted_review_back(house: House) -> None:
    await house.apply_rules()
    await house.receive(at(10))
    await house.receive(at(20, action="delete", status="deleted", company=None, contact=None))
    alert = str((await house.rows("SELECT id FROM alerts"))[0][0])
    claimant = house.intake._claimant()
    for act in (finish_alert, reopen_alert):
        await house.database.write(
            lambda tx, act=act: act(tx, house.workspace_id, alert, "U1", claimant, NOW)  # type: ignore[misc]
        )
        assert (await house.rows("SELECT status FROM reviews"))[0] == ("deleted",)


async def test_a_review_that_comes_back_after_its_deletion_is_judged_and_counted_again(house: House) -> None:
    await house.receive(at(10, score=-1, comment=""))
    await house.receive(at(20, action="delete", status="deleted", company=None, contact=None))
    await house.apply_rules()
    assert await house.receive(at(30, score=-1, comment="")) == [Outcome.ACCEPTED]
    assert [one.kind for one in house.handed] == ["alert"]
    assert await house.csat() == {"Acme": (1, 0.0)}


async def test_a_deletion_that_is_said_twice_is_told_once(house: House) -> None:
    await house.apply_rules()
    await house.receive(at(10))
    await record_posted(
        house.database, house.handed[0], Posted(CHANNEL, "1.000"), 1, house.intake._claimant(), NOW
    )
    for minute in (20, 30):
        await house.receive(at(minute, action="delete", status="deleted", company=None, contact=None))
    assert [one.kind for one in house.handed] == ["alert", "update", "history"]
    assert (await state_of(house))[0][0][4] == int((NOW - timedelta(minutes=30)).timestamp() * 1_000_000)


async def test_a_deletion_seen_first_does_not_hide_a_newer_version_from_the_rules(house: House) -> None:
    await house.apply_rules()
    await house.receive(at(10, status="deleted"))
    await house.receive(at(20))
    assert [one.kind for one in house.handed] == ["alert"]


async def test_a_review_closed_here_stays_closed_when_the_source_only_says_open(house: House) -> None:
    await house.receive(at(10, status="done"))
    await house.receive(at(20, status="open", tags=("vip",)))
    assert (await house.rows("SELECT status FROM reviews"))[0] == ("done",)


async def test_versions_of_one_review_in_one_request_are_taken_in_turn(house: House) -> None:
    outcomes = await house.receive(
        at(10, score=-1),
        at(20, score=1, company=GLOBEX),
        at(15, score=0),
        at(30, action="delete", status="deleted", company=None, contact=None),
        at(40, score=0, company=ACME),
    )
    assert outcomes == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.STALE, Outcome.ACCEPTED, Outcome.ACCEPTED]
    reviews, answers = await state_of(house)
    assert [(row[1], row[6]) for row in reviews] == [(0.0, "Acme")]
    assert {name: (one.count, one.total) for name, one in answers.items()} == {"Acme": (1, 0.5)}
