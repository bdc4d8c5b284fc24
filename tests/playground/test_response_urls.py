"""Answers to an interaction by its response URL: five of them, for half an hour."""

from typing import Any

import aiohttp
import pytest

from bot.playground.slack import LocalSlack, Message
from tests.playground.conftest import AClock, Cast


async def the_answer(url: str, body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


@pytest.fixture
def url(slack: LocalSlack, cast: Cast) -> str:
    key = slack.workspace.response_urls.issue(slack.app, cast.support.id, cast.ana.id)
    return f"{slack.base_url}/commands/{slack.workspace.team.id}/{key}"


def test_a_response_url_is_one_of_a_kind(slack: LocalSlack, cast: Cast) -> None:
    issue = slack.workspace.response_urls.issue
    assert issue(slack.app, "C1", cast.ana.id) != issue(slack.app, "C1", cast.ana.id)


async def test_an_answer_is_ephemeral_unless_it_says_otherwise(
    slack: LocalSlack, cast: Cast, url: str
) -> None:
    assert await the_answer(url, {"text": "psst"}) == (200, "ok")
    assert await the_answer(url, {"text": "all", "response_type": "in_channel"}) == (200, "ok")
    assert [message.text for message in slack.ephemeral(cast.ana, cast.support)] == ["psst"]
    assert [message.text for message in slack.messages(cast.support)] == ["all"]


async def test_it_can_be_used_five_times(slack: LocalSlack, cast: Cast, url: str) -> None:
    for _ in range(5):
        assert (await the_answer(url, {"text": "x"}))[0] == 200
    status, body = await the_answer(url, {"text": "x"})
    assert (status, "used_url" in body) == (404, True)
    assert len(slack.ephemeral(cast.ana, cast.support)) == 5


async def test_it_lives_for_half_an_hour(url: str, clock: AClock) -> None:
    clock.move(1800)
    assert (await the_answer(url, {"text": "x"}))[0] == 200
    clock.move(1)
    status, body = await the_answer(url, {"text": "x"})
    assert (status, "expired_url" in body) == (404, True)


async def test_an_unknown_one_leads_nowhere(slack: LocalSlack) -> None:
    assert (await the_answer(f"{slack.base_url}/actions/T1/unknown", {"text": "x"}))[0] == 404


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ([], "invalid_payload"),
        ({"text": "x", "blocks": [{"type": "alert"}]}, "invalid_blocks"),
        ({"attachments": [{"blocks": [{"type": "alert"}]}]}, "invalid_blocks"),
    ],
)
async def test_what_makes_no_message_is_refused(url: str, body: Any, error: str) -> None:
    status, text = await the_answer(url, body)
    assert (status, error in text) == (400, True)


async def test_a_message_pressed_can_be_replaced_and_deleted(slack: LocalSlack, cast: Cast) -> None:
    message = slack.workspace.post(
        Message(
            channel=cast.support.id,
            ts="1.000001",
            user=cast.bot.id,
            text="before",
            team=slack.workspace.team.id,
            app_id=slack.app.id,
        )
    )
    issue = slack.workspace.response_urls.issue
    key = issue(slack.app, cast.support.id, cast.ana.id, message_ts=message.ts)
    url = f"{slack.base_url}/actions/{slack.workspace.team.id}/{key}"
    await the_answer(url, {"replace_original": True, "text": "after"})
    assert [each.text for each in slack.messages(cast.support)] == ["after"]
    await the_answer(url, {"delete_original": True})
    assert slack.messages(cast.support) == []
