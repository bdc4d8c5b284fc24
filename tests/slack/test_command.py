"""/health, over real HTTP."""

import pytest

from bot.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from bot.slack.ids import Action
from bot.views import Found
from tests.slack import cast
from tests.slack.cast import HOSTILE
from tests.slack.reading import mentions, text_of
from tests.slack.world import WORKSPACE_ID, World


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
    row = "customer:01GLOBEX"
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
