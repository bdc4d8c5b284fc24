"""What one survey has left in the tables of its workspace: inbox, verdicts, waiting rules, deliveries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.storage.among import among, texts
from bot.storage.tables import alerts, deliveries, inbox, messages, reviews, rules, settling, verdicts


@dataclass(frozen=True, slots=True)
class Noted:
    """What the inbox holds of one event; ``review_id`` is None when it was put aside."""

    id: str
    outcome: str
    reason: str
    review_id: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict that was stored: its rule fired, or was close."""

    rule_id: str
    rule_name: str
    outcome: str
    checks: list[tuple[bool, str]]
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class Going:
    """One delivery on its way, or at its end."""

    kind: str
    destination: str
    state: str
    attempts: int
    error: str
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message in Slack that shows the alert."""

    channel: str
    ts: str
    posted_at: datetime


_NOTED = select(inbox.c.id, inbox.c.outcome, inbox.c.reason, inbox.c.review_id, inbox.c.received_at).where(
    inbox.c.workspace_id == bindparam("workspace_id"),
    inbox.c.source_id == bindparam("source_id"),
    inbox.c.event_id == bindparam("event_id"),
)
_REVIEW = select(reviews.c.id).where(
    reviews.c.workspace_id == bindparam("workspace_id"),
    reviews.c.source_id == bindparam("source_id"),
    reviews.c.external_id == bindparam("external_id"),
)
_JUDGED = (
    select(verdicts.c.rule_id, rules.c.name, verdicts.c.outcome, verdicts.c.checks, verdicts.c.judged_at)
    .join(rules, rules.c.id == verdicts.c.rule_id)
    .where(
        verdicts.c.workspace_id == bindparam("workspace_id"),
        rules.c.workspace_id == bindparam("workspace_id"),
        verdicts.c.review_id == bindparam("review_id"),
    )
    .order_by(rules.c.position, rules.c.id)
)
_SETTLING = select(settling.c.rule_id, settling.c.due_at).where(
    settling.c.workspace_id == bindparam("workspace_id"), settling.c.review_id == bindparam("review_id")
)
_GOING = (
    select(*(deliveries.c[name] for name in Going.__dataclass_fields__))
    .where(
        deliveries.c.workspace_id == bindparam("workspace_id"),
        deliveries.c.alert_id == bindparam("alert_id"),
        deliveries.c.created_at >= bindparam("since"),
    )
    .order_by(deliveries.c.created_at, deliveries.c.id)
)
_SHOWN = (
    select(messages.c.channel, messages.c.ts, messages.c.posted_at)
    .where(messages.c.workspace_id == bindparam("workspace_id"), messages.c.alert_id == bindparam("alert_id"))
    .order_by(messages.c.posted_at, messages.c.channel)
)
_SHOWN_OF = (
    select(messages.c.ts)
    .join(alerts, alerts.c.id == messages.c.alert_id)
    .join(reviews, reviews.c.id == alerts.c.review_id)
    .where(
        messages.c.workspace_id == bindparam("workspace_id"),
        alerts.c.workspace_id == bindparam("workspace_id"),
        reviews.c.workspace_id == bindparam("workspace_id"),
        reviews.c.source_id == bindparam("source_id"),
        among(reviews.c.external_id, "external_ids"),
    )
    .limit(1)
)
_CLAIMED = (
    select(alerts.c.id)
    .where(
        alerts.c.workspace_id == bindparam("workspace_id"),
        alerts.c.state == "claimed",
        alerts.c.actor == bindparam("actor"),
        alerts.c.acted_at >= bindparam("since"),
    )
    .limit(1)
)


def noted(tx: Connection, workspace_id: str, source_id: str, event_id: str) -> Noted | None:
    """What the inbox holds of an event; None when nothing of it was kept."""
    values = {"workspace_id": workspace_id, "source_id": source_id, "event_id": event_id}
    row = tx.execute(_NOTED, values).first()
    return Noted(*row) if row else None


def review_of(tx: Connection, workspace_id: str, source_id: str, external_id: str) -> str | None:
    """The id of the review that a survey became, if it did."""
    values = {"workspace_id": workspace_id, "source_id": source_id, "external_id": external_id}
    found: str | None = tx.execute(_REVIEW, values).scalar()
    return found


def judged(tx: Connection, workspace_id: str, review_id: str) -> list[Judged]:
    """The stored verdicts about a review, in the order of the rules."""
    rows = tx.execute(_JUDGED, {"workspace_id": workspace_id, "review_id": review_id})
    return [Judged(*row) for row in rows]


def waiting_rules(tx: Connection, workspace_id: str, review_id: str) -> dict[str, datetime]:
    """The rules that let a review settle first, by id, and when each will look at it."""
    rows = tx.execute(_SETTLING, {"workspace_id": workspace_id, "review_id": review_id})
    return {row[0]: row[1] for row in rows}


def going(tx: Connection, workspace_id: str, alert_id: str, since: datetime) -> list[Going]:
    """An alert's deliveries that were ordered at that moment or later, oldest first."""
    rows = tx.execute(_GOING, {"workspace_id": workspace_id, "alert_id": alert_id, "since": since})
    return [Going(*row) for row in rows]


def shown(tx: Connection, workspace_id: str, alert_id: str) -> list[Shown]:
    """The messages that show an alert, oldest first."""
    rows = tx.execute(_SHOWN, {"workspace_id": workspace_id, "alert_id": alert_id})
    return [Shown(*row) for row in rows]


def any_shown(tx: Connection, workspace_id: str, source_id: str, external_ids: list[str]) -> bool:
    """Whether one of these surveys has become an alert that stands in Slack."""
    values = {"workspace_id": workspace_id, "source_id": source_id, "external_ids": texts(external_ids)}
    return tx.execute(_SHOWN_OF, values).first() is not None


def has_claimed(tx: Connection, workspace_id: str, person: str, since: datetime) -> bool:
    """Whether the person has claimed an alert since then, and still has it."""
    values = {"workspace_id": workspace_id, "actor": person, "since": since}
    return tx.execute(_CLAIMED, values).first() is not None
