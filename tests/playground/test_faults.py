"""Failing on demand, in the ways in which Slack and the network fail."""

from datetime import timedelta
from time import monotonic

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Failing, Fault, LocalSlack
from tests.playground.conftest import AClock, Cast, the_error


async def test_an_answer_lost_after_the_deed_leaves_the_message_standing(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    slack.faults.drop_after("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=cast.support.id, text="once")
    assert len(slack.calls.of("chat.postMessage")) == 1
    await client.chat_postMessage(channel=cast.support.id, text="twice")
    assert [message.text for message in slack.messages(cast.support)] == ["once", "twice"]


async def test_a_call_lost_on_its_way_does_nothing(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    slack.faults.drop_before("chat.postMessage", times=2)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel=cast.support.id, text="x")
    assert slack.messages(cast.support) == []
    assert (await client.chat_postMessage(channel=cast.support.id, text="x"))["ok"]


async def test_an_http_error_does_nothing_and_hits_only_its_method(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    slack.faults.status("chat.postMessage", 503, times=1)
    assert (await client.auth_test())["ok"]
    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=cast.support.id, text="x")
    assert failed.value.response.status_code == 503
    assert slack.messages(cast.support) == []


async def test_a_rate_limit_says_when_to_come_back(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.faults.rate_limit("auth.test", retry_after=30)
    with pytest.raises(SlackApiError) as limited:
        await client.auth_test()
    answer = limited.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "30")


async def test_a_refusal_names_the_wanted_error(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    slack.faults.refuse("chat.postMessage", "restricted_action")
    call = client.chat_postMessage(channel=cast.support.id, text="x")
    assert await the_error(call) == "restricted_action"


async def test_a_slow_call_succeeds_late(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.faults.slow("auth.test", seconds=0.2)
    started = monotonic()
    assert (await client.auth_test())["ok"]
    assert monotonic() - started >= 0.2


async def test_slack_can_be_down_for_a_while(
    slack: LocalSlack, client: AsyncWebClient, clock: AClock
) -> None:
    slack.faults.down_until(clock() + timedelta(minutes=1))
    for _ in range(2):
        with pytest.raises(SlackApiError):
            await client.auth_test()
    clock.move(60)
    assert (await client.auth_test())["ok"]


async def test_a_fault_may_wait_for_certain_arguments(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    fault = Fault(Failing.REFUSE, "chat.postMessage", value="internal_error", when=lambda a: a["text"] == "b")
    slack.faults.add(fault)
    assert (await client.chat_postMessage(channel=cast.support.id, text="a"))["ok"]
    call = client.chat_postMessage(channel=cast.support.id, text="b")
    assert await the_error(call) == "internal_error"


async def test_cleared_faults_are_gone(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.faults.status(times=None)
    assert slack.faults.as_json()[0]["failing"] == "status"
    slack.faults.clear()
    assert (await client.auth_test())["ok"]


async def test_tiers_limit_calls_per_minute_when_wanted(
    slack: LocalSlack, client: AsyncWebClient, clock: AClock
) -> None:
    slack.limits.tiers = True
    for _ in range(20):
        await client.users_list()
    assert await the_error(client.users_list()) == "ratelimited"
    clock.move(3)
    assert (await client.users_list())["ok"]
