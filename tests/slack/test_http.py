"""Slack's requests at the door: who is let in, what is sent away, and that nothing ever answers 500."""

import asyncio
import hashlib
import hmac
import io
import json
import logging
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.errors import Unavailable
from bot.slack.http import MAX_BYTES, SlackEvents, SlackRequest
from tests.slack.world import World, world

FORM = "application/x-www-form-urlencoded"


async def send(
    here: World, body: str | bytes, *, content_type: str = FORM, headers: Mapping[str, str] | None = None
) -> aiohttp.ClientResponse:
    """Post a body to /slack/events, signed unless the headers say otherwise."""
    raw = body.encode() if isinstance(body, str) else body
    now = str(int(time.time()))
    secret = here.slack.app.signing_secret.encode()
    signature = "v0=" + hmac.new(secret, f"v0:{now}:".encode() + raw, hashlib.sha256).hexdigest()
    signed = {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": signature,
        **(headers or {}),
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(here.url, data=io.BytesIO(raw), headers=signed) as response,
    ):
        await response.read()
        return response


def an_event(here: World, event_id: str = "Ev1", **event: Any) -> str:
    team = here.slack.workspace.team.id
    return json.dumps(
        {
            "type": "event_callback",
            "event_id": event_id,
            "team_id": team,
            "authorizations": [{"team_id": team, "enterprise_id": None}],
            "event": {"type": "app_home_opened", "user": here.ann.id, "tab": "home", **event},
        }
    )


async def test_slack_is_told_the_challenge(here: World) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})
    response = await send(here, body, content_type="application/json")
    assert response.status == 200
    assert "abc" in await response.text()


async def test_the_certificate_check_is_answered_without_a_signature(here: World) -> None:
    response = await send(here, "ssl_check=1&token=x", headers={"X-Slack-Signature": ""})
    assert response.status == 200
    assert here.cases.asked == []


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Signature": "x" * 5000},
        {"X-Slack-Request-Timestamp": "abc"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "٣"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "1000000000"},
    ],
    ids=[
        "none", "wrong", "not ASCII", "endless", "not a number", "no time", "negative", "exponent",
        "Arabic digit", "huge", "long ago",
    ],
)  # fmt: skip
async def test_who_is_not_slack_gets_401(here: World, headers: dict[str, str]) -> None:
    response = await send(here, "command=/health&text=acme", headers=headers)
    assert response.status == 401
    assert response.headers["X-Slack-No-Retry"] == "1"
    assert here.cases.asked == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{broken", "application/json"),
        ("[1, 2]", "application/json"),
        ('"text"', "application/json"),
        ("null", "application/json"),
        ("[" * 100_000, "application/json"),
        ("payload=%7Bbroken", FORM),
        ("payload=[1]", FORM),
        ("payload=5", FORM),
        (b"text=\xff\xfe", FORM),
    ],
    ids=[
        "half",
        "a list",
        "a text",
        "null",
        "deep",
        "half a payload",
        "a list as payload",
        "a number",
        "not UTF-8",
    ],
)
async def test_a_signed_body_that_is_no_payload_gets_400(
    here: World, body: str | bytes, content_type: str
) -> None:
    response = await send(here, body, content_type=content_type)
    assert response.status == 400
    assert response.headers["X-Slack-No-Retry"] == "1"


async def test_a_body_larger_than_any_of_slacks_gets_413(here: World) -> None:
    assert (await send(here, b"x" * (MAX_BYTES + 1))).status == 413


async def test_a_body_that_grows_beyond_the_cap_while_it_is_read_gets_413(here: World) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 65_536

    async with aiohttp.ClientSession() as session, session.post(here.url, data=endless()) as response:
        assert response.status == 413


