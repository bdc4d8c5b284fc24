"""Answering one person when Slack does not play along."""

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.errors import DeliveryFailed
from bot.slack.answers import reply, tell
from bot.slack.bindings import Workspace
from bot.slack.blocks import notices
from bot.slack.client import web_client
from bot.slack.incoming import Incoming, read
from tests.slack.stub import Stub, hangs_up, says, shouts

OURS = Workspace("01WORKSPACE", "T1", "E1", "xoxb-1", "UBOT", "UTC")


@pytest.fixture
def asked(slack: Stub, session: aiohttp.ClientSession) -> Incoming:
    client = web_client("xoxb-1", session=session, base_url=slack.url)
    body = {"user_id": "U1", "channel_id": "C1", "response_url": f"{slack.url}respond", "team_id": "T1"}
    return read(body, OURS, client)


async def test_an_answer_goes_to_one_person_and_leaves_the_message_alone(
    slack: Stub, asked: Incoming
) -> None:
    slack.answer("respond", shouts("ok", content_type="text/plain"))
    await reply(asked, notices.help_text())
    [sent] = slack.asked("respond")
    assert (sent["response_type"], sent["replace_original"]) == ("ephemeral", False)


async def test_an_answer_whose_looks_are_refused_is_given_plainly(
    slack: Stub, asked: Incoming, logged: list[MutableMapping[str, Any]]
) -> None:
    refused = says({"ok": False, "error": "invalid_blocks"}, 500)
    slack.answer("respond", refused, says({"ok": True}))
    await reply(asked, notices.help_text())
    assert "blocks" not in slack.asked("respond")[1]
    assert [event["event"] for event in logged] == ["message.simplified"]


@pytest.mark.parametrize(
    "answer",
    [says({"ok": False, "error": "expired_url"}, 404), says({"ok": False, "error": "used_url"}), hangs_up],
    ids=["expired", "used up", "hung up"],
)
async def test_an_answer_that_does_not_arrive_is_a_delivery_failed(
    slack: Stub, asked: Incoming, answer: Any
) -> None:
    slack.answer("respond", answer)
    with pytest.raises(DeliveryFailed):
        await reply(asked, notices.help_text())


async def test_without_a_response_url_the_answer_is_whispered_in_the_channel(
    slack: Stub, asked: Incoming
) -> None:
    slack.answer("chat.postEphemeral", {"ok": True})
    await tell(replace(asked, response_url=""), "Not today.")
    [sent] = slack.asked("chat.postEphemeral")
    assert (sent["channel"], sent["user"], sent["text"]) == ("C1", "U1", "Not today.")


async def test_in_app_home_the_answer_is_a_modal(slack: Stub, asked: Incoming) -> None:
    slack.answer("views.open", {"ok": True, "view": {"id": "V1"}})
    await tell(replace(asked, response_url="", trigger_id="1.2"), "Not today.")
    assert slack.asked("views.open")[0]["trigger_id"] == "1.2"


@pytest.mark.parametrize(
    ("body", "outside"),
    [
        ({"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}}, False),
        ({"user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T1"}}, True),
        ({"user": {"id": "U1", "team_id": "T2"}, "enterprise": {"id": "E1"}}, False),
        ({"user": {"id": "U1", "team_id": "T2"}, "enterprise": {"id": "E2"}}, True),
        ({"user": {"id": "U1", "team_id": "E1"}}, False),
        ({"user": {"id": "U1"}, "team": {"id": "T2"}}, True),
        ({"user_id": "U1", "team_id": "T1"}, False),
        ({"event": {"user": "U1"}}, False),
    ],
    ids=[
        "one of us", "another team", "a sister workspace", "another organisation", "the organisation itself",
        "no team of the user", "a command", "an event",
    ],
)  # fmt: skip
def test_who_is_an_outsider(asked: Incoming, body: dict[str, Any], outside: bool) -> None:
    assert read(body, OURS, asked.client).from_outside is outside


def test_a_body_of_odd_types_reads_as_empty(asked: Incoming) -> None:
    odd = {"user": ["U1"], "channel": 5, "actions": {}, "view": "x", "event": None, "text": 1, "team": []}
    incoming = read(odd, OURS, asked.client)
    assert (incoming.user_id, incoming.channel, incoming.value, incoming.text) == ("", "", "", "")
