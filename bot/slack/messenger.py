"""Slack as the product's Messenger: posts, redraws and finds again what it posted."""

import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import DeliveryFailed
from bot.log import get_logger
from bot.ports import Posted
from bot.slack import ids
from bot.slack.blocks import alert, history, notices
from bot.slack.build import MalformedBlocksError
from bot.slack.channels import Channels
from bot.slack.client import TIMEOUT, Method, call, form
from bot.slack.errors import LOOKS_REFUSED, refusal
from bot.slack.people import People
from bot.views import AlertView, HistoryEntry, Notice

Json = dict[str, Any]
Draw = Callable[[], Json]

_PAGE, _PAGES = 200, 25
_SKEW = timedelta(minutes=1)  # between our clock and Slack's
# Customer text must ring nobody and unfold nothing, whatever it holds.
_QUIET = {"link_names": False, "parse": "none", "unfurl_links": False, "unfurl_media": False}


class SlackMessenger:
    """The Messenger of one workspace; every method raises DeliveryFailed and nothing else.

    ``client`` comes from ``web_client``; ``timeout`` is for one call, in seconds.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        *,
        timeout: float = TIMEOUT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._timeout = timeout
        self._people = People(client, timeout=timeout, clock=clock)
        self._channels = Channels(clock)

    async def open_direct(self, person: str) -> str:
        """The channel id of the direct conversation with a Slack user id or an e-mail address."""
        return await self._people.direct_channel(person)

    async def post_alert(self, channel: str, view: AlertView, delivery_id: str) -> Posted:
        """Post the alert's root message; never into a channel that outsiders read."""
        if await self._channels.is_external(self._client, channel):
            raise refusal("external_channel")
        return await self._post(
            lambda: alert.card(view, delivery_id),
            lambda: alert.plain_card(view, delivery_id),
            channel=channel,
            metadata=ids.delivery_metadata(delivery_id),
        )

    async def update_alert(self, where: Posted, view: AlertView) -> None:
        """Draw the message anew in place. Slack keeps the metadata."""
        await self._draw(
            self._client.chat_update,
            lambda: alert.card(view),
            lambda: alert.plain_card(view),
            repeatable=True,
            channel=where.channel,
            ts=where.ts,
            link_names=False,
            parse="none",
        )

    async def post_history(self, where: Posted, entry: HistoryEntry, delivery_id: str) -> Posted:
        """Add one line to the message's thread."""
        name = await self._people.name(entry.actor) if entry.actor else None
        return await self._post(
            lambda: history.line(entry, delivery_id, name=name),
            lambda: history.plain_line(entry, delivery_id, name=name),
            channel=where.channel,
            thread_ts=where.ts,
            metadata=ids.delivery_metadata(delivery_id),
        )

    async def post_notice(self, channel: str, notice: Notice, delivery_id: str) -> Posted:
        """Tell a person or a channel something that is about no alert."""
        return await self._post(
            lambda: notices.of(notice, delivery_id),
            lambda: notices.plain(notice, delivery_id),
            channel=channel,
            metadata=ids.delivery_metadata(delivery_id),
        )

    async def find_posted(
        self, channel: str, thread_ts: str | None, since: datetime, delivery_ids: Collection[str]
    ) -> Mapping[str, Posted]:
        """Which of these deliveries stand in the channel (or the thread) since then.

        DeliveryFailed is permanent when the channel cannot be read (``missing_scope``, ``history_too_long``).
        """
        wanted = set(delivery_ids)
        found: dict[str, Posted] = {}
        arguments: Json = {
            "channel": channel,
            "oldest": f"{(since - _SKEW).timestamp():.6f}",
            "inclusive": True,
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        method = form(self._client, "conversations.history")
        if thread_ts:
            method = form(self._client, "conversations.replies")
            arguments["ts"] = thread_ts
        for _page in range(_PAGES):
            answer = await self._call(method, repeatable=True, **arguments)
            for message in answer.get("messages") or ():
                delivery_id = delivery_of(message)
                if delivery_id in wanted:
                    found[delivery_id] = Posted(channel, message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor or len(found) == len(wanted):
                return found
            arguments["cursor"] = cursor
        raise refusal("history_too_long")

    async def _post(self, draw: Draw, draw_plainly: Draw, **where: Any) -> Posted:
        answer = await self._draw(
            self._client.chat_postMessage, draw, draw_plainly, repeatable=False, **where, **_QUIET
        )
        channel, ts = answer.get("channel"), answer.get("ts")
        if not isinstance(channel, str) or not isinstance(ts, str):
            raise refusal("not_slack", uncertain=True)
        return Posted(channel, ts)

    async def _draw(
        self, method: Method, draw: Draw, draw_plainly: Draw, *, repeatable: bool, **where: Any
    ) -> AsyncSlackResponse:
        """Send what is drawn, or drawn plainly when it is refused: no alert may be lost for its looks."""
        try:
            return await self._call(method, repeatable=repeatable, **draw(), **where)
        except MalformedBlocksError as error:
            reason = str(error.found[0].pointer)
        except DeliveryFailed as error:
            if error.code not in LOOKS_REFUSED:
                raise
            reason = error.code
        get_logger().warning("message.simplified", reason=reason, channel=where["channel"])
        return await self._call(method, repeatable=repeatable, **draw_plainly(), **where)

    async def _call(self, method: Method, *, repeatable: bool, **arguments: Any) -> AsyncSlackResponse:
        return await call(method, within=self._timeout, repeatable=repeatable, **arguments)


def delivery_of(message: Mapping[str, Any]) -> str | None:
    """The delivery that a message of a channel's history is, by its metadata or else by its first block."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == ids.DELIVERY_EVENT:
        delivery_id = (metadata.get("event_payload") or {}).get(ids.DELIVERY_ID)
        return str(delivery_id) if delivery_id else None
    for block in message.get("blocks") or ():
        block_id = str(block.get("block_id") or "")
        if block_id.startswith(ids.DELIVERY_BLOCK_PREFIX):
            return block_id.removeprefix(ids.DELIVERY_BLOCK_PREFIX)
    return None
