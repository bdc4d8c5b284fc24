"""Apps that make channels, invite people and clean up after themselves."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast, the_error


async def test_a_channel_is_made_filled_described_renamed_and_closed(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    made = str((await client.conversations_create(name="incident-7"))["channel"]["id"])
    await client.conversations_invite(channel=made, users=[cast.ana.id, cast.ben.id])
    assert slack.workspace.channels[made].members == {cast.ana.id, cast.ben.id, cast.bot.id}
    await client.conversations_setTopic(channel=made, topic="Printer on fire")
    renamed = (await client.conversations_rename(channel=made, name="incident-8"))["channel"]
    assert (renamed["name"], renamed["previous_names"]) == ("incident-8", ["incident-7"])
    assert renamed["topic"]["value"] == "Printer on fire"
    await client.conversations_kick(channel=made, user=cast.ben.id)
    await client.conversations_archive(channel=made)
    assert await the_error(client.conversations_archive(channel=made)) == "already_archived"
    assert await the_error(client.conversations_invite(channel=made, users=[cast.ben.id])) == "is_archived"
    await client.conversations_leave(channel=made)
    assert (await client.conversations_leave(channel=made))["not_in_channel"] is True


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("---", "invalid_name_punctuation"),
        ("Incident", "invalid_name_specials"),
        ("in cident", "invalid_name_specials"),
        ("support", "name_taken"),
    ],
)
async def test_a_bad_name_is_refused(client: AsyncWebClient, cast: Cast, name: str, error: str) -> None:
    assert await the_error(client.conversations_create(name=name)) == error


async def test_one_who_cannot_be_invited_stops_all_unless_forced(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    eve = slack.workspace.add_person("eve")
    users = [eve.id, cast.ana.id, "U404"]
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_invite(channel=cast.support.id, users=users)
    assert [each["error"] for each in refused.value.response["errors"]] == [
        "already_in_channel",
        "user_not_found",
    ]
    assert eve.id not in cast.support.members
    await client.conversations_invite(channel=cast.support.id, users=users, force=True)
    assert eve.id in cast.support.members


async def test_what_is_not_the_apps_to_manage_is_refused(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    support, random = cast.support.id, slack.workspace.add_channel("random", [cast.ana]).id
    general = slack.workspace.add_channel("general", [cast.ana, cast.bot]).id
    assert await the_error(client.conversations_rename(channel=support, name="x")) == "not_authorized"
    assert await the_error(client.conversations_setTopic(channel=random, topic="x")) == "not_in_channel"
    assert await the_error(client.conversations_setTopic(channel=support, topic="x" * 251)) == "too_long"
    assert await the_error(client.conversations_kick(channel=support, user=cast.bot.id)) == "cant_kick_self"
    assert await the_error(client.conversations_archive(channel=general)) == "cant_archive_general"
    assert await the_error(client.conversations_leave(channel=general)) == "cant_leave_general"
    slack.app.scopes.remove("channels:manage")
    assert await the_error(client.conversations_create(name="x")) == "missing_scope"
    direct = slack.workspace.direct(cast.bot.id, cast.ana.id).id
    error = await the_error(client.conversations_archive(channel=direct))
    assert error == "method_not_supported_for_channel_type"
