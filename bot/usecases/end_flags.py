"""Putting away flags that have ended. No surface shows them any more; messages are redrawn here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.storage import audit, flags, health, house
from bot.storage.deliveries import Delivery
from bot.usecases.outbox import Claimant, redraw_alerts_of

SIZE = 100  # flags in one transaction
_BY_ITSELF = "bellwether"  # whom the audit log names


def end_flags(
    tx: Connection, workspace_id: str, claimant: Claimant, now: datetime
) -> tuple[int, Sequence[Delivery]]:
    """(how many flags were put away, the deliveries claimed); at most ``SIZE`` at a time."""
    house.lock_workspace(tx, workspace_id)
    ended = flags.ended(tx, workspace_id, now, SIZE)
    lines = health.customer_lines(tx, workspace_id, list(ended), now)
    claimed: list[Delivery] = []
    for customer_id, mark in ended.items():
        flags.remove_flag(tx, workspace_id, customer_id)
        computed = lines[customer_id].mark
        flags.add_change(tx, workspace_id, customer_id, "ended", replace(mark, author=""), computed, now)
        audit.record(
            tx, workspace_id, _BY_ITSELF, "flag.ended", f"customer:{customer_id}", now, flag=mark.flag.value,
            until=mark.expires_at.isoformat() if mark.expires_at else None,
        )  # fmt: skip
        claimed += redraw_alerts_of(tx, workspace_id, customer_id, claimant, now)
    return len(ended), claimed
