"""Socket Mode: Slack's requests over a connection that we open, for places that Slack cannot reach."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.errors import DeliveryFailed
from bot.log import get_logger
from bot.slack.client import TIMEOUT, call


@asynccontextmanager
async def socket_mode(bolt: AsyncApp, app_token: str) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connected as long as the context is open; reconnects by itself.

    Raises DeliveryFailed when Slack refuses the token for good; when Slack cannot be reached it keeps trying.
    """
    await _ask_once(bolt, app_token)
    handler = AsyncSocketModeHandler(bolt, app_token)
    handler.client.proxy = bolt.client.proxy  # not the environment's, when the client has decided against it
    connecting = asyncio.create_task(handler.client.connect(), name="slack-socket")  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        connecting.cancel()
        with suppress(asyncio.CancelledError):
            await connecting
        await handler.client.close()  # type: ignore[no-untyped-call]


async def _ask_once(bolt: AsyncApp, app_token: str) -> None:
    """The SDK tries a refused token for ever; a person wants to hear of it."""
    try:
        await call(bolt.client.apps_connections_open, within=TIMEOUT, repeatable=True, app_token=app_token)
    except DeliveryFailed as error:
        if error.permanent:
            raise
        get_logger().warning("slack_socket.delayed", code=error.code)
