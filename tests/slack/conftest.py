"""What every Slack test has: a running Slack, a scripted one, and the log as a list of events."""

from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.slack.client import open_session, web_client
from bot.slack.messenger import SlackMessenger
from tests.slack.stub import Stub, stub
from tests.slack.world import World, world


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """The events that were logged during the test; drawing their tracebacks for people takes seconds."""
    with capture_logs() as events:
        yield events


@pytest_asyncio.fixture
async def here() -> AsyncIterator[World]:
    """Our local Slack with everything of ours behind it."""
    async with world() as running:
        yield running


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[Stub]:
    """A Web API that answers what the test tells it to, and has a channel C1 and a user Ann Lee."""
    async with stub() as running:
        running.answer("conversations.info", {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}})
        running.answer("chat.postMessage", {"ok": True, "channel": "C1", "ts": "1767355200.000100"})
        running.answer("users.info", {"ok": True, "user": {"profile": {"display_name": "Ann Lee"}}})
        yield running


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session(1.0) as opened:
        yield opened


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def messenger(slack: Stub, session: aiohttp.ClientSession, seconds: Seconds) -> SlackMessenger:
    """A messenger to the scripted Web API, with a second of patience."""
    client = web_client("xoxb-1", session=session, base_url=slack.url)
    return SlackMessenger(client, timeout=1.0, clock=seconds)
