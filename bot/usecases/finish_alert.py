"""A person closes the loop."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.storage.deliveries import Delivery
from bot.usecases.change_alert import change_alert
from bot.usecases.outbox import Claimant
from bot.views import AlertState, HistoryKind


def finish_alert(
    tx: Connection, workspace_id: str, alert_id: str, user: str, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """The alert and its review are done. Raises NotFound, or Conflict when they are done already."""
    expected = (AlertState.OPEN, AlertState.CLAIMED, AlertState.SNOOZED)
    return change_alert(
        tx,
        workspace_id,
        alert_id,
        user,
        HistoryKind.DONE,
        expected,
        claimant,
        now,
        state=AlertState.DONE.value,
        review_status="done",
    )
