"""Noting what was done for customers, so that what came of it can be told."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import InvalidInput, NotFound
from bot.past_views import Initiative
from bot.storage import audit, house, initiatives

LONGEST_NAME = 120

_OLDEST = timedelta(days=5 * 365)
_MOST = 200


def add_initiative(
    tx: Connection, workspace_id: str, new: Initiative, author: str, today: date, now: datetime
) -> None:
    """Note an initiative; raises InvalidInput by ``name`` or ``date``."""
    house.lock_workspace(tx, workspace_id)
    present = initiatives.all_initiatives(tx, workspace_id)
    problems = {}
    if not new.name.strip() or len(new.name) > LONGEST_NAME:
        problems["name"] = f"must have 1 to {LONGEST_NAME} characters."
    elif any(one.name.casefold() == new.name.casefold() for one in present):
        problems["name"] = f"there is an initiative {new.name!r} already."
    elif len(present) >= _MOST:
        problems["name"] = f"there are {_MOST} initiatives already; remove one first."
    if not today - _OLDEST <= new.began_on <= today:
        problems["date"] = "must be a day of the last five years."
    if problems:
        raise InvalidInput(problems)
    initiative_id = initiatives.add_initiative(tx, workspace_id, new, author, now)
    audit.record(tx, workspace_id, author, "initiative.added", f"initiative:{initiative_id}", now)


def remove_initiative(tx: Connection, workspace_id: str, name: str, author: str, now: datetime) -> None:
    """Forget the initiative of this name; raises NotFound."""
    house.lock_workspace(tx, workspace_id)
    for one in initiatives.all_initiatives(tx, workspace_id):
        if one.name.casefold() == name.casefold():
            initiatives.remove_initiative(tx, workspace_id, one.id)
            audit.record(tx, workspace_id, author, "initiative.removed", f"initiative:{one.id}", now)
            return
    raise NotFound(f"There is no initiative {name!r}.")
