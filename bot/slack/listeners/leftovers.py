"""What nothing else listens to: buttons and forms of older versions are answered politely."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.answers import tell
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, listener

_OLD = "This comes from an older version of Bellwether and no longer works. Please open it anew."
_ANYTHING = re.compile("")


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to everything; register this last."""
    polite = listener(desk, _old)
    app.action(_ANYTHING)(polite)
    app.view(_ANYTHING)(polite)
    app.shortcut(_ANYTHING)(polite)
    app.command(_ANYTHING)(polite)
    app.event(_ANYTHING)(_take_note)


async def _old(ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    await tell(incoming, _OLD)


async def _take_note(ack: AsyncAck) -> None:
    await ack()
