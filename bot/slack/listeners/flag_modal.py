"""Flag: the buttons open a form that follows what is chosen in it, and that sets the flag."""

import asyncio
from datetime import date
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import BellwetherError, DeliveryFailed, InvalidInput
from bot.log import get_logger
from bot.slack.answers import open_when_ready, publish_card, tell, update_modal
from bot.slack.blocks import flag, health, notices
from bot.slack.blocks.flag import Filled
from bot.slack.errors import sentence_of
from bot.slack.ids import Action, Block, Callback, FlagContext, flag_until_block
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, listener, state_of
from bot.slack.listeners.home import show_home
from bot.views import FlagChoice, FlagView
from scoring.status import Flag

Json = dict[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the buttons, to the choice of a flag, and to the form."""
    app.action(Action.FLAG)(listener(desk, partial(_open, desk, card=True)))
    app.action(Action.FLAG_LISTED)(listener(desk, partial(_open, desk, card=False)))
    app.action(Action.FLAG_CHOICE)(listener(desk, partial(_choose, desk)))
    app.view(Callback.FLAG)(listener(desk, partial(_submit, desk)))


async def _open(desk: Desk, ack: AsyncAck, incoming: Incoming, *, card: bool) -> None:
    await ack()
    in_modal = incoming.view.get("type") == "modal"
    context = FlagContext(
        incoming.value,
        from_home=incoming.from_home,
        response_url=incoming.response_url if card else "",
        view_id=str(incoming.view.get("id") or "") if card and in_modal else "",
    )
    work = desk.use_cases.show_flag(incoming.workspace_id, incoming.value)
    draw = partial(flag.modal, context)
    await open_when_ready(incoming, work, draw, title=flag.TITLE, callback_id=Callback.NOTICE, above=in_modal)


async def _choose(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    """Another flag lasts another time, and None has no end to ask for; what was typed stays."""
    await ack()
    context = _context(incoming)
    view = await desk.use_cases.show_flag(incoming.workspace_id, context.customer_id)
    await update_modal(incoming, dict(incoming.view), flag.modal(context, view, _filled_in(incoming, view)))


async def _submit(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    task = asyncio.ensure_future(_set(desk, incoming))
    await asyncio.wait({task}, timeout=desk.patience)
    late = not task.done()
    if late:
        await ack(response_action="update", view=notices.loading_modal(flag.TITLE, Callback.NOTICE))
    try:
        context = await task
    except BellwetherError as error:
        if late:
            await _finish(incoming, sentence_of(error))
        else:
            await ack(response_action="errors", errors=_beside_fields(incoming, error))
        return
    redraws = bool(context.from_home or context.response_url or context.view_id)
    if redraws and not late:
        await ack()
        await _redraw(desk, incoming, context)
        return
    said = flag.saved(await desk.use_cases.show_flag(incoming.workspace_id, context.customer_id))
    if late:
        await _finish(incoming, said)
    else:
        await ack(response_action="update", view=notices.notice_modal(said))
    if redraws:
        await _redraw(desk, incoming, context)


async def _set(desk: Desk, incoming: Incoming) -> FlagContext:
    """Set the flag that the form asks for; raises InvalidInput."""
    context = _context(incoming)
    last_day = state_of(incoming.view, _until_block(incoming), Action.FLAG_UNTIL).get("selected_date")
    choice = FlagChoice(_chosen(incoming), _reason(incoming), _day(last_day), endless=_is_endless(incoming))
    await desk.use_cases.set_flag(incoming.workspace_id, context.customer_id, incoming.user_id, choice)
    return context


async def _redraw(desk: Desk, incoming: Incoming, context: FlagContext) -> None:
    """Show the flag where the form was opened; a card that cannot be reached any more is told of."""
    if context.from_home:
        await show_home(desk, incoming)
        return
    view = await desk.use_cases.show_health(incoming.workspace_id, context.customer_id)
    try:
        if context.view_id:
            await update_modal(incoming, {"id": context.view_id}, health.modal(view))
        else:
            await publish_card(incoming, context.response_url, health.card(view))
    except DeliveryFailed as error:
        # A message can be replaced for half an hour; the modal may have been closed meanwhile.
        get_logger().info("card.not_redrawn", code=error.code)
        known = await desk.use_cases.show_flag(incoming.workspace_id, context.customer_id)
        await tell(incoming, flag.saved(known))


async def _finish(incoming: Incoming, sentence: str) -> None:
    await update_modal(incoming, {"id": incoming.view.get("id")}, notices.notice_modal(sentence))


def _context(incoming: Incoming) -> FlagContext:
    return FlagContext.decode(str(incoming.view.get("private_metadata") or ""))


def _filled_in(incoming: Incoming, view: FlagView) -> Filled:
    """What stands in the form when another flag is chosen; a day that was only proposed is proposed anew."""
    block = _until_block(incoming)
    day = _day(state_of(incoming.view, block, Action.FLAG_UNTIL).get("selected_date"))
    before = next((one for one in Flag if flag_until_block(one.value) == block), None)
    if before is not None and day == flag.usual_last_day(before, view):
        day = None
    return Filled(_chosen(incoming), _reason(incoming), day, endless=_is_endless(incoming))


def _chosen(incoming: Incoming) -> Flag | None:
    return flag.choice_in(state_of(incoming.view, Block.FLAG_CHOICE, Action.FLAG_CHOICE))


def _reason(incoming: Incoming) -> str:
    return str(state_of(incoming.view, Block.FLAG_REASON, Action.FLAG_REASON).get("value") or "")


def _is_endless(incoming: Incoming) -> bool:
    return bool(state_of(incoming.view, Block.FLAG_ENDLESS, Action.FLAG_ENDLESS).get("selected_options"))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _until_block(incoming: Incoming) -> str:
    """The block of the last day, whichever flag it proposes; the choice's where the form asks for none."""
    blocks = incoming.view.get("blocks")
    found = [str(one.get("block_id")) for one in blocks or () if isinstance(one, dict)]
    return next((one for one in found if one.startswith(Block.FLAG_UNTIL)), str(Block.FLAG_CHOICE))


def _beside_fields(incoming: Incoming, error: BellwetherError) -> dict[str, str]:
    """A sentence per input; what belongs to none stands beside the first."""
    if not isinstance(error, InvalidInput):
        return {str(Block.FLAG_CHOICE): sentence_of(error)}
    blocks = {"reason": str(Block.FLAG_REASON), "until": _until_block(incoming)}
    return {blocks.get(place, str(Block.FLAG_CHOICE)): sentence for place, sentence in error.problems.items()}
