"""What the app hears of a card in a carousel, of an opinion, and of options in groups; what it is refused."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, Message
from tests.playground.conftest import Cast, an_app, the_error

Body = dict[str, Any]


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Body:
    return {"text": plain(value.title()), "value": value}


def a_card(**more: Any) -> Body:
    button = {"type": "button", "action_id": "open", "text": plain("Open")}
    return {"type": "card", "title": plain("Acme"), "actions": [button], **more}


OPINION = {
    "type": "feedback_buttons",
    "action_id": "opinion",
    "positive_button": {"text": plain("Good"), "value": "up"},
    "negative_button": {"text": plain("Bad"), "value": "down"},
}
WHO = {"type": "external_select", "action_id": "who", "min_query_length": 0}


@pytest.fixture
async def offer(slack: LocalSlack) -> AsyncIterator[Body]:
    """What the app answers to every request; fill it in."""
    answer: Body = {}

    async def handle(_request: web.Request) -> web.Response:
        return web.json_response(answer)

    async with an_app(handle) as url:
        slack.app.request_url = url
        yield answer


async def shown(slack: LocalSlack, client: AsyncWebClient, cast: Cast, *blocks: Body) -> Message:
    await client.chat_postMessage(channel=cast.support.id, text="x", blocks=list(blocks))
    return slack.messages(cast.support)[-1]


def heard(slack: LocalSlack) -> Body:
    action: Body = slack.outgoing.sent[-1].payload["actions"][0]
    return action


async def test_a_card_is_told_from_its_neighbour_by_its_own_block_id(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    cards = [a_card(block_id="first"), a_card(block_id="second"), a_card()]
    message = await shown(slack, client, cast, {"type": "carousel", "elements": cards})
    for card in message.blocks[0]["elements"]:
        await slack.press(cast.ana, message, "open", block_id=card["block_id"])
        assert heard(slack)["block_id"] == card["block_id"]
    assert len({card["block_id"] for card in message.blocks[0]["elements"]}) == 3


async def test_a_card_in_an_attachment_is_said_to_be_there(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    carousel = {"type": "carousel", "elements": [a_card(block_id="first")]}
    await client.chat_postMessage(channel=cast.support.id, text="x", attachments=[{"blocks": [carousel]}])
    await slack.press(cast.ana, slack.messages(cast.support)[-1], "open")
    container = slack.outgoing.sent[-1].payload["container"]
    assert (container["type"], container["attachment_id"]) == ("message_attachment", 1)


async def test_an_opinion_comes_with_the_words_and_the_value_that_were_pressed(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    message = await shown(slack, client, cast, {"type": "context_actions", "elements": [OPINION]})
    await slack.select(cast.ana, message, "opinion", "down")
    action = heard(slack)
    assert (action["value"], action["text"]["text"], action["type"]) == ("down", "Bad", "feedback_buttons")
    with pytest.raises(LookupError, match="neither"):
        await slack.select(cast.ana, message, "opinion", "sideways")


async def test_options_in_groups_keep_their_groups(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, offer: Body
) -> None:
    message = await shown(slack, client, cast, {"type": "actions", "elements": [WHO]})
    groups = [
        {"label": plain("Red"), "options": [option("cherry")]},
        {"label": plain("Yellow"), "options": [option("banana"), option("lemon")]},
    ]
    offer["option_groups"] = groups
    assert await slack.suggest_groups(cast.ana, message, "who", "") == groups
    flat = await slack.suggest(cast.ana, message, "who", "")
    assert [each["value"] for each in flat] == ["cherry", "banana", "lemon"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"options": [{"text": "Acme", "value": "a"}]}, "[json-pointer:/options/0/text]"),
        ({"options": [option("a")] * 101}, "no more than 100 items allowed"),
        ({"options": [], "option_groups": []}, "must have exactly one of options, option_groups"),
        ({}, "must have exactly one of options, option_groups"),
    ],
)
async def test_an_offer_slack_does_not_take_shows_nothing_and_is_told_to_whoever_looks_on(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, offer: Body, answer: Body, sentence: str
) -> None:
    message = await shown(slack, client, cast, {"type": "actions", "elements": [WHO]})
    offer.update(answer)
    assert await slack.suggest(cast.ana, message, "who", "") == []
    [told] = refusals(slack)
    assert told["method"] == "answer to block_suggestion"
    assert sentence in " ".join(told["problems"])


def refusals(slack: LocalSlack) -> list[Body]:
    changes = slack.workspace.changes.since(0) or []
    return [change.data for change in changes if change.kind == "app.refused"]


async def test_a_refused_call_is_a_change_with_slacks_words(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    blocks = [{"type": "header", "text": plain("x" * 151)}]
    assert await the_error(client.chat_postMessage(channel=cast.support.id, text="x", blocks=blocks))
    slack.app.scopes.discard("users:read")
    assert await the_error(client.users_info(user=cast.ana.id)) == "missing_scope"
    invalid, unscoped = refusals(slack)
    assert (invalid["method"], invalid["error"]) == ("chat.postMessage", "invalid_blocks")
    assert invalid["problems"] == ["must be less than 151 characters [json-pointer:/blocks/0/text/text]"]
    assert unscoped["problems"][0].startswith("needed: users:read, provided: ")


async def test_being_too_fast_is_no_refusal_of_what_was_sent(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    for _ in range(5):
        await client.chat_postMessage(channel=cast.support.id, text="x")
    assert await the_error(client.chat_postMessage(channel=cast.support.id, text="x")) == "ratelimited"
    assert refusals(slack) == []
