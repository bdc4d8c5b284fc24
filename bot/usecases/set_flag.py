"""A person flags a customer as Champion, Needs attention or Danger, or takes the flag away."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import InvalidInput, NotFound
from bot.storage import audit, flags, health, house, workspaces
from bot.storage.deliveries import Delivery
from bot.usecases.outbox import Claimant, redraw_alerts_of
from bot.views import FlagChoice, FlagMark
from scoring.flags import LONGEST, lifetime

REASON_LIMIT = 500  # characters


def set_flag(
    tx: Connection,
    workspace_id: str,
    customer_id: str,
    author: str,
    choice: FlagChoice,
    claimant: Claimant,
    now: datetime,
) -> Sequence[Delivery]:
    """Set, change or clear the flag, keep who did it and why, and draw the customer's open alerts anew.

    Returns the deliveries claimed. Raises NotFound, or InvalidInput with a sentence under ``flag``,
    ``reason`` or ``until``.
    """
    house.lock_workspace(tx, workspace_id)
    zone = ZoneInfo(workspaces.get_workspace(tx, workspace_id).timezone)
    line = health.customer_lines(tx, workspace_id, [customer_id], now).get(customer_id)
    if line is None:
        raise NotFound("There is no such customer (any more).")
    present = flags.find_flag(tx, workspace_id, customer_id, now)
    reason = choice.reason.strip()
    _check(choice, reason, now.astimezone(zone).date())
    if choice.flag is not None:
        change, mark = "set", FlagMark(choice.flag, reason, author, now, _end(choice, zone, now))
        flags.put_flag(tx, workspace_id, customer_id, mark)
    elif present is not None:
        change, mark = "cleared", FlagMark(present.flag, reason, author, now, present.expires_at)
        flags.remove_flag(tx, workspace_id, customer_id)
    else:
        raise InvalidInput({"flag": "The customer has no flag to take away."})
    flags.add_change(tx, workspace_id, customer_id, change, mark, line.mark, now)
    audit.record(
        tx, workspace_id, author, f"flag.{change}", f"customer:{customer_id}", now,
        flag=mark.flag.value, until=mark.expires_at.isoformat() if mark.expires_at else None,
        before=present.flag.value if present else None,
    )  # fmt: skip
    return redraw_alerts_of(tx, workspace_id, customer_id, claimant, now)


def _check(choice: FlagChoice, reason: str, today: date) -> None:
    problems = {}
    if not reason:
        problems["reason"] = "Say why: the others will read it."
    elif len(reason) > REASON_LIMIT:
        problems["reason"] = f"Keep the reason within {REASON_LIMIT} characters; it has {len(reason)}."
    if choice.flag is not None and choice.last_day is not None and not choice.endless:
        if choice.last_day < today:
            problems["until"] = "Choose a day that has not passed."
        elif choice.last_day > today + LONGEST:
            problems["until"] = "Choose a day within a year, or let the flag have no end."
    if problems:
        raise InvalidInput(problems)


def _end(choice: FlagChoice, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The midnight that ends the flag's last day in the workspace's zone; None when it has no end."""
    if choice.endless or choice.flag is None:
        return None
    last = choice.last_day or now.astimezone(zone).date() + lifetime(choice.flag)
    day = last + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)
