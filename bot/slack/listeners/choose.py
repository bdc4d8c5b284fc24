"""The buttons beside customers: one of several that fit, a row of a list, why one stands where it does."""

from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.answers import open_when_ready, reply
from bot.slack.blocks import health, health_why
from bot.slack.ids import Action, Callback
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, listener


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the buttons."""
    app.action(Action.PICK_CUSTOMER)(listener(desk, partial(_show, desk, replace=True)))
    app.action(Action.SHOW_CUSTOMER)(listener(desk, partial(_show, desk, replace=False)))
    app.action(Action.WHY_HEALTH)(listener(desk, partial(_why, desk)))


async def _show(desk: Desk, ack: AsyncAck, incoming: Incoming, *, replace: bool) -> None:
    await ack()
    work = desk.use_cases.show_health(incoming.workspace_id, incoming.value)
    if incoming.view:
        await open_when_ready(
            incoming, work, health.modal, title="Customer health", callback_id=Callback.HEALTH
        )
    else:
        await reply(incoming, health.card(await work), replace=replace)


async def _why(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    work = desk.use_cases.show_health(incoming.workspace_id, incoming.value)
    above = incoming.view.get("type") == "modal"
    await open_when_ready(
        incoming,
        work,
        health_why.modal,
        title=health_why.TITLE,
        callback_id=Callback.WHY_HEALTH,
        above=above,
    )
