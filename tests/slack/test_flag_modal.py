"""Flagging a customer, over real HTTP."""

import asyncio
from datetime import date
from typing import Any

import pytest

from bot.errors import InvalidInput, NotFound, Unavailable
from bot.playground.slack import Message, View
from bot.slack.ids import Action, FlagContext
from bot.views import FlagChoice
from scoring.status import Flag
from tests.slack import cast
from tests.slack.reading import parts, text_of
from tests.slack.world import WORKSPACE_ID, World


async def flag_form(here: World, who: Any = None) -> View:
    """The form, opened from the card that /health shows."""
    who = who or here.ann
    await here.slack.press(who, await here.ask("acme", who), Action.FLAG)
    return await here.opened(who)


def choices(view: View) -> list[str]:
    (radio,) = [part for part in parts(view.blocks) if part.get("type") == "radio_buttons"]
    return [option["text"]["text"] for option in radio["options"]]


def proposed_day(view: View) -> str | None:
    return next((p["initial_date"] for p in parts(view.blocks) if p.get("type") == "datepicker"), None)


async def test_the_form_offers_exactly_three_flags_and_none_and_says_what_is_computed(here: World) -> None:
    form = await flag_form(here)
    assert choices(form) == ["Champion", "Needs attention", "Danger", "None"]
    assert "Acme · Computed: Concerning 71\nNobody has flagged it." in text_of(form)
    assert proposed_day(form) == "2026-04-02", "90 days from today"


async def test_the_form_says_who_set_the_present_flag_when_why_and_until_when(here: World) -> None:
    here.cases.answers["show_flag"] = cast.a_flag_view(present=cast.a_flag())
    form = await flag_form(here)
    assert "🚨 Danger until 31 Jan 2026 · set by @U0ANN on 2 Jan 2026\nThey <!here> may leave." in text_of(
        form
    )
    assert proposed_day(form) == "2026-01-31"


async def test_a_flag_is_set_and_the_card_is_drawn_anew(here: World) -> None:
    form = await flag_form(here)
    flagged = cast.a_health_view(customer=cast.a_customer(flag=Flag.CHAMPION), flag=cast.a_flag())
    here.cases.answers["show_health"] = flagged
    values = {
        Action.FLAG_CHOICE: "champion",
        Action.FLAG_REASON: "Speaks at our conference",
        Action.FLAG_UNTIL: "2026-02-14",
    }
    assert (await here.slack.submit(here.ann, form, values)).ok
    assert here.cases.calls_of("set_flag") == [
        (
            WORKSPACE_ID,
            "01ACME",
            here.ann.id,
            FlagChoice(Flag.CHAMPION, "Speaks at our conference", date(2026, 2, 14)),
        )
    ]
    assert here.slack.modal(here.ann) is None
    await here.slack.until(lambda: "🏆 Champion" in text_of(card_of(here)))
    assert "computed: Concerning 71" in text_of(card_of(here))
    assert len(here.slack.ephemeral(here.ann, here.support)) == 1, "in its place, not beside it"


def card_of(here: World) -> Message:
    return here.slack.ephemeral(here.ann, here.support)[-1]


async def test_another_flag_proposes_its_own_end_and_keeps_what_was_typed(here: World) -> None:
    form = await flag_form(here)
    await here.slack.select(here.ann, form, Action.FLAG_REASON, "Left a bad word")
    await here.slack.select(here.ann, form, Action.FLAG_CHOICE, "danger")
    await here.slack.until(lambda: proposed_day(current(here)) == "2026-02-01")
    assert current(here).state["flag_reason"]["flag_reason"]["value"] == "Left a bad word"


def current(here: World) -> View:
    view = here.slack.modal(here.ann)
    assert view
    return view


async def test_none_asks_for_no_end(here: World) -> None:
    form = await flag_form(here)
    await here.slack.select(here.ann, form, Action.FLAG_CHOICE, "none")
    await here.slack.until(lambda: proposed_day(current(here)) is None)
    assert (await here.slack.submit(here.ann, current(here), {Action.FLAG_REASON: "All is well"})).ok
    assert here.cases.calls_of("set_flag")[0][3] == FlagChoice(None, "All is well")


