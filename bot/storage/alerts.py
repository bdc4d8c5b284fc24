"""Alerts: where a team stands with a bad review, and the Slack messages that show it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, bindparam, func, select, update

from bot.storage.among import among, beside, texts
from bot.storage.flags import IN_FORCE
from bot.storage.reviews import LINE_COLUMNS
from bot.storage.tables import alerts, customers, flags, messages, reviews, workspaces
from bot.storage.upsert import insert_new, upsert
from bot.views import AlertState, AlertView, HealthMark, ReviewLine
from scoring.status import Flag, Status


@dataclass(frozen=True, slots=True)
class Message:
    """One Slack message that shows an alert, and the revision of the alert it shows."""

    alert_id: str
    channel: str
    ts: str
    drawn_revision: int


_BY_REVIEWS = select(alerts.c.review_id, alerts.c.id).where(
    alerts.c.workspace_id == bindparam("workspace_id"),
    among(alerts.c.review_id, "review_ids"),
)
_ALERT_COLUMNS = (
    alerts.c.id,
    alerts.c.state,
    alerts.c.actor,
    alerts.c.acted_at,
    alerts.c.snoozed_until,
    alerts.c.snooze_reason,
    alerts.c.rules,
    alerts.c.first_polarity,
    alerts.c.score_before,
    alerts.c.confidence_before,
    alerts.c.status_before,
    alerts.c.score_after,
    alerts.c.confidence_after,
    alerts.c.status_after,
    alerts.c.points,
    alerts.c.revision,
    alerts.c.created_at,
    customers.c.id.label("customer_id"),
    customers.c.name.label("customer_name"),
    customers.c.population,
    flags.c.flag,
    reviews.c.status.label("review_status"),
    workspaces.c.timezone,
)


def _whole(found: FromClause) -> Select[Any]:
    """Alerts with what it takes to draw them."""
    return (
        select(*_ALERT_COLUMNS, *(column.label(f"review_{column.name}") for column in LINE_COLUMNS))
        .select_from(
            found.join(reviews, reviews.c.id == alerts.c.review_id)
            .join(customers, customers.c.id == alerts.c.customer_id)
            .join(workspaces, workspaces.c.id == alerts.c.workspace_id)
            .outerjoin(
                flags,
                (flags.c.workspace_id == alerts.c.workspace_id)
                & (flags.c.customer_id == alerts.c.customer_id)
                & IN_FORCE,
            )
        )
        .where(
            beside(reviews.c.workspace_id) == bindparam("workspace_id"),
            beside(customers.c.workspace_id) == bindparam("workspace_id"),
        )
    )


def _newest(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The newest alerts first, and only then what belongs to them."""
    newest = (
        select(alerts.c.workspace_id, alerts.c.id)
        .where(alerts.c.workspace_id == bindparam("workspace_id"), *conditions)
        .order_by(alerts.c.created_at.desc(), alerts.c.id.desc())
        .limit(bindparam("size"))
        .subquery("newest")
    )
    same = (alerts.c.id == newest.c.id) & (beside(alerts.c.workspace_id) == newest.c.workspace_id)
    return _whole(newest.join(alerts, same)).order_by(alerts.c.created_at.desc(), alerts.c.id.desc())


_ONE = _whole(alerts).where(
    alerts.c.workspace_id == bindparam("workspace_id"), alerts.c.id == bindparam("alert_id")
)
_OPEN = _newest(alerts.c.state.in_(["open", "claimed"]))
_OPEN_OF_CUSTOMER = _newest(alerts.c.state != "done", alerts.c.customer_id == bindparam("customer_id"))
_COUNT_OPEN = select(func.count()).where(
    alerts.c.workspace_id == bindparam("workspace_id"), alerts.c.state.in_(["open", "claimed"])
)
_MESSAGES = select(messages.c.alert_id, messages.c.channel, messages.c.ts, messages.c.drawn_revision).where(
    messages.c.workspace_id == bindparam("workspace_id"),
    among(messages.c.alert_id, "alert_ids"),
)
_OWNER = (
    select(customers.c.owner)
    .join(alerts, alerts.c.customer_id == customers.c.id)
    .where(
        alerts.c.workspace_id == bindparam("workspace_id"),
        customers.c.workspace_id == bindparam("workspace_id"),
        alerts.c.id == bindparam("alert_id"),
    )
)
_WAKING = (
    select(alerts.c.workspace_id, alerts.c.id)
    .where(alerts.c.snoozed_until <= bindparam("now"), alerts.c.state == "snoozed")
    .order_by(alerts.c.snoozed_until)
    .limit(bindparam("size"))
    .execution_options(every_workspace="the sweep looks after all of them")
)


def alerts_about(tx: Connection, workspace_id: str, review_ids: Collection[str]) -> dict[str, str]:
    """Alert ids by review id, of the reviews that have one."""
    if not review_ids:
        return {}
    rows = tx.execute(_BY_REVIEWS, {"workspace_id": workspace_id, "review_ids": texts(review_ids)})
    return dict(rows.all())


