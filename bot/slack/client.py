"""The way to Slack's Web API: one HTTP session, a client per token, calls that end in a plain error."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.errors import explain

SLACK_API_URL = "https://slack.com/api/"
TIMEOUT = 6.0  # seconds for one call

Method = Callable[..., Awaitable[AsyncSlackResponse]]


def open_session(timeout: float = TIMEOUT) -> aiohttp.ClientSession:
    """The session that all clients share; the caller closes it.

    Connecting has a shorter limit of its own: when it runs out, nothing has been sent for certain.
    """
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=timeout / 2))


def web_client(
    token: str | None,
    *,
    session: aiohttp.ClientSession,
    base_url: str = SLACK_API_URL,
    timeout: float = TIMEOUT,
) -> AsyncWebClient:
    """A client that never repeats a request by itself: who asked knows whether that is safe."""
    client = AsyncWebClient(
        token=token, base_url=base_url, session=session, timeout=max(1, round(timeout)), retry_handlers=[]
    )
    if _is_this_machine(base_url):
        client.proxy = None  # the SDK takes HTTPS_PROXY and HTTP_PROXY for every host
    return client


def form(client: AsyncWebClient, method: str) -> Method:
    """A method of the Web API as a POSTed form, which Slack takes for every one of them.

    The SDK asks for people and channels with GET, which leaves e-mail addresses in the logs of proxies, and
    which some servers that speak Slack's language do not know.
    """

    async def post(**arguments: str | int | bool) -> AsyncSlackResponse:
        return await client.api_call(method, data={name: _formed(value) for name, value in arguments.items()})

    return post


async def call(method: Method, *, within: float, repeatable: bool, **arguments: Any) -> AsyncSlackResponse:
    """Call a method of a client; raises DeliveryFailed and nothing else.

    ``within`` is in seconds. ``repeatable`` says that doing it twice changes nothing, so that a lost answer
    leaves nothing uncertain.
    """
    try:
        async with asyncio.timeout(within):
            return await method(**arguments)
    # The SDK stumbles with AttributeError or ValueError over a body that is not a JSON object.
    except (SlackClientError, aiohttp.ClientError, OSError, AttributeError, ValueError) as error:
        raise explain(error, repeatable=repeatable) from error


def _formed(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
