"""Posting, updating and deleting messages, and everything Slack refuses about them."""

import warnings
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import AClock, Cast, the_error

SECTION: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}
MARK = {"event_type": "alert", "event_payload": {"delivery_id": "D1"}}


class TestPosting:
    async def test_a_message_is_kept_with_complete_blocks(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
        blocks = [SECTION, {"type": "actions", "elements": [button]}]
        answer = await client.chat_postMessage(channel=cast.support.id, text="Hello", blocks=blocks)
        shown = answer["message"]
        assert (shown["user"], shown["bot_id"]) == (slack.app.bot_user_id, slack.app.bot_id)
        assert shown["blocks"][0]["block_id"]
        assert shown["blocks"][0]["text"]["verbatim"] is False
        assert shown["blocks"][1]["elements"][0]["action_id"]
        assert slack.messages(cast.support)[0].ts == answer["ts"]

    async def test_timestamps_grow_even_when_the_clock_stands_still(
        self, client: AsyncWebClient, cast: Cast
    ) -> None:
        stamps = [
            (await client.chat_postMessage(channel=cast.support.id, text=str(n)))["ts"] for n in range(5)
        ]
        assert stamps == sorted(set(stamps), key=float)

    async def test_a_channel_may_be_named_and_a_user_be_written_to_directly(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        assert (await client.chat_postMessage(channel="#support", text="x"))["channel"] == cast.support.id
        direct = (await client.chat_postMessage(channel=cast.ana.id, text="x"))["channel"]
        assert slack.workspace.channels[direct].members == {cast.ana.id, cast.bot.id}

    async def test_where_the_bot_may_not_post_it_is_told_why(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        slack.app.scopes.discard("chat:write.public")
        public = slack.workspace.add_channel("random", [cast.ana])
        old = slack.workspace.add_channel("old", [cast.ana, cast.bot])
        slack.workspace.archive(old, by=cast.ana)
        for channel, error in [
            ("C404", "channel_not_found"),
            (cast.board.id, "channel_not_found"),
            (public.id, "not_in_channel"),
            (old.id, "is_archived"),
        ]:
            assert await the_error(client.chat_postMessage(channel=channel, text="x")) == error

    async def test_a_public_channel_needs_no_membership_with_the_scope_for_it(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        public = slack.workspace.add_channel("random", [cast.ana])
        assert (await client.chat_postMessage(channel=public.id, text="x"))["ok"]

    async def test_a_message_without_content_is_refused(self, client: AsyncWebClient, cast: Cast) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert await the_error(client.chat_postMessage(channel=cast.support.id)) == "no_text"

    async def test_bad_blocks_are_refused_with_their_places(self, client: AsyncWebClient, cast: Cast) -> None:
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[{"type": "section"}])
        answer = refused.value.response
        assert answer["error"] == "invalid_blocks"
        assert answer["errors"] == ["must have at least one of text, fields [json-pointer:/blocks/0]"]
        assert answer["response_metadata"]["messages"] == [f"[ERROR] {answer['errors'][0]}"]

    async def test_blocks_that_are_no_json_are_refused(self, client: AsyncWebClient, cast: Cast) -> None:
        call = client.api_call(
            "chat.postMessage", params={"channel": cast.support.id, "text": "x", "blocks": "[{"}
        )
        assert await the_error(call) == "invalid_blocks_format"

    async def test_too_many_characters_in_blocks_have_their_own_error(
        self, client: AsyncWebClient, cast: Cast
    ) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5
        call = client.chat_postMessage(channel=cast.support.id, text="x", blocks=blocks)
        assert await the_error(call) == "msg_blocks_too_long"

    async def test_a_file_in_a_block_must_exist(self, client: AsyncWebClient, cast: Cast) -> None:
        image = {"type": "image", "slack_file": {"id": "F404"}, "alt_text": "x"}
        call = client.chat_postMessage(channel=cast.support.id, text="x", blocks=[image])
        assert await the_error(call) == "invalid_blocks"

    async def test_text_beyond_forty_thousand_characters_is_cut(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        await client.chat_postMessage(channel=cast.support.id, text="x" * 40_001)
        assert len(slack.messages(cast.support)[0].text) == 40_000

    async def test_markdown_text_stands_alone(self, client: AsyncWebClient, cast: Cast) -> None:
        channel = cast.support.id
        assert (await client.chat_postMessage(channel=channel, markdown_text="**x**"))["ok"]
        both = client.chat_postMessage(channel=channel, text="x", markdown_text="**x**")
        assert await the_error(both) == "markdown_text_conflict"

    async def test_another_name_needs_its_scope(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        answer = await client.chat_postMessage(channel=cast.support.id, text="x", username="Robot")
        assert answer["message"]["username"] == "Robot"
        slack.app.scopes.discard("chat:write.customize")
        call = client.chat_postMessage(channel=cast.support.id, text="x", username="Robot")
        assert await the_error(call) == "missing_scope"

    async def test_more_than_a_hundred_attachments_are_too_many(
        self, client: AsyncWebClient, cast: Cast
    ) -> None:
        call = client.chat_postMessage(channel=cast.support.id, text="x", attachments=[{"text": "a"}] * 101)
        assert await the_error(call) == "too_many_attachments"

    async def test_one_message_a_second_and_channel_after_a_short_burst(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast, clock: AClock
    ) -> None:
        slack.limits.burst = 2
        for _ in range(2):
            await client.chat_postMessage(channel=cast.support.id, text="x")
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=cast.support.id, text="x")
        answer = refused.value.response
        assert (answer.status_code, answer["error"]) == (429, "ratelimited")
        assert answer.headers["Retry-After"] == "1"
        await client.chat_postMessage(channel=cast.ana.id, text="another conversation")
        clock.move(1)
        await client.chat_postMessage(channel=cast.support.id, text="x")


class TestThreads:
    async def test_a_reply_stands_in_its_thread_and_is_counted_at_the_parent(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        parent = (await client.chat_postMessage(channel=cast.support.id, text="parent"))["ts"]
        reply = (await client.chat_postMessage(channel=cast.support.id, text="r", thread_ts=parent))["ts"]
        nested = await client.chat_postMessage(channel=cast.support.id, text="n", thread_ts=reply)
        assert nested["message"]["thread_ts"] == parent
        assert [message.text for message in slack.messages(cast.support)] == ["parent"]
        assert [message.text for message in slack.messages(cast.support, thread_ts=parent)] == ["r", "n"]
        [shown] = (await client.conversations_history(channel=cast.support.id))["messages"]
        assert (shown["reply_count"], shown["latest_reply"]) == (2, nested["ts"])

    async def test_a_broadcast_reply_stands_in_both(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        parent = (await client.chat_postMessage(channel=cast.support.id, text="parent"))["ts"]
        await client.chat_postMessage(
            channel=cast.support.id, text="r", thread_ts=parent, reply_broadcast=True
        )
        assert [message.text for message in slack.messages(cast.support)] == ["parent", "r"]

    async def test_a_thread_that_does_not_exist_takes_no_reply(
        self, client: AsyncWebClient, cast: Cast
    ) -> None:
        call = client.chat_postMessage(channel=cast.support.id, text="x", thread_ts="1.000001")
        assert await the_error(call) == "thread_not_found"


class TestUpdating:
    async def test_text_without_blocks_removes_the_blocks(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        ts = (await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[SECTION]))["ts"]
        await client.chat_update(channel=cast.support.id, ts=ts, text="new", blocks=[SECTION, SECTION])
        [message] = slack.messages(cast.support)
        assert (len(message.blocks), message.edited) == (2, None)
        await client.chat_update(channel=cast.support.id, ts=ts, text="newest")
        assert (message.text, message.blocks) == ("newest", [])
        assert message.edited is not None

    async def test_what_cannot_be_updated_is_refused(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        channel = cast.support.id
        theirs = slack.write(cast.ana, cast.support, "mine").ts
        ours = (await client.chat_postMessage(channel=channel, text="x"))["ts"]
        for args, error in [
            ({"ts": "1.000001", "text": "x"}, "message_not_found"),
            ({"ts": theirs, "text": "x"}, "cant_update_message"),
            ({"ts": ours, "text": "x" * 4001}, "msg_too_long"),
        ]:
            assert await the_error(client.chat_update(channel=channel, **args)) == error
        assert await the_error(client.chat_delete(channel=channel, ts=theirs)) == "cant_delete_message"

    async def test_a_deleted_message_is_gone(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        ts = (await client.chat_postMessage(channel=cast.support.id, text="x"))["ts"]
        await client.chat_delete(channel=cast.support.id, ts=ts)
        assert slack.messages(cast.support) == []
        assert await the_error(client.chat_delete(channel=cast.support.id, ts=ts)) == "message_not_found"


class TestMetadata:
    async def test_metadata_comes_back_only_when_asked_for(self, client: AsyncWebClient, cast: Cast) -> None:
        await client.chat_postMessage(channel=cast.support.id, text="x", metadata=MARK)
        [plain] = (await client.conversations_history(channel=cast.support.id))["messages"]
        assert "metadata" not in plain
        answer = await client.conversations_history(channel=cast.support.id, include_all_metadata=True)
        assert answer["messages"][0]["metadata"] == MARK

    async def test_an_update_keeps_metadata_unless_it_brings_some(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        ts = (await client.chat_postMessage(channel=cast.support.id, text="x", metadata=MARK))["ts"]
        [message] = slack.messages(cast.support)
        await client.chat_update(channel=cast.support.id, ts=ts, text="y")
        assert message.metadata == MARK
        await client.chat_update(channel=cast.support.id, ts=ts, text="y", metadata={})
        assert message.metadata is None

    @pytest.mark.parametrize(
        ("metadata", "error"),
        [
            ("[1]", "invalid_metadata_format"),
            ("{", "invalid_metadata_format"),
            ({"event_type": "x"}, "invalid_metadata_schema"),
            ({"event_type": "x", "event_payload": []}, "invalid_metadata_schema"),
            ({"event_type": "x", "event_payload": {"a": "b" * 9000}}, "metadata_too_large"),
        ],
    )
    async def test_bad_metadata_is_refused(
        self, client: AsyncWebClient, cast: Cast, metadata: Any, error: str
    ) -> None:
        args = {"channel": cast.support.id, "text": "x", "metadata": metadata}
        assert await the_error(client.api_call("chat.postMessage", json=args)) == error


class TestEphemeral:
    async def test_only_the_user_sees_it_and_no_history_holds_it(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        await client.chat_postEphemeral(channel=cast.support.id, user=cast.ana.id, text="psst")
        assert [message.text for message in slack.ephemeral(cast.ana, cast.support)] == ["psst"]
        assert slack.ephemeral(cast.ben, cast.support) == []
        assert (await client.conversations_history(channel=cast.support.id))["messages"] == []

    async def test_only_a_member_can_be_whispered_to(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        eve = slack.workspace.add_person("eve")
        call = client.chat_postEphemeral(channel=cast.support.id, user=eve.id, text="psst")
        assert await the_error(call) == "user_not_in_channel"


async def test_a_permalink_leads_to_the_message(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    ts = (await client.chat_postMessage(channel=cast.support.id, text="x"))["ts"]
    link = (await client.chat_getPermalink(channel=cast.support.id, message_ts=ts))["permalink"]
    assert link == f"{slack.base_url}/archives/{cast.support.id}/p{ts.replace('.', '')}"
    call = client.chat_getPermalink(channel=cast.support.id, message_ts="1.000001")
    assert await the_error(call) == "message_not_found"
