"""The buttons under an alert, over real HTTP."""

import asyncio
from typing import Any

import pytest

from bot.errors import Conflict, NotFound
from bot.slack.ids import Action
from tests.slack import cast
from tests.slack.reading import text_of
from tests.slack.world import WORKSPACE_ID, World


@pytest.mark.parametrize(
    ("action", "state", "use_case"),
    [
        (Action.CLAIM, "open", "claim_alert"),
        (Action.UNCLAIM, "claimed", "unclaim_alert"),
        (Action.DONE, "open", "finish_alert"),
        (Action.REOPEN, "done", "reopen_alert"),
    ],
)
async def test_a_button_asks_its_use_case_before_slack_hears_that_all_is_well(
    here: World, action: Action, state: str, use_case: str
) -> None:
    alert = await here.an_alert(state=state)
    answer = await here.slack.press(here.bob, alert, action)
    assert answer.ok
    # Already done when the answer is here: a click that Slack saw answered is a click kept.
    assert here.cases.calls_of(use_case) == [(WORKSPACE_ID, "01ALERT", here.bob.id)]
    assert here.slack.ephemeral(here.bob, here.support) == []


async def test_who_comes_second_hears_who_was_first(here: World) -> None:
    here.cases.errors["claim_alert"] = Conflict("Ann Lee has already claimed it.")
    answer = await here.slack.press(here.bob, await here.an_alert(), Action.CLAIM)
    assert answer.ok
    assert "Ann Lee has already claimed it." in text_of(await here.whispered(here.bob))


async def test_a_slow_click_is_acknowledged_on_the_way(here: World) -> None:
    here.cases.answers["claim_alert"] = lambda: asyncio.sleep(0.7)
    answer = await here.slack.press(here.bob, await here.an_alert(), Action.CLAIM)
    assert answer.ok


async def test_outsiders_in_a_shared_channel_change_nothing(here: World) -> None:
    alert = await here.an_alert()
    here.support.is_ext_shared = True
    other = here.slack.workspace.add_team("Other", "other")
    eve = here.slack.workspace.add_person("eve", team=other)
    here.slack.workspace.join(eve, here.support)
    for action in (Action.CLAIM, Action.WHY, Action.SNOOZE):
        assert (await here.slack.press(eve, alert, action)).ok
    assert "is for the members" in (await here.whispered(eve)).text
    assert here.cases.asked == []
    assert here.slack.modal(eve) is None


async def test_why_opens_with_the_reasons(here: World) -> None:
    await here.slack.press(here.ann, await here.an_alert(), Action.WHY)
    assert "✓ the review has a comment" in text_of(await here.opened(here.ann))
    assert len(here.slack.calls.of("views.open")) == 1
    assert here.slack.calls.of("views.update") == []


async def test_slow_reasons_open_at_once_and_fill_in(here: World) -> None:
    async def late() -> Any:
        await asyncio.sleep(0.8)
        return cast.a_reason()

    here.cases.answers["explain_alert"] = late
    await here.slack.press(here.ann, await here.an_alert(), Action.WHY)
    assert "One moment…" in text_of(await here.opened(here.ann))
    await here.slack.until(lambda: "✓ the review has a comment" in text_of(here.slack.modal(here.ann)))


async def test_reasons_that_are_gone_are_explained_in_the_modal(here: World) -> None:
    here.cases.errors["explain_alert"] = NotFound("The alert no longer exists.")
    await here.slack.press(here.ann, await here.an_alert(), Action.WHY)
    assert "The alert no longer exists." in text_of(await here.opened(here.ann))


async def test_a_modal_that_slack_will_not_open_is_explained_under_the_message(here: World) -> None:
    here.slack.faults.refuse("views.open", "expired_trigger_id")
    await here.slack.press(here.ann, await here.an_alert(), Action.SNOOZE)
    assert "Please click again." in text_of(await here.whispered(here.ann))


async def test_a_button_of_an_older_version_is_answered_politely(here: World) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": "retired"}
    blocks = [{"type": "actions", "block_id": "old", "elements": [button]}]
    await here.client.chat_postMessage(channel=here.support.id, text="Old", blocks=blocks)
    [message] = here.slack.messages(here.support)
    assert (await here.slack.press(here.ann, message, "retired")).ok
    assert "older version" in text_of(await here.whispered(here.ann))
