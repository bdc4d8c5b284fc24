"""The keys and types of what we send and answer, against skeletons taken from Slack's published samples.

The skeletons restate the samples in slackapi/java-slack-sdk (json-logs) and the bodies in the scenario tests
of slackapi/bolt-python. ``?`` marks a key that is not in every payload of its kind.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import ALL_EVENTS, LocalSlack, Message, View
from tests.playground.conftest import Cast, an_app

Skeleton = dict[str, Any]

NOTHING = type(None)
TEXT = {"type": str, "text": str, "emoji?": bool}
ACTOR = {"id": str, "username": str, "name": str, "team_id": str}
TEAM = {"id": str, "domain": str, "enterprise_id?": str, "enterprise_name?": str}
INTERACTION: Skeleton = {
    "type": str,
    "team": TEAM,
    "enterprise": NOTHING,
    "is_enterprise_install": bool,
    "user": ACTOR,
    "api_app_id": str,
    "token": str,
}
VIEW: Skeleton = {
    "id": str,
    "team_id": str,
    "type": str,
    "blocks": list,
    "private_metadata": str,
    "callback_id": str,
    "state": {"values": dict},
    "hash": str,
    "title": TEXT,
    "clear_on_close": bool,
    "notify_on_close": bool,
    "close": (dict, NOTHING),
    "submit": (dict, NOTHING),
    "previous_view_id": (str, NOTHING),
    "root_view_id": str,
    "app_id": str,
    "external_id": str,
    "app_installed_team_id": str,
    "bot_id": str,
}
PROFILE: Skeleton = {
    "id": str,
    "deleted": bool,
    "name": str,
    "updated": int,
    "app_id": str,
    "icons": {"image_36": str, "image_48": str, "image_72": str},
    "team_id": str,
}
MESSAGE: Skeleton = {
    "type": str,
    "ts": str,
    "user": str,
    "text": str,
    "team": str,
    "app_id?": str,
    "bot_id?": str,
    "bot_profile?": PROFILE,
    "blocks?": list,
    "thread_ts?": str,
    "parent_user_id?": str,
    "metadata?": {"event_type": str, "event_payload": dict},
}
ACTION: Skeleton = {
    "type": str,
    "block_id": str,
    "action_id": str,
    "action_ts": str,
    "text?": TEXT,
    "value?": str,
    "selected_option?": {"text": TEXT, "value": str},
}
IN_MESSAGE: Skeleton = {
    **INTERACTION,
    "container": {
        "type": str,
        "message_ts": str,
        "channel_id": str,
        "is_ephemeral": bool,
        "thread_ts?": str,
    },
    "trigger_id": str,
    "channel": {"id": str, "name": str},
    "message": MESSAGE,
    "state": {"values": dict},
    "response_url": str,
    "actions": [ACTION],
}
IN_VIEW: Skeleton = {**INTERACTION, "container": {"type": str, "view_id": str}, "view": VIEW}
SUGGESTION: Skeleton = {**IN_VIEW, "action_id": str, "block_id": str, "value": str}
SUBMISSION: Skeleton = {**INTERACTION, "trigger_id": str, "view": VIEW, "response_urls": list}
CLOSED: Skeleton = {**INTERACTION, "view": VIEW, "is_cleared": bool}
COMMAND: Skeleton = dict.fromkeys(
    "token team_id team_domain channel_id channel_name user_id user_name command text api_app_id "
    "is_enterprise_install response_url trigger_id".split(),
    str,
)
ENVELOPE: Skeleton = {
    "token": str,
    "team_id": str,
    "context_team_id": str,
    "context_enterprise_id": NOTHING,
    "api_app_id": str,
    "event": dict,
    "type": str,
    "event_id": str,
    "event_time": int,
    "authorizations": [
        {
            "enterprise_id": NOTHING,
            "team_id": str,
            "user_id": str,
            "is_bot": bool,
            "is_enterprise_install": bool,
        }
    ],
    "is_ext_shared_channel": bool,
    "event_context": str,
}
EVENTS: dict[str, Skeleton] = {
    "app_home_opened": {
        "type": str,
        "user": str,
        "channel": str,
        "tab": str,
        "event_ts": str,
        "view?": {**VIEW, "title": dict},
    },
    "app_mention": {**MESSAGE, "channel": str, "event_ts": str},
    "message": {**MESSAGE, "channel": str, "channel_type": str, "event_ts": str},
    "message_changed": {
        "type": str,
        "subtype": str,
        "channel": str,
        "hidden": bool,
        "message": {**MESSAGE, "edited?": {"user": str, "ts": str}},
        "previous_message": MESSAGE,
        "ts": str,
        "event_ts": str,
        "channel_type": str,
    },
    "message_deleted": {
        "type": str,
        "subtype": str,
        "channel": str,
        "hidden": bool,
        "deleted_ts": str,
        "previous_message": {**MESSAGE, "edited?": dict, "reactions?": list},
        "ts": str,
        "event_ts": str,
        "channel_type": str,
    },
    "member_joined_channel": {
        "type": str,
        "user": str,
        "channel": str,
        "channel_type": str,
        "team": str,
        "event_ts": str,
        "inviter?": str,
    },
    "channel_archive": {"type": str, "channel": str, "user": str, "event_ts": str},
    "reaction_added": {
        "type": str,
        "user": str,
        "reaction": str,
        "item_user": str,
        "item": {"type": str, "channel": str, "ts": str},
        "event_ts": str,
    },
}
ANSWERS: dict[str, Skeleton] = {
    "auth.test": {
        "ok": bool,
        "url": str,
        "team": str,
        "user": str,
        "team_id": str,
        "user_id": str,
        "bot_id": str,
        "is_enterprise_install": bool,
    },
    "chat.postMessage": {"ok": bool, "channel": str, "ts": str, "message": MESSAGE},
    "chat.update": {
        "ok": bool,
        "channel": str,
        "ts": str,
        "text": str,
        "message": {**MESSAGE, "edited?": {"user": str, "ts": str}},
    },
    "chat.postEphemeral": {"ok": bool, "message_ts": str},
    "chat.getPermalink": {"ok": bool, "channel": str, "permalink": str},
    "views.publish": {"ok": bool, "view": VIEW},
    "conversations.history": {
        "ok": bool,
        "messages": list,
        "has_more": bool,
        "response_metadata": {"next_cursor": str},
    },
    "conversations.open": {"ok": bool, "channel": {"id": str}},
    "users.list": {"ok": bool, "members": list, "cache_ts": int, "response_metadata": {"next_cursor": str}},
    "files.getUploadURLExternal": {"ok": bool, "upload_url": str, "file_id": str},
}


def differences(value: Any, skeleton: Any, at: str = "") -> list[str]:
    """Where a value has a key too many, a key too few or another type than the skeleton."""
    if isinstance(skeleton, list):
        return [each for n, item in enumerate(value) for each in differences(item, skeleton[0], f"{at}/{n}")]
    if not isinstance(skeleton, dict):
        return [] if isinstance(value, skeleton) else [f"{at}: {type(value).__name__} for {skeleton}"]
    if not isinstance(value, dict):
        return [f"{at}: not an object"]
    known = {key.rstrip("?"): inner for key, inner in skeleton.items()}
    found = [f"{at}/{key}: unknown" for key in value if key not in known]
    found += [f"{at}/{key}: missing" for key in skeleton if not key.endswith("?") and key not in value]
    for key, inner in known.items():
        if key in value:
            found += differences(value[key], inner, f"{at}/{key}")
    return found


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


WHO = {"type": "external_select", "action_id": "who", "min_query_length": 0}
PICK = {"type": "static_select", "action_id": "pick", "options": [{"text": plain("A"), "value": "a"}]}
GO = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}
ROW = {"type": "actions", "block_id": "row", "elements": [GO, PICK, WHO]}
NOTE = {
    "type": "input",
    "label": plain("x"),
    "element": {"type": "plain_text_input", "action_id": "note"},
}


@pytest.fixture
async def app(slack: LocalSlack) -> AsyncIterator[None]:
    async def handle(request: web.Request) -> web.Response:
        return web.json_response({"options": []})

    async with an_app(handle) as url:
        slack.app.events = set(ALL_EVENTS)
        slack.app.request_url = url
        yield


@pytest.fixture
async def message(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> Message:
    await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[ROW])
    return slack.messages(cast.support)[0]


@pytest.fixture
async def modal(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> View:
    view = {"type": "modal", "title": plain("x"), "submit": plain("x"), "blocks": [NOTE, ROW]}
    trigger = slack.workspace.triggers.issue(slack.app, cast.ana.id)
    await client.views_open(trigger_id=trigger, view={**view, "notify_on_close": True})
    shown = slack.modal(cast.ana)
    assert shown is not None
    return shown


def the_last(slack: LocalSlack) -> dict[str, Any]:
    return slack.outgoing.sent[-1].payload


@pytest.mark.usefixtures("app")
class TestRequests:
    async def test_a_command_is_a_form_of_strings(self, slack: LocalSlack, cast: Cast) -> None:
        await slack.command(cast.ana, cast.support, "/hello", "x")
        assert differences(the_last(slack), COMMAND) == []

    async def test_a_press_and_a_choice_in_a_message(
        self, slack: LocalSlack, cast: Cast, message: Message
    ) -> None:
        await slack.press(cast.ana, message, "go")
        assert differences(the_last(slack), IN_MESSAGE) == []
        await slack.select(cast.ana, message, "pick", "a")
        assert differences(the_last(slack), IN_MESSAGE) == []

    async def test_a_press_in_a_modal(self, slack: LocalSlack, cast: Cast, modal: View) -> None:
        await slack.press(cast.ana, modal, "go")
        assert differences(the_last(slack), {**IN_VIEW, "trigger_id": str, "actions": [ACTION]}) == []

    async def test_options_in_a_modal(self, slack: LocalSlack, cast: Cast, modal: View) -> None:
        await slack.suggest(cast.ana, modal, "who", "x")
        assert differences(the_last(slack), SUGGESTION) == []

    async def test_a_modal_sent_and_closed(self, slack: LocalSlack, cast: Cast, modal: View) -> None:
        await slack.submit(cast.ana, modal, {"note": "x"})
        assert differences(the_last(slack), SUBMISSION) == []
        slack.workspace.views.open(slack.app, cast.ana.id, modal.given)
        shown = slack.modal(cast.ana)
        assert shown is not None
        await slack.close(cast.ana, shown)
        assert differences(the_last(slack), CLOSED) == []

    async def test_every_kind_of_event(self, slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
        view = {"type": "home", "blocks": [ROW]}
        await client.views_publish(user_id=cast.ana.id, view=view)
        await slack.open_home(cast.ana)
        slack.write(cast.ana, cast.support, "@bot hello")
        ts = (await client.chat_postMessage(channel=cast.support.id, text="x"))["ts"]
        await client.chat_update(channel=cast.support.id, ts=ts, text="y")
        slack.react(cast.ana, slack.messages(cast.support)[-1], "eyes")
        await client.chat_delete(channel=cast.support.id, ts=ts)
        slack.workspace.join(slack.workspace.add_person("eve"), cast.support)
        slack.workspace.archive(cast.support, by=cast.ana)
        await slack.settled()
        seen = set()
        for sent in slack.outgoing.sent:
            assert differences(sent.payload, ENVELOPE) == []
            event = sent.payload["event"]
            kind = event.get("subtype", event["type"])
            assert differences(event, EVENTS[kind]) == [], kind
            seen.add(kind)
        assert seen == set(EVENTS)


async def test_answers_of_the_web_api(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
    channel = cast.support.id
    mark = {"event_type": "x", "event_payload": {}}
    posted = await client.chat_postMessage(channel=channel, text="x", blocks=[ROW], metadata=mark)
    answers = {
        "chat.postMessage": posted,
        "chat.update": await client.chat_update(channel=channel, ts=str(posted["ts"]), text="y"),
        "chat.postEphemeral": await client.chat_postEphemeral(channel=channel, user=cast.ana.id, text="x"),
        "chat.getPermalink": await client.chat_getPermalink(channel=channel, message_ts=str(posted["ts"])),
        "auth.test": await client.auth_test(),
        "views.publish": await client.views_publish(
            user_id=cast.ana.id, view={"type": "home", "blocks": [ROW]}
        ),
        "conversations.history": await client.conversations_history(channel=channel),
        "conversations.open": await client.conversations_open(users=cast.ana.id),
        "users.list": await client.users_list(),
        "files.getUploadURLExternal": await client.files_getUploadURLExternal(filename="a", length=1),
    }
    assert set(answers) == set(ANSWERS)
    for method, answer in answers.items():
        assert differences(answer.data, ANSWERS[method]) == [], method


def test_a_difference_is_told_by_its_place() -> None:
    assert differences({"a": 1, "c": 2}, {"a": str, "b": int, "d?": int}) == [
        "/c: unknown",
        "/b: missing",
        "/a: int for <class 'str'>",
    ]
