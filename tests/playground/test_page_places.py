"""What the page asks for a person on the way: channels, people, pins, shortcuts, and what they had chosen."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, Shortcut
from tests.playground.conftest import Cast, an_app
from tests.playground.page import Body, Browser, a_page


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with a_page() as slack:
        yield slack


@pytest.fixture
async def heard(slack: LocalSlack) -> AsyncIterator[list[Body]]:
    """What an app with two shortcuts hears; it acknowledges everything."""
    payloads: list[Body] = []

    async def handle(request: web.Request) -> web.Response:
        payloads.append(json.loads(str((await request.post())["payload"])))
        return web.Response()

    slack.app.declare_shortcuts(
        Shortcut("ask", "Ask about a customer"), Shortcut("keep", "Keep this", "message", "For the file")
    )
    async with an_app(handle) as url:
        slack.app.request_url = url
        yield payloads


def shown(state: Body, channel: str) -> Any:
    return next((each for each in state["channels"] if each["id"] == channel), None)


async def test_a_person_joins_and_leaves(slack: LocalSlack, cast: Cast, browser: Browser) -> None:
    random = slack.workspace.add_channel("random", [cast.ben])
    me, place = cast.ana.id, {"person": cast.ana.id, "channel": random.id}
    assert not shown(await browser.get("state", person=me), random.id)["is_member"]
    assert (await browser.post("joinings", **place))["status"] == 200
    seen = shown(await browser.get("state", person=me), random.id)
    assert (seen["is_member"], seen["may_leave"]) == (True, True)
    assert (await browser.post("leavings", **place))["status"] == 200
    assert (await browser.post("leavings", **place))["status"] == 404
    refused = await browser.post("joinings", person=cast.ben.id, channel=cast.board.id)
    assert (refused["status"], refused["error"]) == (404, "There is no such channel.")


async def test_a_meeting_is_open_for_who_asked_and_for_the_other_one_when_something_is_said(
    slack: LocalSlack, cast: Cast, browser: Browser
) -> None:
    channel = (await browser.post("meetings", person=cast.ana.id, others=[cast.ben.id]))["channel"]
    assert (channel["kind"], channel["members"]) == ("im", sorted([cast.ana.id, cast.ben.id]))

    async def is_open() -> list[bool]:
        states = [await browser.get("state", person=who.id) for who in (cast.ana, cast.ben)]
        return [shown(state, channel["id"])["is_open"] for state in states]

    assert await is_open() == [True, False]
    slack.write(cast.ana, slack.workspace.channels[channel["id"]], "Hello")
    assert await is_open() == [True, True]
    assert (await browser.post("meetings", person=cast.ana.id, others="ben"))["status"] == 400
    assert (await browser.post("meetings", person=cast.ana.id, others=["U0"]))["status"] == 404


async def test_pins_are_listed_newest_first_and_bookmarks_are_known(
    slack: LocalSlack, cast: Cast, browser: Browser
) -> None:
    first, second = (slack.write(cast.ana, cast.support, text) for text in ("one", "two"))
    for message in (second, first):
        place = {"person": cast.ben.id, "channel": cast.support.id, "ts": message.ts}
        assert (await browser.post("pins", **place))["status"] == 200
    pinned = await browser.get(f"channels/{cast.support.id}/pins", person=cast.ana.id)
    assert [message["text"] for message in pinned["messages"]] == ["one", "two"]
    client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
    await client.bookmarks_add(
        channel_id=cast.support.id, title="Board", type="link", link="https://example.com"
    )
    seen = shown(await browser.get("state", person=cast.ana.id), cast.support.id)
    assert [(pin["ts"], pin["by"]) for pin in seen["pins"]] == [
        (first.ts, cast.ben.id),
        (second.ts, cast.ben.id),
    ]
    assert [(mark["title"], mark["link"]) for mark in seen["bookmarks"]] == [("Board", "https://example.com")]
    await browser.post("pins", **place, on=False)
    pinned = await browser.get(f"channels/{cast.support.id}/pins", person=cast.ana.id)
    assert [message["text"] for message in pinned["messages"]] == ["two"]
    assert (await browser.get(f"channels/{cast.board.id}/pins", person=cast.ben.id))["status"] == 404


async def test_the_apps_shortcuts_are_shown_and_used(
    slack: LocalSlack, cast: Cast, browser: Browser, heard: list[Body]
) -> None:
    state = await browser.get("state", person=cast.ana.id)
    assert [(each["name"], each["kind"], each["description"]) for each in state["app"]["shortcuts"]] == [
        ("Ask about a customer", "global", ""),
        ("Keep this", "message", "For the file"),
    ]
    message = slack.write(cast.ben, cast.support, "x")
    order = {"person": cast.ana.id, "channel": cast.support.id}
    assert (await browser.post("shortcuts", **order, callback_id="ask"))["ok"]
    assert (await browser.post("shortcuts", **order, callback_id="keep", ts=message.ts))["ok"]
    told, kept = heard
    assert (told["type"], "channel" in told) == ("shortcut", False)
    assert (kept["type"], kept["message"]["ts"]) == ("message_action", message.ts)
    for wrong in ({"callback_id": "keep"}, {"callback_id": "ask", "ts": message.ts}, {"callback_id": "no"}):
        assert (await browser.post("shortcuts", **order, **wrong))["status"] == 404
    hidden = {"person": cast.ben.id, "channel": cast.board.id, "callback_id": "ask"}
    assert (await browser.post("shortcuts", **hidden))["status"] == 404


async def test_a_guest_has_no_shortcuts(
    slack: LocalSlack, cast: Cast, browser: Browser, heard: list[Body]
) -> None:
    acme = slack.workspace.add_team("Acme", "acme")
    eve = slack.workspace.add_person("eve", team=acme)
    slack.workspace.add_channel("shared", [eve], shared_with=acme)
    assert (await browser.get("state", person=eve.id))["app"]["shortcuts"] == []
    assert (await browser.post("shortcuts", person=eve.id, callback_id="ask"))["status"] == 404
    assert heard == []


async def test_what_a_person_chose_in_a_message_is_told_to_them_alone(
    slack: LocalSlack, cast: Cast, browser: Browser, heard: list[Body]
) -> None:
    client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
    option = {"text": {"type": "plain_text", "text": "A"}, "value": "a"}
    pick = {"type": "static_select", "action_id": "pick", "options": [option]}
    block = {"type": "actions", "block_id": "row", "elements": [pick]}
    posted = await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[block])
    where = {"channel": cast.support.id, "ts": posted["ts"]}
    await browser.post("actions", person=cast.ana.id, where=where, action_id="pick", value="a")

    async def state(who: str) -> Any:
        return (await browser.get(f"channels/{cast.support.id}/messages", person=who))["messages"][0]["state"]

    chosen = await state(cast.ana.id)
    assert chosen["row"]["pick"]["selected_option"]["value"] == "a"
    assert await state(cast.ben.id) == {}
