"""Rules about changes of a health status: who hears of them, when, and once."""

from datetime import timedelta

import pytest

from bot.storage import customers
from bot.storage.database import Database
from bot.usecases.announce_status import status_notice_of
from bot.usecases.apply_scorecard import apply_scorecard, scorecards_in_force
from bot.usecases.notices import notice_of
from bot.usecases.rescore import rescore_workspace
from bot.views import StatusChanged
from scoring.status import Status
from tests.cast import NOW, House, Recorder, a_company, a_house, a_review
from tests.usecases.sending import a_sender, always, until

RULE = """
rules:
  - name: Tell them about customers at risk
    when: {trigger: health_status_changed, to: [concerning, at_risk]}
    then: [{type: post_to_channel, channel: C0MANAGERS}, {type: message_owner}]
"""


@pytest.fixture
async def house(database: Database) -> House:
    house = await a_house(database)
    await house.apply_rules(RULE)
    return house


async def healthy(house: House, owner: str = "ann@us.example") -> None:
    company = a_company(owner=owner)
    await house.receive(*(a_review(f"good-{n}", 1.0, company) for n in range(12)))


async def falls(house: House, owner: str = "ann@us.example") -> None:
    company = a_company(owner=owner)
    await house.receive(*(a_review(f"bad-{n}", -1.0, company) for n in range(12)))


async def test_a_fall_is_told_to_the_channel_and_to_the_owner_once(house: House) -> None:
    await healthy(house)
    assert house.handed == []
    await falls(house)
    assert [(one.kind, one.destination) for one in house.handed] == [
        ("notice", "C0MANAGERS"),
        ("notice", "owner:ann@us.example"),
    ]
    slack = Recorder()
    sender = a_sender(house, always(slack))
    sender.hand_over(house.handed)
    await until(lambda: not sender._tasks)
    assert sorted(channel for channel, _, _ in slack.notices) == ["C0MANAGERS", "Dann@us.example"]
    told = slack.notices[0][1]
    assert isinstance(told, StatusChanged)
    assert (told.customer_name, told.before, told.rule) == (
        "Acme", Status.HEALTHY, "Tell them about customers at risk",
    )  # fmt: skip
    assert told.after in (Status.CONCERNING, Status.AT_RISK)
    assert told.pulls[0][0] == "CSAT"
    assert told.pulls[0][1] < -1
    await falls(house)  # the same again
    assert len(house.handed) == 2


async def test_the_change_is_kept_with_its_score(house: House) -> None:
    await healthy(house)
    assert await house.rows("SELECT * FROM status_changes") == []  # the first status is no change
    await falls(house)
    ((before, after, score, stored),) = await house.rows(
        'SELECT "before", "after", c.score, s.score FROM status_changes c JOIN scores s USING (customer_id)'
    )
    assert (before, after in ("concerning", "at_risk"), score) == ("healthy", True, stored)
    ((outcome, review),) = await house.rows("SELECT outcome, review_id FROM verdicts WHERE outcome = 'fired'")
    assert (outcome, review) == ("fired", None)


async def test_without_an_owner_it_is_a_dead_letter_with_a_sentence(house: House) -> None:
    await healthy(house, owner="")
    await falls(house, owner="")
    rows = await house.rows("SELECT state, error_code FROM deliveries ORDER BY state")
    assert [tuple(row) for row in rows] == [("claimed", ""), ("failed", "no_owner")]


async def test_a_status_that_has_changed_again_meanwhile_is_not_told(house: House) -> None:
    await healthy(house)
    await falls(house)
    payload = house.handed[0].payload
    assert await house.database.read(lambda tx: notice_of(tx, house.workspace_id, payload, NOW))
    await house.receive(*(a_review(f"better-{n}", 1.0) for n in range(200)))
    assert (
        await house.database.read(lambda tx: status_notice_of(tx, house.workspace_id, payload, NOW)) is None
    )


async def test_a_change_that_comes_with_time_is_told_by_the_rescoring(house: House) -> None:
    await house.apply_rules(RULE.replace("to: [concerning, at_risk]", "to: [not_enough_evidence]"))
    await healthy(house)
    later = NOW + timedelta(days=300)
    await rescore_workspace(house.database, house.knowledge, house.workspace_id, later)
    states = await house.rows("SELECT kind, destination, state FROM deliveries ORDER BY destination")
    assert [tuple(row) for row in states] == [
        ("notice", "C0MANAGERS", "pending"),
        ("notice", "owner:ann@us.example", "pending"),
    ]


async def test_nobody_hears_of_statuses_while_health_is_off(house: House) -> None:
    def turn_off(tx: object) -> None:
        present = scorecards_in_force(tx, house.workspace_id)  # type: ignore[arg-type]
        off = type(present)(
            present.default, present.others, present.version, enabled=False, hours=present.hours
        )
        apply_scorecard(tx, house.workspace_id, off, "U1", "", NOW)  # type: ignore[arg-type]

    await house.database.write(turn_off)
    await healthy(house)
    await falls(house)
    assert house.handed == []


async def test_a_customer_that_is_gone_is_no_notice(house: House) -> None:
    await healthy(house)
    await falls(house)
    payload = {**house.handed[0].payload, "change_id": "01NOBODY"}
    assert await house.database.read(lambda tx: notice_of(tx, house.workspace_id, payload, NOW)) is None
    assert await house.database.read(lambda tx: customers.all_names(tx, house.workspace_id))
