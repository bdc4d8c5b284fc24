"""Messages for later: when they may be, and that they come once."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import AClock, Cast, the_error

DAY = 24 * 3600


async def later(client: AsyncWebClient, slack: LocalSlack, cast: Cast, seconds: int, **more: Any) -> str:
    at = slack.workspace.seconds() + seconds
    answer = await client.chat_scheduleMessage(channel=cast.support.id, text="Later", post_at=at, **more)
    return str(answer["scheduled_message_id"])


async def test_a_message_comes_at_its_time_and_once(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, clock: AClock
) -> None:
    await later(client, slack, cast, 100)
    clock.move(99)
    assert slack.post_due() == 0
    clock.move(1)
    assert slack.post_due() == 1
    [posted] = slack.messages(cast.support)
    assert posted.text == "Later"
    assert float(posted.ts) == pytest.approx(clock().timestamp())
    assert slack.post_due() == 0
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_it_comes_by_itself_too(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, clock: AClock
) -> None:
    clock.move(10)
    await later(client, slack, cast, 1)
    clock.move(1)
    assert [message.text for message in await slack.wait_for_messages(cast.support)] == ["Later"]


async def test_it_can_be_taken_back_until_the_last_minute(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, clock: AClock
) -> None:
    first, second = await later(client, slack, cast, 100), await later(client, slack, cast, 200)
    listed = (await client.chat_scheduledMessages_list(channel=cast.support.id))["scheduled_messages"]
    assert [each["id"] for each in listed] == [first, second]
    clock.move(50)
    taken = client.chat_deleteScheduledMessage(channel=cast.support.id, scheduled_message_id=first)
    assert await the_error(taken) == "invalid_scheduled_message_id"
    await client.chat_deleteScheduledMessage(channel=cast.support.id, scheduled_message_id=second)
    listed = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [each["id"] for each in listed] == [first]


@pytest.mark.parametrize(("seconds", "error"), [(-1, "time_in_past"), (120 * DAY + 1, "time_too_far")])
async def test_a_moment_out_of_reach_is_refused(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, seconds: int, error: str
) -> None:
    assert await the_error(later(client, slack, cast, seconds)) == error


async def test_thirty_for_the_same_five_minutes_are_enough(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    for _ in range(30):
        await later(client, slack, cast, DAY)
    assert await the_error(later(client, slack, cast, DAY)) == "restricted_too_many"
    await later(client, slack, cast, DAY + 600)


async def test_with_metadata_it_is_taken_and_never_posted(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast, clock: AClock
) -> None:
    await later(client, slack, cast, 10, metadata={"event_type": "x", "event_payload": {}})
    clock.move(10)
    slack.post_due()
    assert slack.messages(cast.support) == []
