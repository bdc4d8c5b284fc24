"""``/health``: one customer, all customers, or help. Only the person who asked sees the answer."""

from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.answers import reply, tell
from bot.slack.blocks import choose, health, notices, portfolio
from bot.slack.command_text import AskedForCustomer, AskedForHelp, parse
from bot.slack.ids import HEALTH_COMMAND
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, listener

_EXTERNAL = (
    "This channel is shared with another organisation, so customer data stays out of it. "
    "Ask in a channel of your own, or in a direct message to yourself."
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the command."""
    app.command(HEALTH_COMMAND)(listener(desk, partial(_health, desk)))


async def _health(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    asked = parse(incoming.text)
    if isinstance(asked, AskedForHelp):
        await reply(incoming, notices.help_text())
    elif incoming.in_external_channel or await desk.channels.is_external(incoming.client, incoming.channel):
        await tell(incoming, _EXTERNAL)
    elif isinstance(asked, AskedForCustomer):
        await _customer(desk, incoming, asked.name)
    else:
        view = await desk.use_cases.show_portfolio(incoming.workspace_id)
        await reply(incoming, portfolio.overview(view))


async def _customer(desk: Desk, incoming: Incoming, name: str) -> None:
    found = await desk.use_cases.find_customer(incoming.workspace_id, name)
    if found.customer:
        view = await desk.use_cases.show_health(incoming.workspace_id, found.customer.id)
        await reply(incoming, health.card(view))
    elif found.candidates:
        await reply(incoming, choose.choose(name, found.candidates))
    else:
        await reply(incoming, choose.nobody(name))