async def test_no_end_is_a_box_to_tick(here: World) -> None:
    form = await flag_form(here)
    values: dict[str, Any] = {Action.FLAG_REASON: "Founders", Action.FLAG_ENDLESS: ["endless"]}
    assert (await here.slack.submit(here.ann, form, values)).ok
    assert here.cases.calls_of("set_flag")[0][3].endless


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (InvalidInput({"reason": "Say why."}), {"flag_reason": "Say why."}),
        (InvalidInput({"until": "Too far."}), {"flag_until:needs_attention": "Too far."}),
        (InvalidInput({"flag": "Nothing there."}), {"flag_choice": "Nothing there."}),
        (NotFound("No such customer."), {"flag_choice": "No such customer."}),
        (Unavailable("The database is busy."), {"flag_choice": "The database is busy."}),
    ],
    ids=["reason", "until", "flag", "gone", "unavailable"],
)
async def test_what_is_refused_is_told_beside_its_field(
    here: World, error: Exception, errors: dict[str, str]
) -> None:
    here.cases.errors["set_flag"] = error
    answer = await here.slack.submit(here.ann, await flag_form(here), {Action.FLAG_REASON: "Why"})
    assert answer.errors == errors
    assert here.slack.modal(here.ann) is not None


async def test_a_slow_flag_shows_that_it_works_on_it(here: World) -> None:
    here.cases.answers["set_flag"] = lambda: asyncio.sleep(0.7)
    answer = await here.slack.submit(here.ann, await flag_form(here), {Action.FLAG_REASON: "Why"})
    assert answer.ok
    await here.slack.until(lambda: "Acme has no flag now." in text_of(here.slack.modal(here.ann)))


async def test_a_row_of_home_opens_the_form_and_home_is_drawn_anew(here: World) -> None:
    home = await here.home_of(here.ann)
    await here.slack.press(here.ann, home, Action.FLAG_LISTED, block_id="customer:01GLOBEX")
    form = await here.opened(here.ann)
    assert here.cases.calls_of("show_flag") == [(WORKSPACE_ID, "01GLOBEX")]
    assert (await here.slack.submit(here.ann, form, {Action.FLAG_REASON: "Renewal"})).ok
    await here.slack.until(lambda: len(here.slack.calls.of("views.publish")) == 2)


async def test_a_row_of_the_list_confirms_in_a_sentence(here: World) -> None:
    listed = await here.ask("")
    await here.slack.press(here.ann, listed, Action.FLAG_LISTED, block_id="customer:01GLOBEX")
    form = await here.opened(here.ann)
    here.cases.answers["show_flag"] = cast.a_flag_view(present=cast.a_flag())
    assert (await here.slack.submit(here.ann, form, {Action.FLAG_REASON: "Renewal"})).ok
    assert "Acme is flagged 🚨 Danger until 31 Jan 2026." in text_of(current(here))


async def test_in_the_health_modal_the_form_lies_above_and_the_card_below_is_drawn_anew(
    here: World,
) -> None:
    home = await here.home_of(here.ann)
    await here.slack.press(here.ann, home, Action.SHOW_CUSTOMER, block_id="customer:01GLOBEX")
    card = await here.opened(here.ann)
    await here.slack.press(here.ann, card, Action.FLAG)
    await here.slack.until(lambda: current(here).id != card.id)
    here.cases.answers["show_health"] = cast.a_health_view(flag=cast.a_flag())
    assert (await here.slack.submit(here.ann, current(here), {Action.FLAG_REASON: "Renewal"})).ok
    await here.slack.until(lambda: current(here).id == card.id)
    await here.slack.until(lambda: "They <!here> may leave." in text_of(current(here)))


async def test_a_card_that_cannot_be_replaced_any_more_is_told_of(here: World) -> None:
    form = await flag_form(here)
    context = form.given["private_metadata"]
    url = next(part for part in context.split('"') if part.startswith("http"))
    form.given["private_metadata"] = context.replace(url, f"{url}-gone")
    assert (await here.slack.submit(here.ann, form, {Action.FLAG_REASON: "Renewal"})).ok
    assert "Acme has no flag now. Computed: Concerning 71." in text_of(await here.opened(here.ann))


async def test_a_form_of_an_older_version_asks_to_be_opened_again(here: World) -> None:
    form = await flag_form(here)
    form.given["private_metadata"] = '{"v":0}'
    answer = await here.slack.submit(here.ann, form, {Action.FLAG_REASON: "Why"})
    assert "Please open it again." in answer.errors["flag_choice"]


async def test_the_reminder_says_what_ends_and_opens_the_form(here: World) -> None:
    channel = await here.messenger.open_direct(here.ann.id)
    await here.messenger.post_notice(channel, cast.a_flag_that_ends(), "01D")
    message = here.slack.messages(here.slack.workspace.channels[channel])[-1]
    assert "The flag 🚨 Danger of Acme ends soon: it is in force until 31 Jan 2026." in text_of(message)
    await here.slack.press(here.ann, message, Action.FLAG_LISTED)
    assert choices(await here.opened(here.ann)) == ["Champion", "Needs attention", "Danger", "None"]


def test_the_longest_response_url_fits_into_the_forms_memory() -> None:
    kept = FlagContext("0" * 26, response_url="https://hooks.slack.com/" + "x" * 1_000).encode()
    assert len(kept) < 3_000
    assert FlagContext.decode(kept).customer_id == "0" * 26
