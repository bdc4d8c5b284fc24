"""Trying dead letters anew."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import InvalidInput
from bot.storage import audit, deliveries, house


def retry_deliveries(
    tx: Connection, workspace_id: str, ids: Sequence[str] | None, author: str, now: datetime
) -> int:
    """Let failed deliveries be sent again, all of them when ``ids`` is None; returns how many.

    Raises InvalidInput, and changes nothing, when one of the ids is not a failed delivery.
    """
    if ids is not None:
        failed = deliveries.failed_among(tx, workspace_id, ids)
        problems = {
            one: "is no failed delivery: see deliveries list --state failed"
            for one in ids
            if one not in failed
        }
        if problems:
            raise InvalidInput(problems)
    count = deliveries.retry(tx, workspace_id, ids, now)
    if count:
        house.wake_senders(tx)
        audit.record(tx, workspace_id, author, "deliveries.retried", "deliveries:failed", now, count=count)
    return count
