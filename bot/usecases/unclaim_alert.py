"""A person gives an alert back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.storage.deliveries import Delivery
from bot.usecases.change_alert import change_alert
from bot.usecases.outbox import Claimant
from bot.views import AlertState, HistoryKind


def unclaim_alert(
    tx: Connection, workspace_id: str, alert_id: str, user: str, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """The alert is open again. Raises NotFound, or Conflict when nobody has claimed it."""
    expected = (AlertState.CLAIMED,)
    return change_alert(
        tx,
        workspace_id,
        alert_id,
        user,
        HistoryKind.UNCLAIMED,
        expected,
        claimant,
        now,
        state=AlertState.OPEN.value,
    )
