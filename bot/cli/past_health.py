"""`bellwether health` with an eye on the past: --since, --history, --around."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import typer
from sqlalchemy import Connection

from bot.cli import past as shown
from bot.cli.desk import Desk, at_desk
from bot.cli.meaning import the_customer
from bot.cli.output import put_json
from bot.errors import InvalidInput
from bot.usecases.explain_change import explain_change
from bot.usecases.knowledge import Known
from bot.usecases.show_day import show_day
from bot.usecases.show_history import show_history

View = TypeVar("View")


def past(
    context: typer.Context,
    name: str,
    as_json: bool,
    since: str | None,
    until: str | None,
    history: bool,
    around: str | None,
) -> None:
    """Print what is asked about a customer's past; raises InvalidInput keyed by option."""
    first, last, day = (
        shown.a_day(option, text)
        for option, text in (("--since", since), ("--until", until), ("--around", around))
    )
    _refuse_muddle(first, last, day, history=history)

    def show(
        read: Callable[[Connection, Known, str, Desk], View],
        as_data: Callable[[View], Any],
        put: Callable[[View], None],
    ) -> None:
        view = at_desk(context, lambda desk: _read(desk, name, read))
        if as_json:
            put_json(as_data(view))
        else:
            put(view)

    if day is not None:
        show(
            lambda tx, known, id_, desk: show_day(tx, known, id_, day, desk.now),
            shown.day_data,
            shown.put_day,
        )
    elif history:
        show(
            lambda tx, known, id_, desk: show_history(tx, known, id_, desk.now, first),
            shown.history_data,
            shown.put_history,
        )
    elif first is not None:
        show(
            lambda tx, known, id_, desk: explain_change(tx, known, id_, first, last, desk.now),
            shown.change_data,
            shown.put_change,
        )


async def _read(desk: Desk, name: str, read: Callable[[Connection, Known, str, Desk], View]) -> View:
    found = await the_customer(desk, name)
    try:
        return await desk.read_known(lambda tx, known: read(tx, known, found.id, desk))
    except InvalidInput as error:
        raise InvalidInput({f"--{place}": said for place, said in error.problems.items()}) from None


def _refuse_muddle(since: date | None, until: date | None, around: date | None, *, history: bool) -> None:
    if until is not None and (since is None or history):
        raise InvalidInput({"--until": "goes with --since alone."})
    if around is not None and (history or since is not None):
        raise InvalidInput({"--around": "cannot be asked together with --since or --history."})
