"""What every button on an alert has in common: one transaction changes it, notes who did, and queues the
redraw.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.errors import Conflict, NotFound
from bot.storage import alerts, audit, house, reviews
from bot.storage.alerts import StoredAlert
from bot.storage.deliveries import Delivery
from bot.usecases.outbox import Claimant, redraw_alert
from bot.views import AlertState, HistoryEntry, HistoryKind


def change_alert(
    tx: Connection,
    workspace_id: str,
    alert_id: str,
    user: str,
    kind: HistoryKind,
    expected: Collection[AlertState],
    claimant: Claimant,
    now: datetime,
    *,
    detail: str = "",
    until: datetime | None = None,
    review_status: str | None = None,
    **values: Any,
) -> Sequence[Delivery]:
    """Bring an alert from one of the ``expected`` states into another; the first click wins.

    Returns the deliveries claimed. Raises NotFound, or Conflict with a sentence when the alert is elsewhere
    by now.
    """
    # Against a survey that revises the review, and a message that is being recorded, at the same time.
    house.lock_workspace(tx, workspace_id)
    alert = require_alert(tx, workspace_id, alert_id, now)
    values = {"actor": user, "acted_at": now, "snoozed_until": until, "snooze_reason": "", **values}
    if not alerts.change_alert(tx, workspace_id, alert_id, expected, **values):
        # Read anew: whoever was first may have committed while we waited for the row.
        raise Conflict(_what_happened(require_alert(tx, workspace_id, alert_id, now), user))
    if review_status is not None:
        reviews.set_status(tx, workspace_id, alert.view.review.id, review_status)
    audit.record(tx, workspace_id, user, f"alert.{kind.value}", f"alert:{alert_id}", now)
    entry = HistoryEntry(kind, now, user, detail, until, alert.view.timezone)
    return redraw_alert(tx, workspace_id, alert_id, entry, claimant, now)


def require_alert(tx: Connection, workspace_id: str, alert_id: str, now: datetime) -> StoredAlert:
    """The alert; NotFound when this workspace has none of that id."""
    alert = alerts.get_alert(tx, workspace_id, alert_id, now)
    if alert is None:
        raise NotFound("This alert does not exist any more.")
    return alert


def _what_happened(alert: StoredAlert, user: str) -> str:
    # No name: this text knows nothing of Slack's mentions, and the message itself says who and when.
    someone = "Somebody else has" if alert.view.actor else "Somebody has"
    who = "You have" if alert.view.actor == user else someone
    match alert.view.state:
        case AlertState.CLAIMED:
            return f"{who} claimed this alert already."
        case AlertState.DONE:
            return f"{who} marked this alert as done already. Reopen it first."
        case AlertState.SNOOZED:
            return f"{who} snoozed this alert already."
        case AlertState.OPEN:
            return "This alert is open again: somebody changed it a moment ago."
