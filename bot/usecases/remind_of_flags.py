"""Telling whoever set a flag, once, that it ends soon."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.storage import customers, flags, workspaces
from bot.storage.customers import Customer
from bot.storage.deliveries import Delivery
from bot.storage.types import to_micros
from bot.usecases.outbox import Claimant, Outbox
from bot.views import FlagEnds, FlagMark
from scoring.flags import REMIND, reminder_due

_MOST = 1_000  # flags of a workspace that end within a week
_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}|[^@\s]+@[^@\s]+")  # whom Slack may know


def remind_of_flags(
    tx: Connection, workspace_id: str, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """Queue a direct message for each flag that ends within a week; returns the deliveries claimed.

    A flag that was set at the command line has an author whom Slack does not know: the customer's owner is
    told instead, and where there is none, nobody.
    """
    outbox = Outbox(workspace_id, claimant, now)
    ending = flags.ending(tx, workspace_id, now, REMIND, _MOST)
    found = customers.get_customers(tx, workspace_id, list(ending))
    for customer_id, mark in ending.items():
        person = _whom_to_tell(mark, found[customer_id])
        if person and reminder_due(mark.set_at, mark.expires_at, now):
            payload = _payload(customer_id, mark)
            key = f"flag_ends:{customer_id}:{payload['set_at']}:{payload['expires_at']}"
            outbox.notice(person, key, payload)
    return outbox.write(tx)


def reminder_of(tx: Connection, workspace_id: str, payload: dict[str, Any], now: datetime) -> FlagEnds | None:
    """What such a message says now; None when the flag has been changed or has ended since it was queued."""
    customer_id = str(payload["customer_id"])
    mark = flags.find_flag(tx, workspace_id, customer_id, now)
    if mark is None or _payload(customer_id, mark) != payload:
        return None
    name = customers.get_customers(tx, workspace_id, [customer_id])[customer_id].name
    return FlagEnds(customer_id, name, mark, workspaces.get_workspace(tx, workspace_id).timezone)


def _whom_to_tell(mark: FlagMark, customer: Customer) -> str:
    return next((one for one in (mark.author, customer.owner) if _PERSON.fullmatch(one)), "")


def _payload(customer_id: str, mark: FlagMark) -> dict[str, Any]:
    """Which flag a reminder is about; it tells what is true when it is sent."""
    return {
        "about": "flag_ends",
        "customer_id": customer_id,
        "set_at": to_micros(mark.set_at),
        "expires_at": to_micros(mark.expires_at) if mark.expires_at else None,
    }
