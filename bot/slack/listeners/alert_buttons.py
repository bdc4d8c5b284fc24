"""Claim, give back, done, reopen. The use case queues the redraw of the message; Home is redrawn here."""

from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.bindings import ChangeAlert
from bot.slack.ids import Action
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, before_ack, listener
from bot.slack.listeners.home import show_home


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the buttons that change an alert."""
    changes: dict[Action, ChangeAlert] = {
        Action.CLAIM: desk.use_cases.claim_alert,
        Action.UNCLAIM: desk.use_cases.unclaim_alert,
        Action.DONE: desk.use_cases.finish_alert,
        Action.REOPEN: desk.use_cases.reopen_alert,
    }
    for action, change in changes.items():
        app.action(action)(listener(desk, partial(_change, desk, change)))


async def _change(desk: Desk, change: ChangeAlert, ack: AsyncAck, incoming: Incoming) -> None:
    await before_ack(desk, ack, change(incoming.workspace_id, incoming.value, incoming.user_id))
    if incoming.from_home:
        await show_home(desk, incoming)
