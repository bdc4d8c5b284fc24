"""What all listeners share: the use cases, the way back to Slack, and how a failure is told to the person."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.errors import BellwetherError, DeliveryFailed
from bot.log import get_logger
from bot.slack.answers import tell
from bot.slack.bindings import UseCases, Workspace
from bot.slack.channels import Channels
from bot.slack.errands import Errands
from bot.slack.errors import SURPRISE, sentence_of
from bot.slack.incoming import Incoming, read

Value = TypeVar("Value")
Handle = Callable[[AsyncAck, Incoming], Awaitable[None]]
Listener = Callable[[AsyncAck, dict[str, Any], AsyncBoltContext], Awaitable[None]]

WORKSPACE = "workspace"  # where authorize leaves the Workspace in Bolt's context
OUTSIDER = "This belongs to another organisation. Only its own members can see and change it."

PATIENCE = 2.0  # seconds; Slack wants its answer within 3


@dataclass(frozen=True, slots=True)
class Desk:
    """What a listener works with; ``client_for`` makes the client of a bot token.

    ``patience`` is how many seconds a click may wait for its work before it is acknowledged all the same.
    """

    use_cases: UseCases
    client_for: Callable[[str], AsyncWebClient]
    channels: Channels
    now: Clock
    errands: Errands
    patience: float = PATIENCE


def listener(desk: Desk, handle: Handle) -> Listener:
    """The function that Bolt calls: reads the request, refuses outsiders, turns a failure into a sentence.

    Nothing is left to Bolt's own handling of errors: an exception right after ack() makes it forget the ack.
    """

    async def listen(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        desk.errands.begin()
        workspace: Workspace = context[WORKSPACE]
        incoming = read(body, workspace, desk.client_for(workspace.bot_token))
        log = get_logger(workspace=workspace.workspace_id, user=incoming.user_id)
        try:
            if incoming.from_outside:
                await _say(ack, incoming, OUTSIDER)
                return
            await handle(ack, incoming)
        except BellwetherError as error:
            if isinstance(error, DeliveryFailed):
                log.warning("answer.failed", code=error.code)
            await _say(ack, incoming, sentence_of(error))
        except Exception:  # the edge: whatever it was, the person is told and the log has the traceback
            log.exception("listener.failed")
            await _say(ack, incoming, SURPRISE)

    return listen


async def before_ack(desk: Desk, ack: AsyncAck, work: Awaitable[Value]) -> Value:
    """Do the work and acknowledge when it is committed, so that a click answered is a click kept.

    Work that takes longer than Slack waits is acknowledged on the way.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=desk.patience)
    if not task.done():
        await ack()
    result = await task
    await ack()
    return result


def state_of(view: Mapping[str, Any], block_id: str, action_id: str) -> Mapping[str, Any]:
    """The state of one input of a submitted form, as Slack sent it; empty when it is not there."""
    state: Any = view.get("state")
    for key in ("values", block_id, action_id):
        state = state.get(key) if isinstance(state, dict) else None
    return state if isinstance(state, dict) else {}


async def _say(ack: AsyncAck, incoming: Incoming, sentence: str) -> None:
    await ack()
    try:
        await tell(incoming, sentence)
    except DeliveryFailed as error:
        get_logger().warning("answer.failed", workspace=incoming.workspace_id, code=error.code)
