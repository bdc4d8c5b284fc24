"""The Events API: who hears of what, signed, and repeated until it is acknowledged."""

import hashlib
import hmac
import json

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import ALL_EVENTS, LocalSlack
from tests.playground.conftest import AClock, Cast, Listener, cast_of


async def test_an_event_is_signed_over_its_exact_body(
    slack: LocalSlack, cast: Cast, listener: Listener
) -> None:
    slack.write(cast.ana, cast.support, "hello")
    await slack.settled()
    [(headers, body)] = listener.requests
    base = f"v0:{headers['X-Slack-Request-Timestamp']}:".encode() + body
    digest = hmac.new(slack.app.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert headers["X-Slack-Signature"] == f"v0={digest}"
    payload = json.loads(body)
    assert payload["api_app_id"] == slack.app.id
    assert payload["authorizations"][0]["team_id"] == slack.workspace.team.id


async def test_what_people_write_is_heard_escaped_and_mentions_twice(
    slack: LocalSlack, cast: Cast, listener: Listener
) -> None:
    slack.write(cast.ana, cast.support, "@bot is a < b?")
    await slack.settled()
    message, mention = sorted(listener.events, key=lambda event: str(event["type"]), reverse=True)
    assert message["text"] == mention["text"] == f"<@{cast.bot.id}> is a &lt; b?"
    assert (message["channel_type"], message["user"]) == ("channel", cast.ana.id)
    assert mention["type"] == "app_mention"


async def test_only_members_hear_messages_and_only_subscribers(
    slack: LocalSlack, cast: Cast, listener: Listener
) -> None:
    slack.app.events = set(ALL_EVENTS) - {"channel_created"}
    slack.write(cast.ana, cast.board, "secret")
    slack.write(cast.ana, slack.workspace.add_channel("random", [cast.ana]), "elsewhere")
    slack.app.events = {"app_mention"}
    slack.write(cast.ana, cast.support, "no mention")
    await slack.settled()
    assert listener.requests == []


async def test_changes_of_messages_and_reactions_are_heard(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, listener: Listener
) -> None:
    ts = (await client.chat_postMessage(channel=cast.support.id, text="a"))["ts"]
    await client.chat_update(channel=cast.support.id, ts=ts, text="b")
    slack.react(cast.ana, slack.messages(cast.support)[0], "eyes")
    await client.chat_delete(channel=cast.support.id, ts=ts)
    await slack.settled()
    heard = {event.get("subtype", event["type"]): event for event in listener.events}
    changed = heard["message_changed"]
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("a", "b")
    assert heard["message_deleted"]["deleted_ts"] == ts
    assert heard["reaction_added"]["item"] == {"type": "message", "channel": cast.support.id, "ts": ts}


async def test_the_life_of_channels_is_heard(slack: LocalSlack, cast: Cast, listener: Listener) -> None:
    workspace = slack.workspace
    workspace.join(cast.ben, cast.board)
    workspace.join(cast.bot, cast.board, inviter=cast.ana.id)
    workspace.leave(cast.ben, cast.board)
    workspace.rename(cast.support, "help")
    workspace.archive(cast.support, by=cast.ana)
    workspace.unarchive(cast.support, by=cast.ana)
    workspace.archive(cast.board, by=cast.ana)
    workspace.delete_channel(cast.support, by=cast.ana)
    await slack.settled()
    assert sorted(listener.types()) == [
        "channel_archive",
        "channel_deleted",
        "channel_rename",
        "channel_unarchive",
        "group_archive",
        "member_joined_channel",
        "member_left_channel",
    ]
    joined = next(event for event in listener.events if event["type"] == "member_joined_channel")
    assert (joined["user"], joined["inviter"], joined["channel_type"]) == (cast.bot.id, cast.ana.id, "G")


async def test_an_event_is_repeated_three_times_with_the_same_id_and_a_reason(
    slack: LocalSlack, cast: Cast, listener: Listener
) -> None:
    listener.answers = [web.Response(status=500) for _ in range(9)]
    slack.write(cast.ana, cast.support, "hello")
    await slack.settled()
    retries = [
        (headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason"))
        for headers, _ in listener.requests
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({json.loads(body)["event_id"] for _, body in listener.requests}) == 1


async def test_an_acknowledged_repetition_is_the_last(
    slack: LocalSlack, cast: Cast, listener: Listener
) -> None:
    listener.answers = [web.Response(status=503)]
    slack.write(cast.ana, cast.support, "hello")
    await slack.settled()
    assert len(listener.requests) == 2


async def test_an_app_can_forbid_repetitions(slack: LocalSlack, cast: Cast, listener: Listener) -> None:
    listener.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    slack.write(cast.ana, cast.support, "hello")
    await slack.settled()
    assert len(listener.requests) == 1


async def test_revoking_and_uninstalling_are_heard(slack: LocalSlack, cast: Cast, listener: Listener) -> None:
    slack.revoke()
    await slack.settled()
    assert listener.events[0]["tokens"] == {"oauth": [], "bot": [slack.app.bot_user_id]}
    slack.app.fault = None
    slack.uninstall()
    await slack.settled()
    assert listener.types() == ["tokens_revoked", "app_uninstalled"]


async def test_opening_the_home_tab_tells_which_view_is_there(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, listener: Listener
) -> None:
    assert (await slack.open_home(cast.ana)).ok
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    published = (await client.views_publish(user_id=cast.ana.id, view=view))["view"]
    await slack.open_home(cast.ana)
    first, second = listener.events
    assert (first["user"], first["tab"], "view" in first) == (cast.ana.id, "home", False)
    assert second["view"]["id"] == published["id"]


async def test_the_home_tab_is_not_there_for_people_of_another_workspace(
    slack: LocalSlack, cast: Cast, listener: Listener
) -> None:
    acme = slack.workspace.add_team("Acme", "acme")
    eve = slack.workspace.add_person("eve", team=acme)
    slack.workspace.add_channel("shared", [eve, cast.bot], shared_with=acme)
    with pytest.raises(LookupError, match="another workspace"):
        await slack.open_home(eve)
    await slack.settled()
    assert "app_home_opened" not in listener.types()


async def test_a_signature_carries_the_real_time_though_slack_lives_in_another(
    slack: LocalSlack, cast: Cast, listener: Listener, clock: AClock
) -> None:
    slack.write(cast.ana, cast.support, "hello")
    await slack.settled()
    [(headers, _)] = listener.requests
    assert abs(int(headers["X-Slack-Request-Timestamp"]) - clock().timestamp()) > 1000


def test_a_workspace_can_be_set_up_before_anything_runs() -> None:
    slack = LocalSlack(request_url="http://127.0.0.1:9/slack/events", events=ALL_EVENTS)
    cast = cast_of(slack)
    slack.workspace.join(cast.bot, cast.board)
    slack.write(cast.ana, cast.board, "hello")
    assert not slack.outgoing.sent


async def test_without_its_scope_an_event_reaches_nobody(
    slack: LocalSlack, cast: Cast, listener: Listener
) -> None:
    slack.app.scopes -= {"channels:history", "reactions:read"}
    message = slack.write(cast.ana, cast.support, "@bot hello")
    slack.react(cast.ana, message, "eyes")
    slack.app.scopes -= {"app_mentions:read"}
    slack.write(cast.ana, cast.support, "@bot again")
    await slack.settled()
    assert listener.types() == ["app_mention"]


async def test_an_app_hears_that_it_was_removed_from_a_channel(
    slack: LocalSlack, cast: Cast, listener: Listener
) -> None:
    group = slack.workspace.add_channel("group", [cast.ana, cast.bot], private=True)
    slack.workspace.leave(cast.bot, group, by=cast.ana)
    await slack.settled()
    left = [event for event in listener.events if event["type"] == "group_left"]
    assert [event["actor_id"] for event in left] == [cast.ana.id]


async def test_a_mention_is_an_element_of_its_own_as_the_composer_makes_it(
    slack: LocalSlack, cast: Cast
) -> None:
    message = slack.write(cast.ana, cast.support, "Ask @ben in #support, @nobody!")
    [section] = message.blocks[0]["elements"]
    assert section["elements"] == [
        {"type": "text", "text": "Ask "},
        {"type": "user", "user_id": cast.ben.id},
        {"type": "text", "text": " in "},
        {"type": "channel", "channel_id": cast.support.id},
        {"type": "text", "text": ", @nobody!"},
    ]
    assert message.text == f"Ask <@{cast.ben.id}> in <#{cast.support.id}|>, @nobody!"


async def test_an_address_is_a_link_without_the_full_stop_behind_it(slack: LocalSlack, cast: Cast) -> None:
    message = slack.write(cast.ana, cast.support, "See https://example.com/a?b=1&c=2.")
    [section] = message.blocks[0]["elements"]
    assert section["elements"][1] == {"type": "link", "url": "https://example.com/a?b=1&c=2"}
    assert message.text == "See <https://example.com/a?b=1&amp;c=2>."
