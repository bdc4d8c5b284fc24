"""App Home: drawn when somebody opens it, asks for it again, or acts in it."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.answers import publish_home
from bot.slack.blocks import home
from bot.slack.ids import Action
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, listener


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the opening of App Home and to its Refresh button."""
    show = listener(desk, partial(_show, desk))
    app.event("app_home_opened", matchers=[_is_home_tab])(show)
    app.action(Action.REFRESH_HOME)(show)


async def show_home(desk: Desk, incoming: Incoming) -> None:
    """Draw the person's App Home."""
    await publish_home(
        incoming, home.home(await desk.use_cases.show_home(incoming.workspace_id, incoming.user_id))
    )


async def _show(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    await show_home(desk, incoming)


async def _is_home_tab(event: dict[str, Any]) -> bool:
    # The same event comes for the Messages tab, where nothing is to be drawn.
    return bool(event.get("tab", "home") == "home")
