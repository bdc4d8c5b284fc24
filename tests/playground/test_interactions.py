"""What a person can do with blocks, and what the app gets to see of it."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import ClientSession, web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, Message
from tests.playground.conftest import Cast, an_app

Body = dict[str, Any]


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def options(*values: str) -> list[Body]:
    return [{"text": plain(value.upper()), "value": value} for value in values]


ELEMENTS: dict[str, Body] = {
    "pick": {"type": "static_select", "options": options("a", "b")},
    "grouped": {"type": "static_select", "option_groups": [{"label": plain("G"), "options": options("c")}]},
    "many": {"type": "multi_static_select", "options": options("a", "b", "c")},
    "boxes": {"type": "checkboxes", "options": options("a", "b")},
    "radio": {"type": "radio_buttons", "options": options("a", "b")},
    "person": {"type": "users_select"},
    "people": {"type": "multi_users_select"},
    "place": {"type": "conversations_select"},
    "day": {"type": "datepicker", "initial_date": "2026-01-02"},
    "hour": {"type": "timepicker"},
    "moment": {"type": "datetimepicker"},
    "more": {"type": "overflow", "options": options("x", "y")},
}

CHOICES: list[tuple[str, Any, str, Any]] = [
    ("pick", "a", "selected_option", {"text": {**plain("A"), "emoji": True}, "value": "a"}),
    ("grouped", "c", "selected_option", {"text": {**plain("C"), "emoji": True}, "value": "c"}),
    ("radio", "b", "selected_option", {"text": {**plain("B"), "emoji": True}, "value": "b"}),
    ("more", "y", "selected_option", {"text": {**plain("Y"), "emoji": True}, "value": "y"}),
    ("boxes", ["b"], "selected_options", [{"text": {**plain("B"), "emoji": True}, "value": "b"}]),
    ("many", [], "selected_options", []),
    ("person", "U1", "selected_user", "U1"),
    ("people", ["U1", "U2"], "selected_users", ["U1", "U2"]),
    ("place", "C1", "selected_conversation", "C1"),
    ("day", "2026-03-04", "selected_date", "2026-03-04"),
    ("hour", "12:30", "selected_time", "12:30"),
    ("moment", 1_700_000_000, "selected_date_time", 1_700_000_000),
]


@pytest.fixture
async def heard(slack: LocalSlack) -> AsyncIterator[list[Body]]:
    """The interactive payloads that an app hears; it acknowledges all of them."""
    payloads: list[Body] = []

    async def handle(request: web.Request) -> web.Response:
        payloads.append(json.loads(parse_qs(await request.text())["payload"][0]))
        return web.json_response({"option_groups": [{"label": plain("G"), "options": options("z")}]})

    async with an_app(handle) as url:
        slack.app.request_url = url
        yield payloads


@pytest.fixture
async def message(slack: LocalSlack, client: AsyncWebClient, cast: Cast, heard: list[Body]) -> Message:
    elements = [{"action_id": name, **element} for name, element in ELEMENTS.items()]
    blocks = [{"type": "actions", "block_id": "row", "elements": elements}]
    await client.chat_postMessage(channel=cast.support.id, text="x", blocks=blocks)
    return slack.messages(cast.support)[0]


@pytest.mark.parametrize(("action_id", "value", "key", "seen"), CHOICES)
async def test_a_choice_is_told_in_the_action_and_kept_in_the_state(
    slack: LocalSlack,
    cast: Cast,
    message: Message,
    heard: list[Body],
    action_id: str,
    value: Any,
    key: str,
    seen: Any,
) -> None:
    assert (await slack.select(cast.ana, message, action_id, value)).ok
    payload = heard[-1]
    [action] = payload["actions"]
    assert (action["action_id"], action["block_id"], action[key]) == (action_id, "row", seen)
    state = payload["state"]["values"]["row"]
    assert state["day"]["selected_date"] == (value if action_id == "day" else "2026-01-02")
    if action_id != "more":
        assert state[action_id][key] == seen


async def test_a_press_in_a_thread_tells_where_it_was(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, heard: list[Body]
) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "style": "primary", "value": "1"}
    section = {"type": "section", "text": plain("x"), "accessory": button}
    parent = (await client.chat_postMessage(channel=cast.support.id, text="x"))["ts"]
    await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[section], thread_ts=parent)
    [reply] = slack.messages(cast.support, thread_ts=parent)
    await slack.press(cast.ana, reply, "go")
    payload = heard[-1]
    assert payload["container"] == {
        "type": "message",
        "message_ts": reply.ts,
        "channel_id": cast.support.id,
        "is_ephemeral": False,
        "thread_ts": parent,
    }
    assert payload["message"]["thread_ts"] == parent
    assert payload["channel"] == {"id": cast.support.id, "name": "support"}
    assert payload["actions"][0]["value"] == "1"


async def test_a_press_in_an_ephemeral_message_brings_no_message(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, heard: list[Body]
) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    blocks = [{"type": "actions", "elements": [button]}]
    await client.chat_postEphemeral(channel=cast.support.id, user=cast.ana.id, text="x", blocks=blocks)
    [shown] = slack.ephemeral(cast.ana, cast.support)
    await slack.press(cast.ana, shown, "go")
    assert heard[-1]["container"]["is_ephemeral"] is True
    assert "message" not in heard[-1]


async def test_a_press_in_an_attachment_names_it(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, heard: list[Body]
) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    attachment = {"color": "#f00", "blocks": [{"type": "actions", "elements": [button]}]}
    await client.chat_postMessage(channel=cast.support.id, text="x", attachments=[attachment])
    await slack.press(cast.ana, slack.messages(cast.support)[0], "go")
    container = heard[-1]["container"]
    assert (container["type"], container["attachment_id"]) == ("message_attachment", 1)


async def test_an_input_tells_only_when_it_shall_dispatch(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, heard: list[Body]
) -> None:
    def an_input(name: str, **more: Any) -> Body:
        element = {"type": "plain_text_input", "action_id": name}
        return {"type": "input", "block_id": f"{name}_block", "label": plain("x"), "element": element, **more}

    view = {
        "type": "modal",
        "title": plain("x"),
        "submit": plain("x"),
        "blocks": [an_input("quiet"), an_input("loud", dispatch_action=True)],
    }
    await client.views_open(trigger_id=slack.workspace.triggers.issue(slack.app, cast.ana.id), view=view)
    modal = slack.modal(cast.ana)
    assert modal is not None
    await slack.select(cast.ana, modal, "quiet", "a")
    assert heard == []
    await slack.select(cast.ana, modal, "loud", "b")
    [payload] = heard
    assert payload["actions"][0]["value"] == "b"
    assert payload["container"] == {"type": "view", "view_id": modal.id}
    assert payload["view"]["state"]["values"]["quiet_block"]["quiet"]["value"] == "a"
    assert "response_url" not in payload
    assert "channel" not in payload


async def test_options_are_asked_for_with_what_was_typed(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, heard: list[Body]
) -> None:
    element = {"type": "external_select", "action_id": "who", "min_query_length": 1}
    blocks = [{"type": "actions", "block_id": "row", "elements": [element]}]
    await client.chat_postMessage(channel=cast.support.id, text="x", blocks=blocks)
    [shown] = slack.messages(cast.support)
    offered = await slack.suggest(cast.ana, shown, "who", "Ac")
    assert [option["value"] for option in offered] == ["z"]
    assert (heard[-1]["type"], heard[-1]["value"], heard[-1]["block_id"]) == ("block_suggestion", "Ac", "row")


async def test_what_a_person_does_not_see_cannot_be_pressed(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, message: Message
) -> None:
    with pytest.raises(LookupError, match="not offered"):
        await slack.select(cast.ana, message, "pick", "z")
    with pytest.raises(LookupError, match="0 elements"):
        await slack.press(cast.ana, message, "gone")
    with pytest.raises(LookupError, match="person's message"):
        await slack.press(cast.ana, slack.write(cast.ben, cast.support, "x"), "go")
    slack.workspace.join(cast.bot, cast.board)
    await client.chat_postMessage(channel=cast.board.id, text="x", blocks=message.blocks)
    with pytest.raises(LookupError, match="does not see"):
        await slack.select(cast.ben, slack.messages(cast.board)[0], "pick", "a")
    with pytest.raises(LookupError, match="is not in"):
        slack.write(cast.ben, cast.board, "x")


async def test_a_conversation_chosen_in_a_form_may_be_answered_there(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, heard: list[Body]
) -> None:
    where = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    block = {"type": "input", "block_id": "b", "label": plain("x"), "element": where}
    view = {"type": "modal", "title": plain("x"), "submit": plain("x"), "blocks": [block]}
    await client.views_open(trigger_id=slack.workspace.triggers.issue(slack.app, cast.ana.id), view=view)
    await slack.submit(cast.ana, await slack.wait_for_modal(cast.ana), {"where": cast.support.id})
    [given] = heard[-1]["response_urls"]
    assert (given["block_id"], given["channel_id"]) == ("b", cast.support.id)
    async with ClientSession() as session:
        await session.post(given["response_url"], json={"text": "Done", "response_type": "in_channel"})
    assert [message.text for message in slack.messages(cast.support)] == ["Done"]


async def test_a_request_url_that_does_not_answer_the_challenge_is_not_verified(
    slack: LocalSlack,
) -> None:
    async def echo(request: web.Request) -> web.Response:
        return web.Response(text=(await request.json())["challenge"])

    async def silent(_request: web.Request) -> web.Response:
        return web.Response()

    for handler, error in ((echo, None), (silent, "challenge_failed")):
        async with an_app(handler) as slack.app.request_url:
            assert (await slack.verify_request_url()).error == error


class TestForms:
    """What Slack's own form refuses before the app hears of it."""

    @pytest.mark.parametrize(
        ("element", "value", "sentence"),
        [
            ({"type": "plain_text_input"}, "", "Please complete this required field."),
            ({"type": "plain_text_input", "min_length": 3}, "ab", "Please enter at least 3 characters."),
            ({"type": "plain_text_input", "max_length": 3}, "abcd", "Please enter at most 3 characters."),
            ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a valid number."),
            (
                {"type": "number_input", "is_decimal_allowed": True, "min_value": "2"},
                "1.5",
                "Please enter a number of 2 or more.",
            ),
            (
                {"type": "number_input", "is_decimal_allowed": False, "max_value": "2"},
                "3",
                "Please enter a number of 2 or less.",
            ),
            ({"type": "email_text_input"}, "ana", "Please enter a valid email address."),
            ({"type": "url_text_input"}, "ftp://x", "Please enter a valid URL."),
            (
                {"type": "static_select", "options": options("a")},
                None,
                "Please complete this required field.",
            ),
        ],
    )
    async def test_bad_input_is_refused_beside_its_field(
        self,
        slack: LocalSlack,
        client: AsyncWebClient,
        cast: Cast,
        heard: list[Body],
        element: Body,
        value: Any,
        sentence: str,
    ) -> None:
        block = {
            "type": "input",
            "block_id": "b",
            "label": plain("x"),
            "element": {**element, "action_id": "a"},
        }
        view = {"type": "modal", "title": plain("x"), "submit": plain("x"), "blocks": [block]}
        await client.views_open(trigger_id=slack.workspace.triggers.issue(slack.app, cast.ana.id), view=view)
        modal = slack.modal(cast.ana)
        assert modal is not None
        assert (await slack.submit(cast.ana, modal, {"a": value})).errors == {"b": sentence}
        assert heard == []
