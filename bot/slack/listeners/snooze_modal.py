"""Snooze: the button opens a form, the form snoozes the alert or says beside the field what is wrong."""

import asyncio
from datetime import UTC, datetime
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import BellwetherError, InvalidInput
from bot.slack.answers import open_modal, update_modal
from bot.slack.blocks import notices, snooze
from bot.slack.blocks.snooze import Preset
from bot.slack.errors import sentence_of
from bot.slack.ids import Action, Block, Callback, ModalContext
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, listener, state_of
from bot.slack.listeners.home import show_home

_FIELDS = {"until": Block.SNOOZE_UNTIL, "reason": Block.SNOOZE_REASON}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the button and to the form."""
    app.action(Action.SNOOZE)(listener(desk, partial(_open, desk)))
    app.view(Callback.SNOOZE)(listener(desk, partial(_submit, desk)))


async def _open(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    context = ModalContext(incoming.value, from_home=incoming.from_home)
    await open_modal(incoming, snooze.modal(context, desk.now(), incoming.workspace.timezone))


async def _submit(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    task = asyncio.ensure_future(_snooze(desk, incoming))
    await asyncio.wait({task}, timeout=desk.patience)
    late = not task.done()
    if late:
        loading = notices.loading_modal(snooze.TITLE, Callback.NOTICE)
        await ack(response_action="update", view=loading)
    try:
        context = await task
    except BellwetherError as error:
        if not late:
            await ack(response_action="errors", errors=_beside_fields(error))
            return
        result = sentence_of(error)
    else:
        if context.from_home:
            await show_home(desk, incoming)
        result = "The alert is snoozed."
    if late:
        await update_modal(incoming, {"id": incoming.view.get("id")}, notices.notice_modal(result))
    else:
        await ack()


async def _snooze(desk: Desk, incoming: Incoming) -> ModalContext:
    """What the form asks for; raises InvalidInput keyed by block id."""
    context = ModalContext.decode(str(incoming.view.get("private_metadata") or ""))
    now = desk.now()
    until = snooze.until(_preset(incoming), _chosen(incoming), now, incoming.workspace.timezone)
    reason = state_of(incoming.view, Block.SNOOZE_REASON, Action.SNOOZE_REASON).get("value") or ""
    await desk.use_cases.snooze_alert(
        incoming.workspace_id, context.alert_id, incoming.user_id, until, str(reason)[: snooze.REASON_LIMIT]
    )
    return context


def _preset(incoming: Incoming) -> Preset:
    state = state_of(incoming.view, Block.SNOOZE_PRESET, Action.SNOOZE_PRESET)
    option = state.get("selected_option")
    try:
        return Preset(option["value"] if isinstance(option, dict) else "")
    except (ValueError, KeyError):
        raise InvalidInput({Block.SNOOZE_PRESET: "Choose how long."}) from None


def _chosen(incoming: Incoming) -> datetime | None:
    state = state_of(incoming.view, Block.SNOOZE_UNTIL, Action.SNOOZE_UNTIL)
    seconds = state.get("selected_date_time")
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def _beside_fields(error: BellwetherError) -> dict[str, str]:
    """A sentence per input; what belongs to none stands beside the first."""
    if not isinstance(error, InvalidInput):
        return {Block.SNOOZE_PRESET: str(error)}
    known = [str(block) for block in Block]
    return {
        str(_FIELDS.get(place, place))
        if _FIELDS.get(place, place) in known
        else str(Block.SNOOZE_PRESET): sentence
        for place, sentence in error.problems.items()
    }
