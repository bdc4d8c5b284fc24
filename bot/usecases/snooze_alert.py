"""A person puts an alert off until a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import InvalidInput
from bot.storage.deliveries import Delivery
from bot.usecases.change_alert import change_alert
from bot.usecases.outbox import Claimant
from bot.views import AlertState, HistoryKind

_LONGEST = timedelta(days=90)
_REASON = 500  # characters


def snooze_alert(
    tx: Connection,
    workspace_id: str,
    alert_id: str,
    user: str,
    until: datetime,
    reason: str,
    claimant: Claimant,
    now: datetime,
) -> Sequence[Delivery]:
    """The alert sleeps until then and opens again by itself.

    Raises InvalidInput for a time that is past or more than 90 days away or a reason over 500 characters,
    NotFound, or Conflict when the alert is done.
    """
    problems = {}
    if until <= now:
        problems["until"] = "Choose a time in the future."
    elif until - now > _LONGEST:
        problems["until"] = "Choose a time within 90 days."
    if len(reason) > _REASON:
        problems["reason"] = f"Keep the reason under {_REASON} characters."
    if problems:
        raise InvalidInput(problems)
    return change_alert(
        tx,
        workspace_id,
        alert_id,
        user,
        HistoryKind.SNOOZED,
        (AlertState.OPEN, AlertState.CLAIMED, AlertState.SNOOZED),
        claimant,
        now,
        detail=reason,
        until=until,
        state=AlertState.SNOOZED.value,
        snooze_reason=reason,
    )
