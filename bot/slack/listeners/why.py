"""Why: the rules behind an alert, their reasons and what the review did to the score, in a modal."""

from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.answers import open_when_ready
from bot.slack.blocks import why
from bot.slack.ids import Action, Callback
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, listener


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the button."""
    app.action(Action.WHY)(listener(desk, partial(_why, desk)))


async def _why(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    work = desk.use_cases.explain_alert(incoming.workspace_id, incoming.value)
    await open_when_ready(incoming, work, why.why, title=why.TITLE, callback_id=Callback.WHY)
