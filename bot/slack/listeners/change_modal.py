"""What changed, History, and what happened around a day: buttons of a card, and the choices behind them."""

from datetime import date, timedelta
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import InvalidInput
from bot.slack import words
from bot.slack.answers import open_when_ready, reply, update_modal
from bot.slack.blocks import change, history_card
from bot.slack.ids import Action, Callback, PastContext, customer_of
from bot.slack.incoming import Incoming
from bot.slack.listeners.desk import Desk, listener


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the buttons, and to what is chosen behind them."""
    app.action(Action.WHAT_CHANGED)(listener(desk, partial(_what_changed, desk)))
    app.action(Action.CHANGE_PERIOD)(listener(desk, partial(_since, desk)))
    app.action(Action.CHANGE_SINCE)(listener(desk, partial(_since, desk)))
    app.action(Action.HISTORY)(listener(desk, partial(_history, desk)))
    app.action(Action.AROUND)(listener(desk, partial(_around, desk)))


async def _what_changed(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    today = _today(desk, incoming)
    since = today - timedelta(days=change.USUAL)
    work = desk.use_cases.explain_change(incoming.workspace_id, incoming.value, since)
    draw = partial(change.modal, since=since, today=today)
    await open_when_ready(
        incoming, work, draw, title=change.TITLE, callback_id=Callback.CHANGE, above=_in_modal(incoming)
    )


async def _since(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    """Draw the modal anew for another day; one that cannot be asked about is told of in its place."""
    await ack()
    customer_id, today = _context(incoming).customer_id, _today(desk, incoming)
    since = _chosen(incoming, today)
    try:
        view = await desk.use_cases.explain_change(incoming.workspace_id, customer_id, since)
        drawn = change.modal(view, since, today)
    except InvalidInput as error:
        drawn = change.refused(customer_id, " ".join(error.problems.values()), since, today)
    await update_modal(incoming, dict(incoming.view), drawn)


async def _history(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    work = desk.use_cases.show_history(incoming.workspace_id, incoming.value)
    if incoming.view:
        await open_when_ready(
            incoming,
            work,
            history_card.modal,
            title=history_card.TITLE,
            callback_id=Callback.HISTORY,
            above=_in_modal(incoming),
        )
    else:
        await reply(incoming, history_card.message(await work))


async def _around(desk: Desk, ack: AsyncAck, incoming: Incoming) -> None:
    await ack()
    day = _day(incoming.value) or _today(desk, incoming)
    work = desk.use_cases.show_day(incoming.workspace_id, customer_of(incoming.block_id), day)
    if incoming.view.get("callback_id") == Callback.DAY:
        await update_modal(incoming, dict(incoming.view), history_card.day_modal(await work))
        return
    await open_when_ready(
        incoming,
        work,
        history_card.day_modal,
        title=history_card.DAY_TITLE,
        callback_id=Callback.DAY,
        above=_in_modal(incoming),
    )


def _in_modal(incoming: Incoming) -> bool:
    return incoming.view.get("type") == "modal"


def _context(incoming: Incoming) -> PastContext:
    return PastContext.decode(str(incoming.view.get("private_metadata") or ""))


def _today(desk: Desk, incoming: Incoming) -> date:
    return desk.now().astimezone(words.zone(incoming.workspace.timezone)).date()


def _chosen(incoming: Incoming, today: date) -> date:
    """The day that was picked, or that lies as many days back as was chosen."""
    if incoming.value.isdecimal() and len(incoming.value) <= 4:
        return today - timedelta(days=int(incoming.value))
    return _day(incoming.value) or today - timedelta(days=change.USUAL)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
