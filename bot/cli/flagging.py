"""Flags at the command line: set, told and printed for machines."""

from datetime import date
from typing import Any

from bot.cli.desk import Desk
from bot.cli.meaning import the_customer
from bot.cli.output import moment, put_lines
from bot.errors import InvalidInput
from bot.ids import new_id
from bot.slack import words
from bot.usecases.outbox import Claimant
from bot.usecases.set_flag import set_flag
from bot.usecases.show_flag import show_flag
from bot.views import FlagChoice, FlagMark, FlagView
from scoring.status import Flag

_NEVER = "never"
_PLACES = {"flag": "FLAG", "reason": "--reason", "until": "--until"}


async def set_it(desk: Desk, name: str, flag: Flag | None, reason: str, until: str | None) -> FlagView:
    """Flag the customer meant; returns how it stands now. Raises InvalidInput keyed by what was typed."""
    choice = FlagChoice(flag, reason, _day(until), endless=until == _NEVER)
    found = await the_customer(desk, name)
    claimant = Claimant(new_id(), sends=False)
    try:
        await desk.write(
            lambda tx: set_flag(tx, desk.workspace.id, found.id, desk.author, choice, claimant, desk.now)
        )
    except InvalidInput as error:
        raise InvalidInput({_PLACES[place]: said for place, said in error.problems.items()}) from None
    return await desk.read(lambda tx: show_flag(tx, desk.workspace.id, found.id, desk.now))


def told(flag: FlagMark, timezone: str) -> str:
    """``🚨 Danger until 1 Apr 2026, set by U0ANN: Has asked for the notice period``."""
    said = f": {flag.reason}" if flag.reason else ""
    return f"{words.badge(flag.flag)} {words.until(flag, timezone)}, set by {flag.author}{said}"


def details(flag: FlagMark | None, timezone: str) -> dict[str, Any] | None:
    """The JSON form of what stands behind a flag; ``until`` is its last day, None when it has no end."""
    if flag is None:
        return None
    last = words.last_day(flag, timezone)
    return {
        "reason": flag.reason,
        "author": flag.author,
        "set_at": moment(flag.set_at),
        "until": last.isoformat() if last else None,
    }


def as_data(view: FlagView) -> dict[str, Any]:
    """The JSON form of a customer's flag beside what is computed."""
    mark = view.customer.mark
    return {
        "customer": {"id": view.customer.id, "name": view.customer.name},
        "flag": view.present.flag.value if view.present else None,
        "flag_details": details(view.present, view.timezone),
        "computed": {
            "status": mark.status.value if mark else None,
            "score": mark.score if mark else None,
        },
    }


def put_flag(view: FlagView) -> None:
    """Print the same for people."""
    flag = told(view.present, view.timezone) if view.present else "no flag"
    put_lines(f"{view.customer.name}: {flag}", f"Computed: {words.computed(view.customer.mark)}")


def _day(until: str | None) -> date | None:
    if until is None or until == _NEVER:
        return None
    try:
        return date.fromisoformat(until)
    except ValueError:
        raise InvalidInput({"--until": f"{until!r} is no day like 2026-05-31, nor never."}) from None
