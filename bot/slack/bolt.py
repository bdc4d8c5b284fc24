"""The Bolt app: who a request belongs to, which events are repeats, which listener gets what."""

import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, utc_now
from bot.errors import Unavailable
from bot.log import get_logger
from bot.slack.bindings import FindWorkspace, FirstTime, UseCases
from bot.slack.channels import Channels
from bot.slack.client import SLACK_API_URL, web_client
from bot.slack.errands import Errands
from bot.slack.listeners import (
    alert_buttons,
    change_modal,
    choose,
    command,
    flag_modal,
    home,
    leftovers,
    removal,
    snooze_modal,
    why,
)
from bot.slack.listeners.desk import PATIENCE, WORKSPACE, Desk

_NOT_INSTALLED = (
    "Bellwether is not installed in your workspace. What it posts in a shared channel is for the members of "
    "the organisation that it belongs to."
)

# Bolt takes these from the environment when an argument is missing, and the first pair makes it an OAuth app
# that keeps its tokens in files.
_BOLTS_ENVIRONMENT = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_VERIFICATION_TOKEN")


def build_bolt(
    *,
    session: aiohttp.ClientSession,
    find_workspace: FindWorkspace,
    first_time: FirstTime,
    use_cases: UseCases,
    base_url: str = SLACK_API_URL,
    now: Clock = utc_now,
    patience: float = PATIENCE,
    errands: Errands | None = None,
) -> AsyncApp:
    """The app with every listener. It verifies no signature: bot.slack.http has, before it reads a body.

    Whoever closes the session waits for ``errands.finish()`` first.
    """

    def client_for(token: str | None) -> AsyncWebClient:
        return web_client(token, session=session, base_url=base_url)

    with _without(_BOLTS_ENVIRONMENT):
        app = AsyncApp(
            name="bellwether",
            client=client_for(None),
            signing_secret="",
            request_verification_enabled=False,
            authorize=_authorize(find_workspace),
            user_facing_authorize_error_message=_NOT_INSTALLED,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
    app.middleware(_once(first_time))
    app.error(_on_error)
    desk = Desk(use_cases, client_for, Channels(), now, errands or Errands(), patience)
    for listeners in (
        command,
        alert_buttons,
        snooze_modal,
        flag_modal,
        why,
        change_modal,
        choose,
        home,
        removal,
        leftovers,
    ):
        listeners.register(app, desk)
    return app


def _authorize(find_workspace: FindWorkspace) -> Callable[..., Awaitable[Any]]:
    """Finds the workspace in our own storage: no auth.test on the way of every request."""

    async def authorize(
        context: AsyncBoltContext, team_id: str | None, enterprise_id: str | None
    ) -> AuthorizeResult | None:
        workspace = await find_workspace(team_id, enterprise_id)
        if workspace is None:
            return None
        context[WORKSPACE] = workspace
        return AuthorizeResult(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            bot_user_id=workspace.bot_user_id,
            bot_token=workspace.bot_token,
        )

    return authorize


def _once(first_time: FirstTime) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Slack sends an event again when it misses our answer; the second time it is only acknowledged."""

    async def once(body: dict[str, Any], next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        event_id = body.get("event_id")
        if isinstance(event_id, str) and not await first_time(event_id):
            return BoltResponse(status=200)
        await next_()
        return None

    return once


async def _on_error(error: Exception, response: BoltResponse | None) -> BoltResponse | None:
    """What went wrong before a listener was reached. Slack comes again after a 503."""
    if response is None:
        return None
    if not isinstance(error, Unavailable):
        get_logger().error("slack_request.failed", exc_info=error)
    return BoltResponse(status=503, headers={"retry-after": "5"})


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """The environment without these variables for a moment; used at the start, before there are threads."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
