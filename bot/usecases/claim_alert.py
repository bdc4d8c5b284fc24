"""A person takes an alert on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.storage.deliveries import Delivery
from bot.usecases.change_alert import change_alert
from bot.usecases.outbox import Claimant
from bot.views import AlertState, HistoryKind


def claim_alert(
    tx: Connection, workspace_id: str, alert_id: str, user: str, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """The alert is ``user``'s. Raises NotFound, or Conflict when somebody was first."""
    expected = (AlertState.OPEN, AlertState.SNOOZED)
    return change_alert(
        tx,
        workspace_id,
        alert_id,
        user,
        HistoryKind.CLAIMED,
        expected,
        claimant,
        now,
        state=AlertState.CLAIMED.value,
    )
