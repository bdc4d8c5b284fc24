"""Opening a data folder again: the database remembers an embedded Slack that is gone with its process.

Nothing of Slack is kept between two runs. So the messages that showed alerts are forgotten, and the alerts of
the last days that are not done are posted anew.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from bot.storage import house
from bot.storage.tables import alerts, deliveries, messages

_SHOWN_AGAIN = timedelta(days=7)
_MOST = 20
_UNFINISHED = ("pending", "claimed", "uncertain")


def forget_slack(tx: Connection, workspace_id: str, now: datetime) -> int:
    """Let go of what stood in the Slack that is gone; returns how many messages will be posted again."""
    tx.execute(delete(messages).where(messages.c.workspace_id == workspace_id))
    # The next Slack numbers its events from 1 again; none of them may pass for a repetition.
    house.forget_slack_events(tx, now + timedelta(days=1))
    mine = deliveries.c.workspace_id == workspace_id
    tx.execute(
        update(deliveries)
        .where(mine, deliveries.c.state.in_(_UNFINISHED))
        .values(state="cancelled", claimed_by=None, finished_at=now)
    )
    again = (
        select(alerts.c.id)
        .where(
            alerts.c.workspace_id == workspace_id,
            alerts.c.state != "done",
            alerts.c.created_at >= now - _SHOWN_AGAIN,
        )
        .order_by(alerts.c.created_at.desc())
        .limit(_MOST)
    )
    ids = list(tx.execute(again).scalars())
    posted = (
        update(deliveries)
        .where(
            mine, deliveries.c.kind == "alert", deliveries.c.alert_id.in_(ids), deliveries.c.state != "failed"
        )
        .values(state="pending", claimed_by=None, claimed_at=None, due_at=now, attempts=0, finished_at=None)
    )
    return tx.execute(posted).rowcount
