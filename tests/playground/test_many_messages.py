"""A busy channel: pages stay in their places, and nothing gets slower with what was said before."""

import time
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from bot.playground.slack.messages import EPHEMERAL_KEPT
from tests.playground.conftest import AClock, Cast, the_error

MANY = 10_000


async def test_the_ten_thousandth_message_is_no_slower_than_the_first(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    def a_batch() -> float:
        """Twenty messages; the quickest of five, for what else the machine does shall not count."""
        took = []
        for _ in range(5):
            began = time.perf_counter()
            for number in range(20):
                slack.write(cast.ana, cast.support, f"message {number}")
            took.append(time.perf_counter() - began)
        return min(took)

    at_first = a_batch()
    for number in range(MANY):
        slack.write(cast.ana, cast.support, f"message {number}")
    assert a_batch() < 20 * at_first
    oldest = slack.messages(cast.support)[50].ts
    began = time.perf_counter()
    answer = await client.conversations_history(channel=cast.support.id, latest=oldest, limit=50)
    assert len(answer["messages"]) == 50
    assert time.perf_counter() - began < 2.0


async def test_pages_of_history_hold_each_message_once_while_more_are_posted(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    for number in range(10):
        slack.write(cast.ana, cast.support, f"{number}")
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        part = await client.conversations_history(channel=cast.support.id, limit=3, **cursor)
        seen += [message["text"] for message in part["messages"]]
        slack.write(cast.ana, cast.support, "meanwhile")
        if not part["has_more"]:
            break
        cursor = {"cursor": part["response_metadata"]["next_cursor"]}
    assert seen == [f"{number}" for number in range(9, -1, -1)]
    bad = client.conversations_history(channel=cast.support.id, cursor="next:3")
    assert await the_error(bad) == "invalid_cursor"


async def test_pages_of_a_thread_go_on_where_they_ended(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    parent = slack.write(cast.ana, cast.support, "parent")
    for number in range(4):
        slack.write(cast.ben, cast.support, f"{number}", thread_ts=parent.ts)
    first = await client.conversations_replies(channel=cast.support.id, ts=parent.ts, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_replies(channel=cast.support.id, ts=parent.ts, cursor=cursor)
    texts = [message["text"] for part in (first, second) for message in part["messages"]]
    assert texts == ["parent", "0", "1", "2", "3"]


async def test_old_whispers_are_forgotten(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, clock: AClock
) -> None:
    slack.limits.burst = None
    for number in range(EPHEMERAL_KEPT + 5):
        await client.chat_postEphemeral(channel=cast.support.id, user=cast.ana.id, text=f"{number}")
    kept = slack.ephemeral(cast.ana, cast.support)
    assert (len(kept), kept[0].text) == (EPHEMERAL_KEPT, "5")
    assert slack.workspace.messages.find_any(cast.support.id, kept[-1].ts) is kept[-1]


async def test_everybody_has_a_picture(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
    user = (await client.users_info(user=cast.ana.id))["user"]
    async with aiohttp.ClientSession() as session, session.get(user["profile"]["image_48"]) as response:
        assert (response.status, response.content_type) == (200, "image/png")
        assert (await response.read()).startswith(b"\x89PNG")
