"""The ways to answer a person: under what was clicked, in a modal, in App Home. All raise DeliveryFailed."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp

from bot.errors import BellwetherError, DeliveryFailed
from bot.log import get_logger
from bot.slack.blocks import notices
from bot.slack.client import TIMEOUT, call
from bot.slack.errors import LOOKS_REFUSED, SURPRISE, explain, refusal, sentence_of
from bot.slack.ids import Callback
from bot.slack.incoming import Incoming

Json = dict[str, Any]
Value = TypeVar("Value")

# A modal that is ready this soon is opened once, without a moment of "One moment…".
_SOON = 0.6
_ANSWER_BYTES = 10_000


async def reply(incoming: Incoming, message: Json, *, replace: bool = False) -> None:
    """Show a message to nobody but the person who asked; ``replace`` puts it in place of what was clicked."""
    if not incoming.response_url:
        await _whisper(incoming, message)
        return
    body = {**message, "response_type": "ephemeral", "replace_original": replace}
    try:
        await _respond(incoming, body)
    except DeliveryFailed as error:
        if error.code not in LOOKS_REFUSED:
            raise
        get_logger().warning("message.simplified", reason=error.code)
        await _respond(incoming, {key: value for key, value in body.items() if key != "blocks"})


async def publish_card(incoming: Incoming, response_url: str, message: Json) -> None:
    """Put a message in place of one that was clicked in up to 30 minutes ago; Slack allows it no longer."""
    await reply(dataclasses.replace(incoming, response_url=response_url), message, replace=True)


async def tell(incoming: Incoming, sentence: str) -> None:
    """Say one sentence to the person, wherever they are."""
    if incoming.response_url or not incoming.trigger_id:
        await reply(incoming, notices.notice(sentence))
    else:
        await open_modal(incoming, notices.notice_modal(sentence))


async def open_modal(incoming: Incoming, view: Json, *, above: bool = False) -> Json:
    """Open a modal and hand back Slack's view; the right to do so lapses 3 seconds after the click.

    ``above`` puts it over the modal that was clicked in, which comes back when it closes.
    """
    client = incoming.client
    answer = await call(
        client.views_push if above else client.views_open,
        within=TIMEOUT,
        repeatable=True,
        trigger_id=incoming.trigger_id,
        view=view,
    )
    opened = answer.get("view")
    return opened if isinstance(opened, dict) else {}


async def update_modal(incoming: Incoming, opened: Json, view: Json) -> None:
    """Draw an open modal anew."""
    known = {"view_id": opened.get("id"), "hash": opened.get("hash")}
    arguments = {key: value for key, value in known.items() if value}
    await call(incoming.client.views_update, within=TIMEOUT, repeatable=True, view=view, **arguments)


async def publish_home(incoming: Incoming, view: Json) -> None:
    """Draw the person's App Home anew."""
    client = incoming.client
    await call(client.views_publish, within=TIMEOUT, repeatable=True, user_id=incoming.user_id, view=view)


async def open_when_ready(
    incoming: Incoming,
    work: Awaitable[Value],
    draw: Callable[[Value], Json],
    *,
    title: str,
    callback_id: Callback,
    above: bool = False,
) -> None:
    """A modal of what ``work`` finds out: at once when it is quick, else filled in a moment later.

    An error of the work that can be explained is shown in the modal.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=_SOON)
    if task.done():
        await open_modal(incoming, await _drawn(task, draw), above=above)
        return
    try:
        opened = await open_modal(incoming, notices.loading_modal(title, callback_id), above=above)
    except DeliveryFailed:
        task.cancel()
        raise
    await update_modal(incoming, opened, await _drawn(task, draw))


async def _drawn(work: Awaitable[Value], draw: Callable[[Value], Json]) -> Json:
    try:
        return draw(await work)
    except BellwetherError as error:
        return notices.notice_modal(sentence_of(error))
    except Exception:  # nobody may be left looking at "One moment…"
        get_logger().exception("modal.failed")
        return notices.notice_modal(SURPRISE)


async def _respond(incoming: Incoming, body: Json) -> None:
    """POST to the response URL. Slack answers "ok", or JSON that says what it refused."""
    session = incoming.client.session
    if session is None:
        raise refusal("unreachable")
    try:
        async with (
            asyncio.timeout(TIMEOUT),
            session.post(incoming.response_url, json=body, proxy=incoming.client.proxy) as response,
        ):
            answer = (await response.content.read(_ANSWER_BYTES)).decode("utf-8", "replace")
            if response.status == 200 and '"ok":false' not in answer.replace(" ", ""):
                return
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise explain(error, repeatable=True) from error
    refused = next((code for code in LOOKS_REFUSED if code in answer), "no_answer")
    raise refusal(refused)


async def _whisper(incoming: Incoming, message: Json) -> None:
    client = incoming.client
    where = {"channel": incoming.channel, "user": incoming.user_id}
    await call(client.chat_postEphemeral, within=TIMEOUT, repeatable=True, **where, **message)
