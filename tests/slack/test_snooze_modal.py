"""Snoozing an alert, over real HTTP."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import Conflict, InvalidInput, Unavailable
from bot.playground.slack import View
from bot.slack.ids import Action
from tests.slack.cast import NOON
from tests.slack.reading import text_of
from tests.slack.world import WORKSPACE_ID, World


async def snooze_form(here: World) -> View:
    await here.slack.press(here.ann, await here.an_alert(), Action.SNOOZE)
    return await here.opened(here.ann)


async def test_snooze_asks_until_when_and_why(here: World) -> None:
    form = await snooze_form(here)
    answer = await here.slack.submit(
        here.ann, form, {Action.SNOOZE_PRESET: "tomorrow", Action.SNOOZE_REASON: "Waiting for <!here>"}
    )
    assert answer.ok
    tomorrow = datetime(2026, 1, 3, 8, tzinfo=UTC)  # 9:00 in Berlin
    assert here.cases.calls_of("snooze_alert") == [
        (WORKSPACE_ID, "01ALERT", here.ann.id, tomorrow, "Waiting for <!here>")
    ]
    assert here.slack.modal(here.ann) is None


async def test_snooze_until_a_time_of_ones_own(here: World) -> None:
    form = await snooze_form(here)
    chosen = NOON + timedelta(days=3)
    values: dict[str, Any] = {Action.SNOOZE_PRESET: "custom", Action.SNOOZE_UNTIL: int(chosen.timestamp())}
    assert (await here.slack.submit(here.ann, form, values)).ok
    assert here.cases.calls_of("snooze_alert")[0][3] == chosen


async def test_a_time_that_has_passed_is_told_beside_its_field(here: World) -> None:
    form = await snooze_form(here)
    past = int((NOON - timedelta(days=1)).timestamp())
    values: dict[str, Any] = {Action.SNOOZE_PRESET: "custom", Action.SNOOZE_UNTIL: past}
    answer = await here.slack.submit(here.ann, form, values)
    assert answer.errors == {"snooze_until": "Choose a time that has not passed."}
    assert here.cases.calls_of("snooze_alert") == []


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (InvalidInput({"until": "That is too far away."}), {"snooze_until": "That is too far away."}),
        (InvalidInput({"reason": "Too long."}), {"snooze_reason": "Too long."}),
        (InvalidInput({"elsewhere": "Odd."}), {"snooze_preset": "Odd."}),
        (Conflict("Bob has already finished it."), {"snooze_preset": "Bob has already finished it."}),
        (Unavailable("The database is busy."), {"snooze_preset": "The database is busy."}),
    ],
    ids=["until", "reason", "another field", "conflict", "unavailable"],
)
async def test_what_the_use_case_refuses_keeps_the_form_open(
    here: World, error: Exception, errors: dict[str, str]
) -> None:
    here.cases.errors["snooze_alert"] = error
    answer = await here.slack.submit(here.ann, await snooze_form(here), {})
    assert answer.errors == errors
    assert here.slack.modal(here.ann) is not None


async def test_a_form_of_an_older_version_asks_to_be_opened_again(here: World) -> None:
    form = await snooze_form(here)
    form.given["private_metadata"] = '{"v":0}'
    answer = await here.slack.submit(here.ann, form, {})
    assert "Please open it again." in answer.errors["snooze_preset"]


async def test_a_slow_snooze_shows_that_it_works_on_it(here: World) -> None:
    here.cases.answers["snooze_alert"] = lambda: asyncio.sleep(0.7)
    answer = await here.slack.submit(here.ann, await snooze_form(here), {})
    assert answer.ok
    await here.slack.until(lambda: "The alert is snoozed." in text_of(here.slack.modal(here.ann)))


async def test_snoozing_from_home_draws_it_anew(here: World) -> None:
    await here.slack.press(here.ann, await here.home_of(here.ann), Action.SNOOZE)
    assert (await here.slack.submit(here.ann, await here.opened(here.ann), {})).ok
    await here.slack.until(lambda: len(here.slack.calls.of("views.publish")) == 2)
