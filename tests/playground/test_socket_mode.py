"""An ordinary Bolt app over Socket Mode, without any request URL."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast, the_error

Body = dict[str, Any]
PLAIN = {"type": "plain_text", "text": "Text"}
WHO = {
    "type": "input",
    "block_id": "who_block",
    "label": PLAIN,
    "element": {"type": "external_select", "action_id": "who", "min_query_length": 2},
}


@pytest.fixture
async def bolt(slack: LocalSlack, cast: Cast) -> AsyncIterator[AsyncApp]:
    app = AsyncApp(client=AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url))
    handler = AsyncSocketModeHandler(app, slack.app.app_token, web_client=app.client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield app
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def test_commands_views_options_and_events_travel_by_socket(
    slack: LocalSlack, cast: Cast, bolt: AsyncApp
) -> None:
    seen: list[str] = []

    @bolt.command("/hello")
    async def hello(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack("Hello payload")
        view = {"type": "modal", "callback_id": "form", "title": PLAIN, "submit": PLAIN, "blocks": [WHO]}
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @bolt.options("who")
    async def who(ack: Any, payload: Body) -> None:
        await ack(options=[{"text": {"type": "plain_text", "text": payload["value"]}, "value": "acme"}])

    @bolt.view("form")
    async def sent(ack: Any, view: Body) -> None:
        seen.append(view["state"]["values"]["who_block"]["who"]["selected_option"]["value"])
        await ack()

    @bolt.event("app_mention")
    async def mentioned(event: Body, say: Any) -> None:
        await say(f"{event['text']} too")

    assert (await slack.command(cast.ana, cast.support, "/hello", "payload")).ok
    assert [message.text for message in slack.ephemeral(cast.ana, cast.support)] == ["Hello payload"]
    modal = await slack.wait_for_modal(cast.ana)
    assert await slack.suggest(cast.ana, modal, "who", "A") == []
    [option] = await slack.suggest(cast.ana, modal, "who", "Ac")
    assert option["text"]["text"] == "Ac"
    assert (await slack.submit(cast.ana, modal, {"who": option})).ok
    slack.write(cast.ana, cast.support, "@bot hello")
    written, answered = await slack.wait_for_messages(cast.support, 2)
    assert answered.text == f"{written.text} too"
    assert seen == ["acme"]


async def test_what_no_listener_takes_is_not_acknowledged(
    slack: LocalSlack, cast: Cast, bolt: AsyncApp
) -> None:
    slack.outgoing.ack_seconds = 0.2
    assert (await slack.command(cast.ana, cast.support, "/hello")).error == "operation_timeout"


async def test_a_bot_token_opens_no_socket_and_a_ticket_only_one(slack: LocalSlack) -> None:
    bot = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
    assert await the_error(bot.apps_connections_open(app_token=slack.app.bot_token)) == (
        "not_allowed_token_type"
    )
    url = str((await bot.apps_connections_open(app_token=slack.app.app_token))["url"])
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            assert hello["connection_info"]["app_id"] == slack.app.id
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_slack_can_ask_an_app_to_connect_again(slack: LocalSlack) -> None:
    ticket = slack.sockets.ticket(slack.app)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{slack.base_url}/link/?ticket={ticket}") as socket,
    ):
        await socket.receive_json()
        await slack.sockets.refresh(slack.app)
        assert (await socket.receive_json())["type"] == "disconnect"


async def test_nonsense_on_a_socket_hurts_nobody(slack: LocalSlack) -> None:
    ticket = slack.sockets.ticket(slack.app)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{slack.base_url}/link/?ticket={ticket}") as socket,
    ):
        await socket.receive_json()
        for text in ("{", "[]", '{"envelope_id": "unknown"}'):
            await socket.send_str(text)
        await slack.sockets.refresh(slack.app)
        assert (await socket.receive_json())["type"] == "disconnect"
