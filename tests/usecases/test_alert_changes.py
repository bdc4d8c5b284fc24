"""Claiming, giving back, snoozing, finishing and reopening alerts."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import Conflict, InvalidInput, NotFound
from bot.ports import Posted
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.usecases.claim_alert import claim_alert
from bot.usecases.deliver import record_posted
from bot.usecases.finish_alert import finish_alert
from bot.usecases.outbox import Claimant
from bot.usecases.reopen_alert import reopen_alert
from bot.usecases.set_up_workspace import create_workspace
from bot.usecases.settle_reviews import wake_snoozed
from bot.usecases.snooze_alert import snooze_alert
from bot.usecases.unclaim_alert import unclaim_alert
from bot.views import AlertState
from tests.cast import CHANNEL, NOW, House, a_house, a_review

ME = Claimant("process-1", sends=True)
TOMORROW = NOW + timedelta(days=1)
Act = Callable[[Any, str, str, str], Sequence[Delivery]]


def snooze(tx: Any, workspace: str, alert: str, user: str) -> Sequence[Delivery]:
    return snooze_alert(tx, workspace, alert, user, TOMORROW, "back on Monday", ME, NOW)


def plainly(use_case: Callable[..., Sequence[Delivery]]) -> Act:
    return lambda tx, workspace, alert, user: use_case(tx, workspace, alert, user, ME, NOW)


ACTS: dict[str, Act] = {
    "claim": plainly(claim_alert),
    "unclaim": plainly(unclaim_alert),
    "done": plainly(finish_alert),
    "reopen": plainly(reopen_alert),
    "snooze": snooze,
}
WAYS: dict[str, tuple[str, ...]] = {  # how an alert comes into each state
    "open": (),
    "claimed": ("claim",),
    "snoozed": ("snooze",),
    "done": ("done",),
}


@pytest.fixture
async def house(database: Database) -> House:
    """One alert, posted."""
    house = await a_house(database)
    await house.apply_rules()
    await house.receive(a_review())
    await record_posted(database, house.handed[0], Posted(CHANNEL, "1.000"), 1, ME, NOW)
    return house


async def alert_id(house: House) -> str:
    return str((await house.rows("SELECT id FROM alerts"))[0][0])


async def act(house: House, name: str, user: str = "U1") -> Sequence[Delivery]:
    alert = await alert_id(house)
    return await house.database.write(lambda tx: ACTS[name](tx, house.workspace_id, alert, user))


async def state(house: House) -> tuple[Any, ...]:
    return tuple((await house.rows("SELECT state, actor FROM alerts"))[0])


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("open", "claim", "claimed"),
        ("snoozed", "claim", "claimed"),
        ("claimed", "unclaim", "open"),
        ("open", "done", "done"),
        ("claimed", "done", "done"),
        ("snoozed", "done", "done"),
        ("done", "reopen", "open"),
        ("open", "snooze", "snoozed"),
        ("claimed", "snooze", "snoozed"),
        ("snoozed", "snooze", "snoozed"),
    ],
)
async def test_a_click_brings_an_alert_on(house: House, before: str, name: str, after: str) -> None:
    for way in WAYS[before]:
        await act(house, way, "U1")
    made = await act(house, name, "U2")
    assert await state(house) == (after, "U2")
    assert [(one.kind, one.destination) for one in made] == [("update", CHANNEL), ("history", CHANNEL)]
    until = (await house.rows("SELECT snoozed_until, snooze_reason FROM alerts"))[0]
    assert (until[0] is not None) == (until[1] != "") == (after == "snoozed")
    lines = await house.rows("SELECT actor, action FROM audit WHERE subject LIKE 'alert:%'")
    assert len(lines) == len(WAYS[before]) + 1
    assert ("U2", f"alert.{made[1].payload['kind']}") in [tuple(line) for line in lines]


@pytest.mark.parametrize(
    ("before", "name", "sentence"),
    [
        ("claimed", "claim", "Somebody else has claimed this alert already."),
        ("done", "claim", "Somebody else has marked this alert as done already. Reopen it first."),
        ("open", "unclaim", "This alert is open again: somebody changed it a moment ago."),
        ("snoozed", "unclaim", "Somebody else has snoozed this alert already."),
        ("done", "done", "Somebody else has marked this alert as done already. Reopen it first."),
        ("open", "reopen", "This alert is open again: somebody changed it a moment ago."),
        ("claimed", "reopen", "Somebody else has claimed this alert already."),
        ("done", "snooze", "Somebody else has marked this alert as done already. Reopen it first."),
    ],
)
async def test_a_click_too_late_changes_nothing_and_says_what_happened(
    house: House, before: str, name: str, sentence: str
) -> None:
    for way in WAYS[before]:
        await act(house, way, "U1")
    seen, audited = await state(house), await house.rows("SELECT 1 FROM audit")
    with pytest.raises(Conflict) as caught:
        await act(house, name, "U2")
    assert str(caught.value) == sentence
    assert await state(house) == seen
    assert await house.rows("SELECT 1 FROM audit") == audited


async def test_who_clicks_twice_is_told_that_it_was_they(house: House) -> None:
    await act(house, "claim", "U1")
    with pytest.raises(Conflict, match="You have claimed this alert already"):
        await act(house, "claim", "U1")


@pytest.mark.parametrize("name", ACTS)
async def test_an_alert_of_another_workspace_cannot_be_touched(house: House, name: str) -> None:
    other = await house.database.write(lambda tx: create_workspace(tx, "Other", "UTC", NOW))
    alert = await alert_id(house)
    with pytest.raises(NotFound, match="does not exist any more"):
        await house.database.write(lambda tx: ACTS[name](tx, other.id, alert, "U1"))


async def test_an_alert_without_a_message_yet_changes_all_the_same(house: House) -> None:
    await house.receive(a_review("2"))
    newest = str((await house.rows("SELECT id FROM alerts ORDER BY id DESC"))[0][0])
    made = await house.database.write(lambda tx: claim_alert(tx, house.workspace_id, newest, "U1", ME, NOW))
    assert "update" not in [one.kind for one in made]


@pytest.mark.parametrize(
    ("until", "reason", "problems"),
    [
        (NOW, "", {"until": "Choose a time in the future."}),
        (NOW - timedelta(seconds=1), "", {"until": "Choose a time in the future."}),
        (NOW + timedelta(days=90, microseconds=1), "", {"until": "Choose a time within 90 days."}),
        (TOMORROW, "x" * 501, {"reason": "Keep the reason under 500 characters."}),
        (
            NOW,
            "x" * 501,
            {"until": "Choose a time in the future.", "reason": "Keep the reason under 500 characters."},
        ),
    ],
)
async def test_a_snooze_that_cannot_be_is_told_beside_each_field(
    house: House, until: datetime, reason: str, problems: dict[str, str]
) -> None:
    alert = await alert_id(house)
    with pytest.raises(InvalidInput) as caught:
        await house.database.write(
            lambda tx: snooze_alert(tx, house.workspace_id, alert, "U1", until, reason, ME, NOW)
        )
    assert caught.value.problems == problems
    assert await state(house) == ("open", None)


@pytest.mark.parametrize("until", [NOW + timedelta(microseconds=1), NOW + timedelta(days=90)])
async def test_a_snooze_up_to_its_limits_is_taken(house: House, until: datetime) -> None:
    alert = await alert_id(house)
    await house.database.write(
        lambda tx: snooze_alert(tx, house.workspace_id, alert, "U1", until, "x" * 500, ME, NOW)
    )
    assert await state(house) == ("snoozed", "U1")


async def test_a_snoozed_alert_wakes_on_time_once_and_belongs_to_nobody(house: House) -> None:
    await act(house, "snooze")

    async def wake(now: datetime) -> list[str]:
        woken = await house.database.write(lambda tx: wake_snoozed(tx, house.knowledge, ME, now))
        return [one.kind for one in woken]

    assert await wake(TOMORROW - timedelta(microseconds=1)) == []
    assert await wake(TOMORROW) == ["update", "history"]
    assert await state(house) == (AlertState.OPEN.value, None)
    assert await wake(TOMORROW) == []


async def test_an_alert_that_was_finished_in_its_sleep_does_not_wake(house: House) -> None:
    await act(house, "snooze")
    await act(house, "done")
    assert await house.database.write(lambda tx: wake_snoozed(tx, house.knowledge, ME, TOMORROW)) == []
    assert (await state(house))[0] == "done"


async def test_the_review_is_done_and_open_with_its_alert(house: House) -> None:
    await act(house, "done")
    assert await house.rows("SELECT status FROM reviews") == [("done",)]
    await act(house, "reopen")
    assert await house.rows("SELECT status FROM reviews") == [("open",)]
