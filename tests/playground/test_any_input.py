"""Whatever an app sends, the local Slack answers as Slack would: never with an error of its own."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.slack import LocalSlack
from bot.playground.slack.web_api.methods import METHODS
from tests.playground.conftest import cast_of

NAMES = (
    "channel channel_id user users user_id ts thread_ts message_ts timestamp text blocks attachments "
    "metadata view view_id external_id trigger_id hash name limit cursor oldest latest types post_at "
    "scheduled_message_id files file filename length bookmark_id title link type emoji email "
    "usergroup bot topic purpose token message markdown_text reply_broadcast return_im force "
    "is_private channels alt_txt unknown"
).split()

_odd = st.sampled_from(
    ["", "0", "-1", "²", "NaN", "Infinity", "1e999", "next:9", "next_ts:1.000000", "[", "{}"]
)
_text = st.text(max_size=8)
_scalar = st.none() | st.booleans() | st.integers() | st.floats() | _text | _odd
_shape = st.sampled_from(["type", "text", "blocks", "elements", "block_id", "action_id", "value", "id"])
_word = st.sampled_from(
    ["section", "actions", "input", "context", "modal", "home", "button", "plain_text", "mrkdwn", "rich_text"]
)
ANY_JSON = st.recursive(
    _scalar | _word,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_shape | _text, inner, max_size=4),
    max_leaves=12,
)


class Running:
    """A local Slack in a loop of its own, for tests that are no coroutines."""

    def __init__(self, runner: asyncio.Runner, slack: LocalSlack, session: aiohttp.ClientSession) -> None:
        self._runner = runner
        self._session = session
        self.slack = slack
        cast = cast_of(slack)
        message = slack.write(cast.ana, cast.support, "hello")
        self.known = [cast.support.id, cast.board.id, cast.ana.id, slack.app.bot_user_id, message.ts]

    def post(self, path: str, body: Any) -> tuple[int, str]:
        return self._runner.run(self._post(path, body))

    async def _post(self, path: str, body: Any) -> tuple[int, str]:
        async with self._session.post(f"{self.slack.base_url}{path}", json=body) as response:
            return response.status, await response.text()


@asynccontextmanager
async def a_slack_and_a_session() -> AsyncIterator[tuple[LocalSlack, aiohttp.ClientSession]]:
    async with LocalSlack.start(burst=None) as slack:
        headers = {"Authorization": f"Bearer {slack.app.bot_token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            yield slack, session


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with asyncio.Runner() as runner:
        both = a_slack_and_a_session()
        slack, session = runner.run(both.__aenter__())
        yield Running(runner, slack, session)
        runner.run(both.__aexit__(None, None, None))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_arguments_of_any_method_are_answered_in_slacks_way(
    running: Running, data: st.DataObject
) -> None:
    known = st.sampled_from(running.known)
    method = data.draw(st.sampled_from(sorted(METHODS)))
    args = data.draw(st.dictionaries(st.sampled_from(NAMES), known | ANY_JSON, max_size=6))
    args.pop("token", None)
    status, text = running.post(f"/api/{method}", args)
    answer = json.loads(text)
    assert status == 200
    assert answer["ok"] is True or isinstance(answer["error"], str)


@settings(max_examples=60, deadline=None)
@given(
    body=ANY_JSON | st.dictionaries(st.sampled_from(["text", "blocks", "attachments", "thread_ts"]), ANY_JSON)
)
def test_any_answer_through_a_response_url_is_taken_or_refused(running: Running, body: Any) -> None:
    slack = running.slack
    key = slack.workspace.response_urls.issue(slack.app, running.known[0], running.known[2])
    status, text = running.post(f"/actions/T/{key}", body)
    assert (status, text) == (200, "ok") or (status, json.loads(text)["ok"]) == (400, False)


@settings(max_examples=30, deadline=None)
@given(body=ANY_JSON.filter(lambda value: not isinstance(value, dict)))
def test_a_body_that_is_no_object_is_refused_by_every_method(running: Running, body: Any) -> None:
    status, text = running.post("/api/chat.postMessage", body)
    assert (status, json.loads(text)["ok"]) == (200, False)


def test_json_too_deep_to_read_is_refused(running: Running) -> None:
    deep = "[" * 100_000
    for args in ({"channel": running.known[0], "blocks": deep}, {"view": deep, "trigger_id": "x"}):
        status, text = running.post("/api/chat.postMessage" if "blocks" in args else "/api/views.open", args)
        assert (status, json.loads(text)["ok"]) == (200, False)
