"""What the local Slack really answers and sends, held against what Slack publishes."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import ALL_EVENTS, LocalSlack, Shortcut
from bot.playground.slack.web_api.methods import METHODS
from tests.playground.conftest import AClock, Cast, an_app
from tests.playground.published.answers import ANSWERS, REFUSAL
from tests.playground.published.deliberate import ANYWHERE, OF_ONE, explained
from tests.playground.published.notation import Skeleton, differences
from tests.playground.published.sent import ENVELOPE, EVENTS, INTERACTIONS

Body = dict[str, Any]


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


WHO = {"type": "external_select", "action_id": "who", "min_query_length": 0}
PICK = {"type": "static_select", "action_id": "pick", "options": [{"text": plain("A"), "value": "a"}]}
GO = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}
ROW = {"type": "actions", "block_id": "row", "elements": [GO, PICK, WHO]}
NOTE = {"type": "input", "label": plain("x"), "element": {"type": "plain_text_input", "action_id": "note"}}
WHERE = {
    "type": "input",
    "block_id": "place",
    "label": plain("x"),
    "optional": True,
    "element": {"type": "conversations_select", "action_id": "where", "response_url_enabled": True},
}
MODAL = {
    "type": "modal",
    "title": plain("x"),
    "submit": plain("x"),
    "close": plain("x"),
    "blocks": [NOTE, ROW],
}
MARK = {"event_type": "x", "event_payload": {}}


@pytest.fixture(autouse=True)
async def app(slack: LocalSlack) -> AsyncIterator[None]:
    """An app that takes everything and answers nothing."""

    async def handle(request: web.Request) -> web.Response:
        return web.json_response({"options": []})

    async with an_app(handle) as url:
        slack.app.events = set(ALL_EVENTS)
        slack.app.request_url = url
        slack.limits.burst = None
        slack.app.declare_shortcuts(Shortcut("note"), Shortcut("keep", kind="message"))
        yield


def departures(named: Iterator[tuple[str, Any, Skeleton]]) -> dict[str, set[str]]:
    """What differs, by payload, over all payloads of that name."""
    found: dict[str, set[str]] = {}
    for name, value, skeleton in named:
        found.setdefault(name, set()).update(differences(value, skeleton))
    return found


def unexplained(found: dict[str, set[str]]) -> dict[str, set[str]]:
    """What has no reason in ``deliberate``, and what has one there without occurring."""
    left = {name: {each for each in some if not explained(name, each)} for name, some in found.items()}
    for name, some in found.items():
        left[name] |= {f"{each} (no longer so)" for each in OF_ONE.get(name, ()) if each not in some}
    return {name: some for name, some in left.items() if some}


async def messages_and_pins(client: AsyncWebClient, cast: Cast, channel: str) -> None:
    posted = await client.chat_postMessage(channel=channel, text="x", blocks=[ROW], metadata=MARK)
    ts = str(posted["ts"])
    await client.chat_postMessage(channel=channel, text="x", thread_ts=ts, reply_broadcast=True)
    last = await client.chat_postMessage(
        channel=channel, text="x", thread_ts=ts, username="Other", icon_emoji=":x:"
    )
    await client.chat_postEphemeral(channel=channel, user=cast.ana.id, text="x")
    await client.chat_getPermalink(channel=channel, message_ts=ts)
    await client.reactions_add(channel=channel, timestamp=ts, name="eyes")
    await client.reactions_get(channel=channel, timestamp=ts)
    await client.pins_add(channel=channel, timestamp=ts)
    await client.pins_list(channel=channel)
    await client.conversations_history(channel=channel, include_all_metadata=True)
    await client.conversations_replies(channel=channel, ts=ts)
    await client.pins_remove(channel=channel, timestamp=ts)
    await client.reactions_remove(channel=channel, timestamp=ts, name="eyes")
    await client.chat_update(channel=channel, ts=ts, text="y")
    for each in (str(last["ts"]), ts):
        await client.chat_delete(channel=channel, ts=each)
    link = {"channel_id": channel, "title": "x", "type": "link", "link": "https://example.com"}
    mark = (await client.bookmarks_add(**link))["bookmark"]["id"]
    await client.bookmarks_edit(bookmark_id=mark, channel_id=channel, title="y")
    await client.bookmarks_list(channel_id=channel)
    await client.bookmarks_remove(bookmark_id=mark, channel_id=channel)


async def scheduled(client: AsyncWebClient, channel: str, at: int) -> None:
    waiting = await client.chat_scheduleMessage(channel=channel, text="x", post_at=at)
    await client.chat_scheduledMessages_list()
    number = waiting["scheduled_message_id"]
    await client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=number)


async def conversations(client: AsyncWebClient, cast: Cast) -> None:
    for private in (False, True):
        name = "new-group" if private else "new-channel"
        made = (await client.conversations_create(name=name, is_private=private))["channel"]["id"]
        await client.conversations_invite(channel=made, users=[cast.ana.id])
        await client.conversations_rename(channel=made, name=f"{name}-2")
        await client.conversations_setTopic(channel=made, topic="x")
        await client.conversations_setPurpose(channel=made, purpose="x")
        await client.conversations_info(channel=made)
        await client.conversations_members(channel=made)
        await client.conversations_kick(channel=made, user=cast.ana.id)
        await client.conversations_archive(channel=made)
        await client.conversations_leave(channel=made)
    await client.conversations_join(channel=cast.support.id)
    await client.conversations_list(types="public_channel,private_channel")
    await client.conversations_open(users=cast.ana.id)
    await client.conversations_open(users=cast.ana.id, return_im=True)
    await client.users_conversations(user=cast.ana.id)


async def people(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
    group = slack.workspace.add_usergroup("all", "All", [cast.ana])
    await client.usergroups_list(include_users=True)
    await client.usergroups_users_list(usergroup=group)
    await client.users_info(user=cast.ana.id)
    await client.users_list()
    await client.users_lookupByEmail(email=cast.ana.email)
    await client.users_profile_get(user=cast.ana.id)
    await client.users_getPresence(user=cast.ana.id)
    await client.dnd_info(user=cast.ana.id)
    await client.emoji_list()
    await client.team_info()
    await client.bots_info(bot=slack.app.bot_id)
    await client.auth_test()
    await client.api_test()
    await client.apps_connections_open(app_token=slack.app.app_token)


async def views(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
    def trigger() -> str:
        return slack.workspace.triggers.issue(slack.app, cast.ana.id)

    opened = (await client.views_open(trigger_id=trigger(), view=MODAL))["view"]["id"]
    await client.views_update(view_id=opened, view=MODAL)
    await client.views_push(trigger_id=trigger(), view=MODAL)
    await client.views_publish(user_id=cast.ana.id, view={"type": "home", "blocks": [ROW]})


async def a_file(client: AsyncWebClient, channel: str) -> None:
    sent = await client.files_upload_v2(channel=channel, filename="a.txt", content="abc")
    await client.files_info(file=sent["files"][0]["id"])


async def an_installation(slack: LocalSlack) -> None:
    asked = {"client_id": slack.app.client_id, "redirect_uri": "http://localhost/back", "scope": "chat:write"}
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{slack.base_url}/oauth/v2/authorize", params=asked) as page:
            code = (await page.text()).partition("code=")[2].partition("&")[0]
        secret = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
        await session.post(f"{slack.api_url}oauth.v2.access", data={**secret, "code": code})


async def test_every_answer_is_like_the_published_one(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    await messages_and_pins(client, cast, cast.support.id)
    await scheduled(client, cast.support.id, slack.workspace.seconds() + 3600)
    await conversations(client, cast)
    await people(slack, client, cast)
    await views(slack, client, cast)
    await a_file(client, cast.support.id)
    await an_installation(slack)
    assert [call.method for call in slack.calls.refused()] == []
    assert {call.method for call in slack.calls} == set(ANSWERS)
    found = departures((call.method, call.answer, ANSWERS[call.method]) for call in slack.calls)
    assert unexplained(found) == {}


def test_every_method_has_a_published_answer() -> None:
    """Besides blocks.validate, of which no sample is published."""
    assert {*METHODS, "oauth.v2.access"} - {"blocks.validate"} == set(ANSWERS)


async def test_every_refusal_is_like_the_published_one(slack: LocalSlack, client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {slack.app.bot_token}"}) as session:
        for scopes in (slack.app.scopes, set[str]()):
            slack.app.scopes = scopes
            for method in METHODS:
                body = {"error": "x"} if method == "api.test" else {"limit": "x"}
                async with session.post(f"{slack.api_url}{method}", json=body) as response:
                    assert response.status == 200
    refused = slack.calls.refused()
    assert {call.method for call in refused} >= set(METHODS) - {
        "auth.test", "emoji.list", "team.info", "usergroups.list"
    } - {"bots.info", "users.getPresence", "dnd.info", "users.profile.get"}  # fmt: skip
    assert unexplained(departures((f"{call.method} refused", call.answer, REFUSAL) for call in refused)) == {}


async def test_every_event_is_like_the_published_one(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, clock: AClock
) -> None:
    workspace = slack.workspace
    workspace.join(cast.bot, cast.board, inviter=cast.ana.id)
    await messages_and_pins(client, cast, cast.support.id)
    await conversations(client, cast)
    await views(slack, client, cast)
    await a_file(client, cast.support.id)
    await slack.open_home(cast.ana)
    slack.write(cast.ana, cast.support, "@bot hello")
    slack.write(cast.ana, workspace.direct(cast.bot.id, cast.ana.id), "hello")
    slack.write(cast.ana, workspace.direct(cast.bot.id, cast.ana.id, cast.ben.id), "hello")
    slack.write(cast.ana, cast.board, "hello")
    for channel in (cast.board, cast.support):
        workspace.rename(channel, f"{channel.name}-old")
        workspace.archive(channel, by=cast.ana)
        workspace.unarchive(channel, by=cast.ana)
    public = workspace.add_channel("short-lived", [cast.ana, cast.bot])
    for channel in (public, cast.board):
        workspace.delete_channel(channel, by=cast.ana)
    workspace.leave(cast.bot, cast.support, by=cast.ana)
    group = workspace.add_channel("second-group", [cast.ana, cast.bot], private=True)
    workspace.leave(cast.bot, group, by=cast.ana)
    slack.revoke()
    slack.app.fault = None
    slack.uninstall()
    await slack.settled()
    sent = [sent.payload for sent in slack.outgoing.sent]
    assert unexplained(departures(("envelope", payload, ENVELOPE) for payload in sent)) == {}
    named = [(_kind(payload["event"]), payload["event"]) for payload in sent]
    assert unexplained(departures((kind, event, EVENTS[kind]) for kind, event in named)) == {}
    assert {kind for kind, _ in named} == set(EVENTS)
    assert {event.partition(".")[0] for event in ALL_EVENTS} <= set(EVENTS)


def _kind(event: Body) -> str:
    return str(event["subtype"] if event.get("hidden") else event["type"])


async def test_every_interaction_is_like_the_published_one(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    sent: list[tuple[str, Body]] = []

    def note(name: str) -> None:
        sent.append((name, slack.outgoing.sent[-1].payload))

    await slack.command(cast.ana, cast.support, "/hello", "x")
    note("slash command")
    posted = await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[ROW])
    await client.chat_postMessage(
        channel=cast.support.id, text="x", blocks=[ROW], thread_ts=posted["ts"], reply_broadcast=True
    )
    for message in slack.messages(cast.support):
        await slack.press(cast.ana, message, "go")
        note("block_actions in a message")
        await slack.select(cast.ana, message, "pick", "a")
        note("block_actions in a message")
        await slack.suggest(cast.ana, message, "who", "x")
        note("block_suggestion")
        await slack.shortcut(cast.ana, "keep", message)
        note("message_action")
    await slack.shortcut(cast.ana, "note")
    note("shortcut")
    view = {**MODAL, "blocks": [NOTE, ROW, WHERE], "notify_on_close": True}
    for _ in range(2):
        trigger = slack.workspace.triggers.issue(slack.app, cast.ana.id)
        await client.views_open(trigger_id=trigger, view=view)
        modal = slack.modal(cast.ana)
        assert modal is not None
        await slack.press(cast.ana, modal, "go")
        note("block_actions in a view")
        await slack.suggest(cast.ana, modal, "who", "x")
        note("block_suggestion")
        await slack.submit(cast.ana, modal, {"note": "x", "where": cast.support.id})
        note("view_submission")
    await client.views_open(trigger_id=slack.workspace.triggers.issue(slack.app, cast.ana.id), view=view)
    modal = slack.modal(cast.ana)
    assert modal is not None
    await slack.close(cast.ana, modal)
    note("view_closed")
    assert {name for name, _ in sent} == set(INTERACTIONS)
    found = departures((name, payload, INTERACTIONS[name]) for name, payload in sent)
    assert unexplained(found) == {}


def test_every_deliberate_difference_has_its_reason() -> None:
    reasons = [*ANYWHERE.values(), *(reason for some in OF_ONE.values() for reason in some.values())]
    assert all(len(reason.split()) >= 5 for reason in reasons)
