"""A person opens an alert that was done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.storage.deliveries import Delivery
from bot.usecases.change_alert import change_alert
from bot.usecases.outbox import Claimant
from bot.views import AlertState, HistoryKind


def reopen_alert(
    tx: Connection, workspace_id: str, alert_id: str, user: str, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """The alert and its review are open again. Raises NotFound, or Conflict when they are not done."""
    expected = (AlertState.DONE,)
    return change_alert(
        tx,
        workspace_id,
        alert_id,
        user,
        HistoryKind.REOPENED,
        expected,
        claimant,
        now,
        state=AlertState.OPEN.value,
        review_status="open",
    )
