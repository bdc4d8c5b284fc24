"""Who may call the Web API: tokens, scopes, methods and the ways to send arguments."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast, the_error


async def test_auth_test_names_the_bot_and_lists_its_scopes(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.app.grant(["chat:write", "commands"])
    answer = await client.auth_test()
    assert answer["user_id"] == slack.app.bot_user_id
    assert answer["bot_id"] == slack.app.bot_id
    assert answer["team_id"] == slack.workspace.team.id
    assert answer.headers["x-oauth-scopes"] == "chat:write,commands"


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-other", "invalid_auth")])
async def test_a_call_without_a_good_token_is_refused(
    slack: LocalSlack, token: str | None, error: str
) -> None:
    assert await the_error(AsyncWebClient(token=token, base_url=slack.api_url).auth_test()) == error


async def test_a_revoked_token_is_refused_with_its_reason(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.revoke()
    assert await the_error(client.auth_test()) == "token_revoked"
    slack.uninstall()
    assert await the_error(client.auth_test()) == "account_inactive"


async def test_a_missing_scope_is_named_beside_those_provided(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    slack.app.grant(["commands", "users:read"])
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=cast.support.id, text="hello")
    answer = refused.value.response
    assert answer["error"] == "missing_scope"
    assert (answer["needed"], answer["provided"]) == ("chat:write", "commands,users:read")


async def test_an_unknown_method_is_refused_by_name(client: AsyncWebClient) -> None:
    assert await the_error(client.api_call("chat.shout")) == "unknown_method"


async def test_an_app_level_token_is_for_sockets_only(slack: LocalSlack, client: AsyncWebClient) -> None:
    with_app_token = AsyncWebClient(token=slack.app.app_token, base_url=slack.api_url)
    assert await the_error(with_app_token.auth_test()) == "not_allowed_token_type"
    assert await the_error(client.api_call("apps.connections.open")) == "not_allowed_token_type"


async def test_arguments_come_as_json_as_a_form_or_in_the_query(slack: LocalSlack, cast: Cast) -> None:
    args = {"channel": cast.support.id, "text": "hello"}
    headers = {"Authorization": f"Bearer {slack.app.bot_token}"}
    url = f"{slack.api_url}chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session:
        for request in (
            session.post(url, json=args),
            session.post(url, data=args),
            session.post(url, params=args),
            session.get(url, params=args),
        ):
            async with request as response:
                assert (await response.json())["ok"] is True
    assert [message.text for message in slack.messages(cast.support)] == ["hello"] * 4


async def test_a_token_may_come_as_an_argument(slack: LocalSlack) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.api_url}auth.test", data={"token": slack.app.bot_token}) as response,
    ):
        assert (await response.json())["ok"] is True


@pytest.mark.parametrize(("body", "error"), [(b"{", "invalid_json"), (b"[1]", "json_not_object")])
async def test_a_body_that_is_no_json_object_is_refused(slack: LocalSlack, body: bytes, error: str) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{slack.api_url}auth.test", data=body) as response,
    ):
        assert (await response.json())["error"] == error


async def test_api_test_echoes_or_refuses_as_asked(client: AsyncWebClient) -> None:
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    assert await the_error(client.api_test(error="my_error")) == "my_error"


async def test_every_call_is_recorded_with_its_arguments_and_without_the_token(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    await client.chat_postMessage(channel=cast.support.id, text="hello")
    await the_error(client.chat_postMessage(channel="C404", text="hello"))
    [call] = slack.calls.of("chat.postMessage")
    assert call.args == {"channel": cast.support.id, "text": "hello"}
    assert call.at == slack.workspace.clock()
    [refused] = slack.calls.refused("chat.postMessage")
    assert (refused.args["channel"], refused.error) == ("C404", "channel_not_found")


async def test_blocks_are_judged_without_being_sent(client: AsyncWebClient) -> None:
    assert (await client.api_call("blocks.validate", json={"blocks": [{"type": "divider"}]}))["ok"]
    with pytest.raises(SlackApiError) as refused:
        await client.api_call("blocks.validate", json={"blocks": [{"type": "alert"}]})
    assert refused.value.response["errors"][0]["pointer"] == "/blocks/0"
    neither = client.api_call("blocks.validate", json={})
    assert await the_error(neither) == "invalid_arguments"


async def test_the_workspace_and_the_bot_describe_themselves(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    assert (await client.team_info())["team"]["domain"] == "playground"
    assert (await client.bots_info(bot=slack.app.bot_id))["bot"]["app_id"] == slack.app.id
    assert await the_error(client.bots_info(bot="B404")) == "bot_not_found"
