"""What people do in Slack, over real HTTP: commands, buttons, forms, App Home, and what can go wrong."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from bot.playground.slack import Message, View
from bot.slack.ids import Action
from bot.views import Found
from tests.slack import cast
from tests.slack.cast import HOSTILE, NOON
from tests.slack.reading import mentions, shown
from tests.slack.world import WORKSPACE_ID, World, world


@pytest_asyncio.fixture
async def here() -> AsyncIterator[World]:
    async with world() as running:
        yield running


def text_of(where: Message | View | None) -> str:
    return shown(where.blocks) if where else ""


async def test_health_of_a_customer_is_answered_to_one_person(here: World) -> None:
    answer = await here.ask("acme")
    assert "71 of 100 · 🟡 Concerning" in text_of(answer)
    assert here.cases.asked == [
        ("find_customer", WORKSPACE_ID, "acme"),
        ("show_health", WORKSPACE_ID, "01ACME"),
    ]
    assert here.slack.ephemeral(here.bob, here.support) == []
    assert here.slack.messages(here.support) == []


async def test_health_alone_shows_all_customers(here: World) -> None:
    assert "60 customers" in text_of(await here.ask(""))


async def test_health_help_needs_no_use_case(here: World) -> None:
    assert "/health acme" in text_of(await here.ask("help"))
    assert here.cases.asked == []


async def test_several_that_fit_become_buttons_and_the_answer_takes_their_place(here: World) -> None:
    here.cases.answers["find_customer"] = Found(None, (cast.a_customer(), cast.initech()))
    question = await here.ask("acm")
    assert "Which customer is acm?" in text_of(question)
    row = question.blocks[2]["block_id"]
    await here.slack.press(here.ann, question, Action.PICK_CUSTOMER, block_id=row)
    await here.slack.until(lambda: "71 of 100" in text_of(here.slack.ephemeral(here.ann, here.support)[-1]))
    assert here.cases.calls_of("show_health") == [(WORKSPACE_ID, "01INITECH")]
    assert len(here.slack.ephemeral(here.ann, here.support)) == 1


async def test_a_row_of_the_portfolio_answers_beside_it(here: World) -> None:
    portfolio = await here.ask("")
    row = next(block["block_id"] for block in portfolio.blocks if block.get("accessory"))
    await here.slack.press(here.ann, portfolio, Action.SHOW_CUSTOMER, block_id=row)
    await here.slack.until(lambda: len(here.slack.ephemeral(here.ann, here.support)) == 2)


async def test_nobody_found_says_what_to_try(here: World) -> None:
    here.cases.answers["find_customer"] = Found(None)
    assert "No customer looks like" in text_of(await here.ask("zzz"))


async def test_a_hostile_name_is_repeated_without_ringing_anybody(here: World) -> None:
    here.cases.answers["find_customer"] = Found(None)
    answer = await here.ask(HOSTILE[:300])
    assert "<!channel> *bold* <https://evil|bank>" in text_of(answer)
    assert mentions(answer.blocks) == []


async def test_a_command_with_the_word_payload_in_it_works(here: World) -> None:
    # Bolt 1.30 by itself reads an empty request here.
    await here.ask("payload inc")
    assert here.cases.calls_of("find_customer") == [(WORKSPACE_ID, "payload inc")]


async def test_customer_data_stays_out_of_a_channel_shared_with_outsiders(here: World) -> None:
    here.support.is_ext_shared = True
    assert "shared with another organisation" in text_of(await here.ask("acme"))
    assert here.cases.asked == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NotFound("Acme has been merged into Globex."), "Acme has been merged into Globex."),
        (NotAllowed("Only admins may."), "Only admins may."),
        (Unavailable("The database is busy. Try again in a minute."), "The database is busy."),
        (InvalidInput({"name": "The name is too short."}), "The name is too short."),
        (RuntimeError("secret detail"), "Something went wrong on our side"),
    ],
    ids=["not found", "not allowed", "unavailable", "invalid", "a surprise"],
)
async def test_whatever_goes_wrong_is_one_sentence_to_who_asked(
    here: World, error: Exception, sentence: str
) -> None:
    here.cases.errors["show_health"] = error
    text = text_of(await here.ask("acme"))
    assert sentence in text
    assert "secret detail" not in text
    assert "name:" not in text


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
    here.cases.answers["claim_alert"] = lambda: asyncio.sleep(2.3)
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
    here.cases.answers["snooze_alert"] = lambda: asyncio.sleep(2.3)
    answer = await here.slack.submit(here.ann, await snooze_form(here), {})
    assert answer.ok
    await here.slack.until(lambda: "The alert is snoozed." in text_of(here.slack.modal(here.ann)))


async def test_opening_home_draws_it_for_that_person(here: World) -> None:
    await here.slack.open_home(here.ann)
    await here.slack.until(lambda: here.slack.home(here.ann) is not None)
    assert here.cases.calls_of("show_home") == [(WORKSPACE_ID, here.ann.id)]
    assert here.slack.home(here.bob) is None


async def home_of(here: World) -> View:
    await here.slack.open_home(here.ann)
    await here.slack.until(lambda: here.slack.home(here.ann) is not None)
    home = here.slack.home(here.ann)
    assert home
    return home


async def test_acting_in_home_draws_it_anew(here: World) -> None:
    home = await home_of(here)
    here.cases.answers["show_home"] = cast.a_home(alerts=())
    await here.slack.press(here.ann, home, Action.CLAIM)
    await here.slack.until(lambda: "Nothing waits for you" in text_of(here.slack.home(here.ann)))
    assert here.cases.calls_of("claim_alert") == [(WORKSPACE_ID, "01ALERT", here.ann.id)]


async def test_refresh_draws_home_anew(here: World) -> None:
    home = await home_of(here)
    await here.slack.press(here.ann, home, Action.REFRESH_HOME)
    await here.slack.until(lambda: len(here.slack.calls.of("views.publish")) == 2)


async def test_a_customer_in_home_opens_as_a_modal(here: World) -> None:
    home = await home_of(here)
    row = next(block["block_id"] for block in home.blocks if block.get("accessory"))
    await here.slack.press(here.ann, home, Action.SHOW_CUSTOMER, block_id=row)
    assert "71 of 100" in text_of(await here.opened(here.ann))


async def test_a_refusal_in_home_is_a_modal(here: World) -> None:
    home = await home_of(here)
    here.cases.errors["claim_alert"] = Conflict("Bob was first.")
    await here.slack.press(here.ann, home, Action.CLAIM)
    assert "Bob was first." in text_of(await here.opened(here.ann))


async def test_snoozing_from_home_draws_it_anew(here: World) -> None:
    await here.slack.press(here.ann, await home_of(here), Action.SNOOZE)
    assert (await here.slack.submit(here.ann, await here.opened(here.ann), {})).ok
    await here.slack.until(lambda: len(here.slack.calls.of("views.publish")) == 2)


async def test_a_button_of_an_older_version_is_answered_politely(here: World) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": "retired"}
    blocks = [{"type": "actions", "block_id": "old", "elements": [button]}]
    await here.client.chat_postMessage(channel=here.support.id, text="Old", blocks=blocks)
    [message] = here.slack.messages(here.support)
    assert (await here.slack.press(here.ann, message, "retired")).ok
    assert "older version" in text_of(await here.whispered(here.ann))
