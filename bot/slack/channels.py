"""Which channels reach beyond the organisation: customer data never goes there."""

import time
from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import DeliveryFailed
from bot.slack.client import call, form
from bot.slack.memory import Memory

_KNOWN_FOR, _UNKNOWN_FOR = 600.0, 60.0  # seconds
_TIMEOUT = 2.0


class Channels:
    """Remembers for ten minutes whether a channel is shared with another organisation (Slack Connect)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._external: Memory[tuple[str, str], bool] = Memory(clock=clock)

    async def is_external(self, client: AsyncWebClient, channel: str) -> bool:
        """Whether outsiders read the channel.

        False when Slack does not say (no scope, not a member): a post there then fails, or is seen only in a
        channel that somebody in the workspace chose.
        """
        if channel.startswith("D"):
            return False
        key = (client.token or "", channel)
        if known := self._external.recall(key):
            return known[0]
        try:
            ask = form(client, "conversations.info")
            answer = await call(ask, within=_TIMEOUT, repeatable=True, channel=channel)
        except DeliveryFailed:
            return self._external.keep(key, False, _UNKNOWN_FOR)
        found = answer.get("channel")
        shared = isinstance(found, dict) and found.get("is_ext_shared") is True
        return self._external.keep(key, shared, _KNOWN_FOR)
