"""Channels, their members and their history, as far as a bot may know of them."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast, the_error


async def test_private_channels_are_listed_only_for_members(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    types = "public_channel,private_channel"
    listed = (await client.conversations_list(types=types))["channels"]
    assert [channel["name"] for channel in listed] == ["support"]
    slack.workspace.join(cast.bot, cast.board)
    listed = (await client.conversations_list(types=types))["channels"]
    assert [(channel["name"], channel["is_private"]) for channel in listed] == [
        ("support", False),
        ("board", True),
    ]


async def test_a_list_comes_in_pages_and_without_archived_channels_on_demand(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    slack.workspace.archive(slack.workspace.add_channel("old"), by=cast.ana)
    slack.workspace.add_channel("random")
    first = await client.conversations_list(limit=2)
    assert [channel["name"] for channel in first["channels"]] == ["support", "old"]
    rest = await client.conversations_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [channel["name"] for channel in rest["channels"]] == ["random"]
    assert rest["response_metadata"]["next_cursor"] == ""
    living = await client.conversations_list(exclude_archived=True)
    assert [channel["name"] for channel in living["channels"]] == ["support", "random"]
    assert await the_error(client.conversations_list(cursor="x")) == "invalid_cursor"
    assert await the_error(client.conversations_list(types="club")) == "invalid_types"


async def test_a_shared_channel_says_so(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
    partner = slack.workspace.add_team("Partner", "partner")
    zoe = slack.workspace.add_person("zoe", team=partner)
    shared = slack.workspace.add_channel("with-partner", [cast.ana, zoe], shared_with=partner)
    channel = (await client.conversations_info(channel=shared.id, include_num_members=True))["channel"]
    assert (channel["is_ext_shared"], channel["num_members"]) == (True, 2)
    assert channel["shared_team_ids"] == [slack.workspace.team.id, partner.id]
    assert (await client.users_info(user=zoe.id))["user"]["is_stranger"] is True
    assert await the_error(client.users_lookupByEmail(email="zoe@example.com")) == "users_not_found"


async def test_reading_a_channel_needs_the_scope_of_its_kind(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    slack.workspace.join(cast.bot, cast.board)
    slack.app.grant(["channels:read"])
    assert (await client.conversations_members(channel=cast.support.id))["members"] == sorted(
        cast.support.members
    )
    assert await the_error(client.conversations_members(channel=cast.board.id)) == "missing_scope"
    assert await the_error(client.conversations_history(channel=cast.support.id)) == "missing_scope"


async def test_joining_makes_a_member_of_a_public_channel(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    public = slack.workspace.add_channel("random", [cast.ana])
    assert await the_error(client.conversations_history(channel=public.id)) == "not_in_channel"
    await client.conversations_join(channel=public.id)
    assert cast.bot.id in public.members
    again = await client.conversations_join(channel=public.id)
    assert again["warning"] == "already_in_channel"
    assert await the_error(client.conversations_join(channel=cast.board.id)) == "channel_not_found"


async def test_a_direct_conversation_is_opened_once(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    direct = (await client.conversations_open(users=cast.ana.id))["channel"]["id"]
    again = await client.conversations_open(users=[cast.ana.id], return_im=True)
    assert (again["channel"]["id"], again["channel"]["user"]) == (direct, cast.ana.id)
    group = (await client.conversations_open(users=f"{cast.ana.id},{cast.ben.id}"))["channel"]["id"]
    assert group != direct
    assert await the_error(client.conversations_open(users="U404")) == "user_not_found"
    assert await the_error(client.conversations_open(users=cast.bot.id)) == "cannot_dm_bot"


async def test_history_can_be_limited_in_time(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
    stamps = [slack.write(cast.ana, cast.support, text).ts for text in ("one", "two", "three")]
    channel = cast.support.id
    newest_first = (await client.conversations_history(channel=channel))["messages"]
    assert [message["text"] for message in newest_first] == ["three", "two", "one"]
    later = await client.conversations_history(channel=channel, oldest=stamps[0])
    assert [message["text"] for message in later["messages"]] == ["three", "two"]
    exactly = await client.conversations_history(
        channel=channel, latest=stamps[1], oldest=stamps[1], inclusive=True
    )
    assert [message["text"] for message in exactly["messages"]] == ["two"]
    part = await client.conversations_history(channel=channel, limit=2)
    assert (len(part["messages"]), part["has_more"]) == (2, True)
    assert await the_error(client.conversations_history(channel=channel, oldest="x")) == "invalid_ts_oldest"


async def test_replies_start_with_the_parent(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
    parent = slack.write(cast.ana, cast.support, "parent")
    reply = slack.write(cast.ben, cast.support, "reply", thread_ts=parent.ts)
    thread = (await client.conversations_replies(channel=cast.support.id, ts=parent.ts))["messages"]
    assert [message["text"] for message in thread] == ["parent", "reply"]
    from_reply = (await client.conversations_replies(channel=cast.support.id, ts=reply.ts))["messages"]
    assert from_reply == thread
    call = client.conversations_replies(channel=cast.support.id, ts="1.000001")
    assert await the_error(call) == "thread_not_found"


class TestPeople:
    async def test_an_address_is_shown_only_with_its_scope(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        profile = (await client.users_info(user=cast.ana.id))["user"]["profile"]
        assert profile["email"] == "ana@example.com"
        slack.app.scopes.discard("users:read.email")
        assert "email" not in (await client.users_info(user=cast.ana.id))["user"]["profile"]
        assert await the_error(client.users_lookupByEmail(email="ana@example.com")) == "missing_scope"

    async def test_people_are_found_by_address_without_regard_to_case(
        self, client: AsyncWebClient, cast: Cast
    ) -> None:
        found = await client.users_lookupByEmail(email="Ana@Example.com")
        assert (found["user"]["id"], found["user"]["is_admin"]) == (cast.ana.id, True)
        assert await the_error(client.users_lookupByEmail(email="x@example.com")) == "users_not_found"

    async def test_somebody_who_left_is_not_found_by_address(
        self, client: AsyncWebClient, cast: Cast
    ) -> None:
        cast.ben.deleted = True
        assert await the_error(client.users_lookupByEmail(email="ben@example.com")) == "users_not_found"
        assert (await client.users_info(user=cast.ben.id))["user"]["deleted"] is True

    async def test_everybody_is_listed(self, client: AsyncWebClient, cast: Cast) -> None:
        members = (await client.users_list())["members"]
        assert {member["id"] for member in members} == {cast.ana.id, cast.ben.id, cast.bot.id}
        assert await the_error(client.users_info(user="U404")) == "user_not_found"

    async def test_user_groups_are_listed_with_their_members_on_demand(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        group_id = slack.workspace.add_usergroup("leads", "Team leads", [cast.ana])
        [group] = (await client.usergroups_list())["usergroups"]
        assert (group["id"], group["handle"], "users" in group) == (group_id, "leads", False)
        [full] = (await client.usergroups_list(include_users=True))["usergroups"]
        assert full["users"] == [cast.ana.id]
        assert (await client.usergroups_users_list(usergroup=group_id))["users"] == [cast.ana.id]