def add_alerts(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert whole alerts; a review that has one keeps it."""
    insert_new(tx, alerts, rows)


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """An alert with what it takes to draw it, and the revision that the drawing shows."""

    view: AlertView
    revision: int
    created_at: datetime


def get_alert(tx: Connection, workspace_id: str, alert_id: str, now: datetime) -> StoredAlert | None:
    """One alert as it is drawn at ``now``, or None when this workspace has none of that id."""
    row = tx.execute(_ONE, {"workspace_id": workspace_id, "alert_id": alert_id, "now": now}).first()
    return _stored(row) if row else None


def owner_about(tx: Connection, workspace_id: str, alert_id: str) -> str:
    """Who owns the customer of an alert now; empty when nobody does."""
    return str(tx.execute(_OWNER, {"workspace_id": workspace_id, "alert_id": alert_id}).scalar() or "")


def open_alerts(tx: Connection, workspace_id: str, size: int, now: datetime) -> list[StoredAlert]:
    """Open and claimed alerts, newest first."""
    values = {"workspace_id": workspace_id, "size": size, "now": now}
    return [_stored(row) for row in tx.execute(_OPEN, values)]


def open_alerts_of(
    tx: Connection, workspace_id: str, customer_id: str, size: int, now: datetime
) -> list[StoredAlert]:
    """A customer's alerts that are not done, newest first."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id, "size": size, "now": now}
    return [_stored(row) for row in tx.execute(_OPEN_OF_CUSTOMER, values)]


def count_open(tx: Connection, workspace_id: str) -> int:
    """How many alerts are open or claimed."""
    return int(tx.execute(_COUNT_OPEN, {"workspace_id": workspace_id}).scalar_one())


def _stored(row: Any) -> StoredAlert:
    get = row._mapping
    review = {column.name: get[f"review_{column.name}"] for column in LINE_COLUMNS}
    review["agents"], review["tags"] = tuple(review["agents"]), tuple(review["tags"])
    view = AlertView(
        alert_id=get["id"],
        customer_id=get["customer_id"],
        customer_name=get["customer_name"],
        population=get["population"],
        flag=Flag(get["flag"]) if get["flag"] else None,
        review=ReviewLine(**review),
        state=AlertState(get["state"]),
        actor=get["actor"],
        acted_at=get["acted_at"],
        snoozed_until=get["snoozed_until"],
        snooze_reason=get["snooze_reason"],
        before=_mark(get, "before"),
        after=_mark(get, "after"),
        points=get["points"],
        rules=tuple(get["rules"]),
        first_polarity=get["first_polarity"],
        deleted=get["review_status"] == "deleted",
        timezone=get["timezone"],
    )
    return StoredAlert(view, get["revision"], get["created_at"])


def _mark(get: Any, when: str) -> HealthMark | None:
    if get[f"score_{when}"] is None:
        return None
    return HealthMark(get[f"score_{when}"], get[f"confidence_{when}"], Status(get[f"status_{when}"]))


def change_alert(
    tx: Connection, workspace_id: str, alert_id: str, expected: Collection[AlertState] = (), **values: Any
) -> bool:
    """Set columns and raise the revision; False when the alert's state is none of those expected (any, if
    empty).
    """
    statement = update(alerts).where(alerts.c.workspace_id == workspace_id, alerts.c.id == alert_id)
    if expected:
        statement = statement.where(alerts.c.state.in_([state.value for state in expected]))
    return tx.execute(statement.values(revision=alerts.c.revision + 1, **values)).rowcount == 1


def waking_alerts(tx: Connection, now: datetime, size: int) -> list[tuple[str, str]]:
    """(workspace id, alert id) of snoozed alerts whose time has come."""
    return [(row[0], row[1]) for row in tx.execute(_WAKING, {"now": now, "size": size})]


def messages_of(tx: Connection, workspace_id: str, alert_ids: Collection[str]) -> list[Message]:
    """The Slack messages that show these alerts."""
    if not alert_ids:
        return []
    rows = tx.execute(_MESSAGES, {"workspace_id": workspace_id, "alert_ids": texts(alert_ids)})
    return [Message(*row) for row in rows]


def revise_alerts_of(tx: Connection, workspace_id: str, customer_id: str) -> list[str]:
    """What the cards of a customer's alerts show has changed; those that are done stay as they are.

    Returns the ids of the others.
    """
    statement = (
        update(alerts)
        .where(
            alerts.c.workspace_id == workspace_id,
            alerts.c.customer_id == customer_id,
            alerts.c.state != "done",
        )
        .values(revision=alerts.c.revision + 1)
        .returning(alerts.c.id)
    )
    return list(tx.execute(statement).scalars())


def put_message(
    tx: Connection, workspace_id: str, alert_id: str, channel: str, ts: str, revision: int, now: datetime
) -> None:
    """Remember a posted message and the revision it shows."""
    row = {
        "workspace_id": workspace_id,
        "alert_id": alert_id,
        "channel": channel,
        "ts": ts,
        "drawn_revision": revision,
        "posted_at": now,
    }
    upsert(tx, messages, [row], keys=("workspace_id", "alert_id", "channel"), update=("ts", "drawn_revision"))


def drawn(tx: Connection, workspace_id: str, alert_id: str, channel: str, revision: int) -> None:
    """The message in that channel shows this revision now."""
    tx.execute(
        update(messages)
        .where(
            messages.c.workspace_id == workspace_id,
            messages.c.alert_id == alert_id,
            messages.c.channel == channel,
            messages.c.drawn_revision < revision,
        )
        .values(drawn_revision=revision)
    )


def revision_of(tx: Connection, workspace_id: str, alert_id: str) -> int:
    """The alert's present revision."""
    statement = select(alerts.c.revision).where(
        alerts.c.workspace_id == workspace_id, alerts.c.id == alert_id
    )
    return int(tx.execute(statement).scalar_one())


def add_rule_names(tx: Connection, workspace_id: str, alert_id: str, names: Sequence[str]) -> None:
    """More rules have asked for the alert."""
    mine = (alerts.c.workspace_id == workspace_id, alerts.c.id == alert_id)
    present = list(tx.execute(select(alerts.c.rules).where(*mine)).scalar_one())
    tx.execute(update(alerts).where(*mine).values(rules=list(dict.fromkeys([*present, *names]))))
