"""Where people go in the workspace, whom they meet there, and what they pin."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, places
from bot.playground.slack.channels import Kind
from tests.playground.conftest import Cast, a_bolt_app

Body = dict[str, Any]


async def test_who_joins_and_leaves_a_channel_is_told_in_it_and_the_app_hears_both(
    slack: LocalSlack, cast: Cast
) -> None:
    cara = slack.workspace.add_person("cara", "Cara Diaz")
    heard: list[Body] = []
    slack.app.events |= {"message.channels"}
    async with a_bolt_app(slack) as bolt:

        @bolt.event("message")
        async def note(event: Body) -> None:
            heard.append(event)

        @bolt.event("member_joined_channel")
        async def note_joined(event: Body) -> None:
            heard.append(event)

        @bolt.event("member_left_channel")
        async def note_left(event: Body) -> None:
            heard.append(event)

        places.join(slack.workspace, cara, cast.support)
        places.join(slack.workspace, cara, cast.support)
        places.leave(slack.workspace, cara, cast.support)
        await slack.settled()
    assert [message.text for message in slack.messages(cast.support)] == [
        f"<@{cara.id}> has joined the channel",
        f"<@{cara.id}> has left the channel",
    ]
    assert sorted(str(event.get("subtype", event["type"])) for event in heard) == [
        "channel_join",
        "channel_leave",
        "member_joined_channel",
        "member_left_channel",
    ]


async def test_nobody_enters_where_an_invitation_is_needed(slack: LocalSlack, cast: Cast) -> None:
    workspace = slack.workspace
    eve = workspace.add_person("eve", "Eve Park", team=workspace.add_team("Acme", "acme"))
    workspace.archive(old := workspace.add_channel("old"), cast.ana)
    for who, channel in ((cast.ben, cast.board), (eve, cast.support), (cast.ben, old)):
        with pytest.raises(LookupError):
            places.join(workspace, who, channel)
        assert who.id not in channel.members


async def test_nobody_leaves_general_or_a_direct_conversation_or_a_place_where_they_are_not(
    slack: LocalSlack, cast: Cast
) -> None:
    workspace = slack.workspace
    general = workspace.add_channel("general", [cast.ana])
    for channel in (general, places.meet(workspace, cast.ana, [cast.ben.id]), workspace.add_channel("far")):
        members = set(channel.members)
        with pytest.raises(LookupError):
            places.leave(workspace, cast.ana, channel)
        assert channel.members == members


async def test_people_meet_in_the_same_conversation_again(slack: LocalSlack, cast: Cast) -> None:
    workspace = slack.workspace
    cara = workspace.add_person("cara", "Cara Diaz")
    two = places.meet(workspace, cast.ana, [cast.ben.id])
    three = places.meet(workspace, cast.ana, [cast.ben.id, cara.id])
    assert (two.kind, three.kind, three.name) == (Kind.DIRECT, Kind.GROUP, "mpdm-ana--ben--cara-1")
    assert places.meet(workspace, cast.ben, [cast.ana.id]) is two
    assert places.meet(workspace, cara, [cast.ana.id, cast.ben.id]) is three
    assert places.meet(workspace, cast.ana, []).members == {cast.ana.id}


async def test_a_group_has_room_for_nine_and_strangers_cannot_be_met(slack: LocalSlack, cast: Cast) -> None:
    workspace = slack.workspace
    crowd = [workspace.add_person(f"p{number}").id for number in range(9)]
    assert len(places.meet(workspace, cast.ana, crowd[:8]).members) == 9
    acme = workspace.add_team("Acme", "acme")
    eve, una = workspace.add_person("eve", team=acme), workspace.add_person("una", team=acme)
    workspace.add_channel("shared", [cast.ana, eve], shared_with=acme)
    assert places.meet(workspace, eve, [cast.ana.id]).members == {eve.id, cast.ana.id}
    workspace.add_channel("with-the-app", [cast.bot, eve], shared_with=acme)
    una.deleted = True
    unknown = [(eve, [cast.ben.id]), (cast.ana, ["U0"]), (eve, [una.id]), (eve, [cast.bot.id])]
    for who, others in ((cast.ana, crowd), *unknown):
        with pytest.raises(LookupError):
            places.meet(workspace, who, others)


async def test_what_people_pin_the_app_sees_pinned(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    message = slack.write(cast.ana, cast.support, "Important")
    places.pin(slack.workspace, cast.ben, message)
    places.pin(slack.workspace, cast.ana, message)
    [item] = (await client.pins_list(channel=cast.support.id))["items"]
    assert (item["created_by"], item["message"]["text"]) == (cast.ben.id, "Important")
    places.unpin(slack.workspace, cast.ana, message)
    assert (await client.pins_list(channel=cast.support.id))["items"] == []


async def test_what_cannot_be_pinned_is_refused(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    channel = cast.support
    await client.chat_postEphemeral(channel=channel.id, user=cast.ana.id, text="Psst")
    [whispered] = slack.ephemeral(cast.ana, channel)
    elsewhere = slack.write(cast.ana, cast.board, "Here only")
    for who, message in ((cast.ana, whispered), (cast.ben, elsewhere)):
        with pytest.raises(LookupError):
            places.pin(slack.workspace, who, message)
    for number in range(100):
        places.pin(slack.workspace, cast.ana, slack.write(cast.ana, channel, str(number)))
    with pytest.raises(LookupError, match="No more than 100"):
        places.pin(slack.workspace, cast.ana, slack.write(cast.ana, channel, "one too many"))