async def test_neither_bodies_nor_signatures_are_logged(
    here: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    await send(here, "text=private+words&command=/health", headers={"X-Slack-Signature": "v0=private+words"})
    out, err = capfd.readouterr()
    assert "private" not in caplog.text + out + err


@pytest.mark.parametrize("field", ["text", "user_name", "channel_name", "team_domain"])
async def test_the_word_payload_anywhere_in_a_command_is_only_a_word(here: World, field: str) -> None:
    form = {
        "command": "/health",
        "text": "help",
        "team_id": here.slack.workspace.team.id,
        "user_id": here.ann.id,
        "channel_id": here.support.id,
        "response_url": "",
        field: "help payload" if field == "text" else "payload",
    }
    assert (await send(here, urlencode(form))).status == 200


def test_a_copied_request_still_reads_the_word_payload() -> None:
    request = SlackRequest(body=urlencode({"command": "/health", "text": "payload inc", "team_id": "T1"}))
    assert request.to_copyable().body["text"] == "payload inc"
    assert request.to_copyable().context["team_id"] == "T1"


async def test_an_event_sent_again_is_acknowledged_and_done_once(here: World) -> None:
    for attempt in ("0", "1", "2"):
        headers = {"X-Slack-Retry-Num": attempt, "X-Slack-Retry-Reason": "http_timeout"}
        response = await send(here, an_event(here), content_type="application/json", headers=headers)
        assert response.status == 200
    await here.slack.until(lambda: here.slack.home(here.ann) is not None)
    assert len(here.cases.calls_of("show_home")) == 1


async def test_the_messages_tab_draws_nothing(here: World) -> None:
    response = await send(here, an_event(here, tab="messages"), content_type="application/json")
    assert response.status == 200
    assert here.cases.asked == []


async def test_an_event_nobody_listens_to_is_taken_note_of(here: World) -> None:
    response = await send(here, an_event(here, type="team_rename"), content_type="application/json")
    assert response.status == 200


@pytest.mark.parametrize("where", ["first_time", "find_workspace"])
@pytest.mark.parametrize("error", [Unavailable("busy"), RuntimeError("broken")], ids=["busy", "broken"])
async def test_slack_is_asked_to_come_again_while_we_cannot_work(
    here: World, where: str, error: Exception
) -> None:
    here.cases.errors[where] = error
    response = await send(here, an_event(here), content_type="application/json")
    assert response.status == 503
    assert response.headers["Retry-After"] == "5"
    assert "X-Slack-No-Retry" not in response.headers


async def test_a_workspace_that_is_not_ours_is_told_so(here: World) -> None:
    body = an_event(here).replace(here.slack.workspace.team.id, "T0OTHER")
    response = await send(here, body, content_type="application/json")
    assert response.status == 200
    assert here.cases.asked == []


def test_without_a_signing_secret_there_is_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="signing secret"):
        SlackEvents(None, "")  # type: ignore[arg-type]


async def test_slacks_variables_in_the_environment_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLIENT_ID", "CLIENT_SECRET", "BOT_TOKEN", "SIGNING_SECRET", "VERIFICATION_TOKEN", "SCOPES"):
        monkeypatch.setenv(f"SLACK_{name}", "from-the-environment")
    async with world() as here:
        assert here.bolt.oauth_flow is None
        assert here.bolt.installation_store is None
        assert here.bolt.client.token is None
        assert "71 of 100" in (await here.ask("acme")).text


KEYS = (
    "type team user view actions event authorizations id callback_id channel action_id enterprise message "
    "container team_id event_id response_url trigger_id state values"
).split()
KINDS = ["block_actions", "view_submission", "view_closed", "event_callback", "shortcut", "block_suggestion"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(KINDS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=15,
)
PAYLOADS = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8)


@settings(max_examples=6, deadline=None)
@given(st.lists(PAYLOADS, min_size=25, max_size=25))
def test_no_signed_payload_however_odd_answers_500(payloads: list[dict[str, Any]]) -> None:
    async def dispatch() -> None:
        # Rendering thousands of tracebacks for people would be most of the time.
        with capture_logs():
            async with world() as here:
                for payload in payloads:
                    body = urlencode({"payload": json.dumps({"type": KINDS[0], **payload})})
                    assert (await send(here, body)).status in (200, 400, 404, 503)

    asyncio.run(dispatch())
