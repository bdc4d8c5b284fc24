"""A local Slack on a free port, its small cast, and ways to reach it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import ALL_EVENTS, Channel, LocalSlack, Person
from tests.playground.page import Browser


class AClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(slots=True)
class Cast:
    """Ana is an admin, Ben an agent; both and the bot are in #support, Ana alone in the private #board."""

    ana: Person
    ben: Person
    bot: Person
    support: Channel
    board: Channel


def cast_of(slack: LocalSlack) -> Cast:
    workspace = slack.workspace
    ana = workspace.add_person("ana", "Ana Lima", is_admin=True)
    ben = workspace.add_person("ben", "Ben Okafor")
    bot = workspace.people[slack.app.bot_user_id]
    support = workspace.add_channel("support", [ana, ben, bot])
    return Cast(ana, ben, bot, support, workspace.add_channel("board", [ana], private=True))


@pytest.fixture
def clock() -> AClock:
    return AClock()


@pytest.fixture
async def slack(clock: AClock) -> AsyncIterator[LocalSlack]:
    async with LocalSlack.start(clock=clock, commands=["/hello"], retry_delays=(0, 0, 0)) as running:
        yield running


@pytest.fixture
def cast(slack: LocalSlack) -> Cast:
    return cast_of(slack)


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def browser(slack: LocalSlack) -> AsyncIterator[Browser]:
    """Asks for the page's own addresses, where the workspace is served with its page."""
    async with ClientSession() as session:
        yield Browser(session, slack.base_url)


async def the_error(call: Awaitable[Any]) -> str:
    """The error code with which Slack refuses the call."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


@asynccontextmanager
async def an_app(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """Somebody's app on a free port; the block gets its request URL."""
    application = web.Application()
    application.router.add_post("/slack/events", handler)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def a_bolt_app(slack: LocalSlack) -> AsyncIterator[AsyncApp]:
    """A Bolt app, told of by its request URL; register listeners inside the block."""
    bolt = AsyncApp(
        signing_secret=slack.app.signing_secret,
        client=AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url),
    )

    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    async with an_app(handle) as url:
        slack.app.request_url = url
        yield bolt


class Listener:
    """An app that writes down what it hears and gives the next of its answers, or 200."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[web.Response] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.read()))
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body)["event"] for _, body in self.requests]

    def types(self) -> list[str]:
        return [event["type"] for event in self.events]


@pytest.fixture
async def listener(slack: LocalSlack) -> AsyncIterator[Listener]:
    listener = Listener()
    async with an_app(listener.handle) as url:
        slack.app.events = set(ALL_EVENTS)
        slack.app.request_url = url
        yield listener
