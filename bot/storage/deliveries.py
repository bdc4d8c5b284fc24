"""The outbox: one row for each thing to send, written in the transaction of its cause.

A row is pending (free to claim), claimed (a process has it in hand), uncertain (it may have been sent: look
before sending again), sent, failed (a dead letter that a person can retry) or cancelled (what it was about is
gone).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, update

from bot.storage.among import among, beside, texts
from bot.storage.tables import deliveries
from bot.storage.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to send. ``kind`` is alert, update, history or notice; ``destination`` a channel id, or
    ``owner:<person>``; a notice is about no alert, and its ``alert_id`` is empty.
    """

    id: str
    workspace_id: str
    kind: str
    destination: str
    alert_id: str
    payload: dict[str, Any]
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery as a list shows it."""

    id: str
    kind: str
    destination: str
    state: str
    attempts: int
    error_code: str
    error: str
    created_at: datetime
    due_at: datetime


_COLUMNS = tuple(
    func.coalesce(deliveries.c.alert_id, "") if name == "alert_id" else deliveries.c[name]
    for name in Delivery.__dataclass_fields__
)
_LINE = tuple(deliveries.c[name] for name in DeliveryLine.__dataclass_fields__)
_SWEEP = {"every_workspace": "the sweep looks after all of them"}


def _claimable(state: str) -> Select[tuple[str]]:
    return (
        select(deliveries.c.id)
        .where(deliveries.c.state == state, deliveries.c.due_at <= bindparam("now"))
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(bindparam("size"))
        .with_for_update(skip_locked=True)
        .execution_options(**_SWEEP)
    )


_CLAIMABLE = {state: _claimable(state) for state in ("pending", "uncertain")}
_CLAIM = (
    update(deliveries)
    .where(among(deliveries.c.id, "ids"))
    .values(state="claimed", claimed_by=bindparam("process_id"), claimed_at=bindparam("claimed_now"))
    .execution_options(**_SWEEP)
)
_BY_IDS = (
    select(*_COLUMNS)
    .where(among(deliveries.c.id, "ids"))
    .order_by(deliveries.c.created_at, deliveries.c.id)
    .execution_options(**_SWEEP)
)
_FAILED = select(deliveries.c.id).where(
    deliveries.c.workspace_id == bindparam("workspace_id"),
    deliveries.c.state == "failed",
    among(deliveries.c.id, "ids"),
)


_CLAIMED = select(deliveries.c.id).where(
    deliveries.c.workspace_id == bindparam("workspace_id"),
    deliveries.c.id == bindparam("delivery_id"),
    deliveries.c.claimed_by == bindparam("process_id"),
    deliveries.c.state == "claimed",
)
_TO_COME = (
    select(deliveries.c.destination)
    .where(
        deliveries.c.workspace_id == bindparam("workspace_id"),
        deliveries.c.alert_id == bindparam("alert_id"),
        deliveries.c.kind == "alert",
        deliveries.c.state.in_(["pending", "claimed", "uncertain"]),
    )
    .order_by(deliveries.c.id)
)
_PRESENT = select(deliveries.c.id).where(
    beside(deliveries.c.workspace_id) == bindparam("workspace_id"), among(deliveries.c.id, "ids")
)


def add_deliveries(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert whole rows; one with a dedupe key that exists is the same delivery and is left out."""
    insert_new(tx, deliveries, rows)


def present(tx: Connection, workspace_id: str, ids: Collection[str]) -> set[str]:
    """Those of the ids that are deliveries."""
    if not ids:
        return set()
    return set(tx.execute(_PRESENT, {"workspace_id": workspace_id, "ids": texts(ids)}).scalars())


def places_to_come(tx: Connection, workspace_id: str, alert_id: str) -> list[str]:
    """The destinations where the alert will be shown, or perhaps is, without our knowing it yet."""
    return list(tx.execute(_TO_COME, {"workspace_id": workspace_id, "alert_id": alert_id}).scalars())


def claim(tx: Connection, state: str, process_id: str, now: datetime, size: int) -> list[Delivery]:
    """Take up to ``size`` pending or uncertain rows that are due; no other process gets the same ones."""
    ids = [str(row[0]) for row in tx.execute(_CLAIMABLE[state], {"now": now, "size": size})]
    if not ids:
        return []
    tx.execute(_CLAIM, {"ids": texts(ids), "process_id": process_id, "claimed_now": now})
    return [Delivery(*row) for row in tx.execute(_BY_IDS, {"ids": texts(ids)})]


def doubt_orphans(tx: Connection, living: Collection[str], due_at: datetime) -> int:
    """Rows in the hands of processes that live no more become uncertain, to be looked for from then on."""
    statement = (
        update(deliveries)
        .where(deliveries.c.state == "claimed", deliveries.c.claimed_by.not_in(list(living)))
        .values(state="uncertain", due_at=due_at)
        .execution_options(**_SWEEP)
    )
    return tx.execute(statement).rowcount


def doubt(tx: Connection, process_id: str, ids: Collection[str], due_at: datetime) -> int:
    """Those of the rows that the process still has become uncertain, to be looked for from then on."""
    if not ids:
        return 0
    statement = (
        update(deliveries)
        .where(
            among(deliveries.c.id, "ids"),
            deliveries.c.claimed_by == process_id,
            deliveries.c.state == "claimed",
        )
        .values(state="uncertain", claimed_by=None, due_at=due_at)
        .execution_options(**_SWEEP)
    )
    return tx.execute(statement, {"ids": texts(ids)}).rowcount


def claimed_until(tx: Connection, process_id: str, before: datetime) -> set[str]:
    """The ids of the rows that the process has claimed and not finished since then."""
    statement = (
        select(deliveries.c.id)
        .where(
            deliveries.c.state == "claimed",
            deliveries.c.claimed_by == process_id,
            deliveries.c.claimed_at <= before,
        )
        .execution_options(**_SWEEP)
    )
    return set(tx.execute(statement).scalars())


def is_claimed(tx: Connection, workspace_id: str, delivery_id: str, process_id: str) -> bool:
    """Whether the process (still) has this delivery in hand."""
    values = {"workspace_id": workspace_id, "delivery_id": delivery_id, "process_id": process_id}
    return tx.execute(_CLAIMED, values).first() is not None


def release(tx: Connection, process_id: str, ids: Collection[str], now: datetime) -> None:
    """Give back rows that were claimed and not tried."""
    statement = (
        update(deliveries)
        .where(
            deliveries.c.id.in_(list(ids)),
            deliveries.c.claimed_by == process_id,
            deliveries.c.state == "claimed",
        )
        .values(state="pending", claimed_by=None, claimed_at=None, due_at=now)
        .execution_options(**_SWEEP)
    )
    tx.execute(statement)


def finish(
    tx: Connection,
    workspace_id: str,
    delivery_id: str,
    state: str,
    now: datetime,
    code: str = "",
    error: str = "",
) -> None:
    """The row is sent, failed or cancelled, and nobody's any more. What has been sent stays sent."""
    _set(
        tx,
        workspace_id,
        delivery_id,
        state=state,
        claimed_by=None,
        finished_at=now,
        error_code=code,
        error=error,
    )


def put_off(
    tx: Connection,
    workspace_id: str,
    delivery_id: str,
    state: str,
    due_at: datetime,
    attempts: int,
    code: str,
    error: str,
) -> None:
    """Try again (pending) or look again (uncertain) at ``due_at``. What has been sent stays sent."""
    _set(
        tx, workspace_id, delivery_id, state=state, claimed_by=None, due_at=due_at, attempts=attempts,
        error_code=code, error=error,
    )  # fmt: skip


def _set(tx: Connection, workspace_id: str, delivery_id: str, **values: Any) -> None:
    mine = (deliveries.c.workspace_id == workspace_id, deliveries.c.id == delivery_id)
    # A process that was away for long may report a failure of what another one took over and has sent.
    unsent = () if values["state"] == "sent" else (deliveries.c.state != "sent",)
    tx.execute(update(deliveries).where(*mine, *unsent).values(**values))


def list_deliveries(tx: Connection, workspace_id: str, state: str | None, size: int) -> list[DeliveryLine]:
    """The newest deliveries of a workspace, of one state or of all."""
    statement = select(*_LINE).where(deliveries.c.workspace_id == workspace_id)
    if state is not None:
        statement = statement.where(deliveries.c.state == state)
    rows = tx.execute(statement.order_by(deliveries.c.created_at.desc(), deliveries.c.id.desc()).limit(size))
    return [DeliveryLine(*row) for row in rows]


def failed_among(tx: Connection, workspace_id: str, ids: Collection[str]) -> set[str]:
    """Those of the ids that are dead letters."""
    return set(tx.execute(_FAILED, {"workspace_id": workspace_id, "ids": texts(ids)}).scalars())


def retry(tx: Connection, workspace_id: str, ids: Collection[str] | None, now: datetime) -> int:
    """Let dead letters be tried anew (all of them when ``ids`` is None); returns how many."""
    statement = update(deliveries).where(
        deliveries.c.workspace_id == workspace_id, deliveries.c.state == "failed"
    )
    if ids is not None:
        statement = statement.where(deliveries.c.id.in_(list(ids)))
    return tx.execute(statement.values(state="pending", due_at=now, attempts=0, finished_at=None)).rowcount


def state_counts(tx: Connection) -> dict[str, int]:
    """How many rows wait, by state, over all workspaces."""
    statement = (
        select(deliveries.c.state, func.count())
        .where(deliveries.c.state.in_(["pending", "claimed", "uncertain", "failed"]))
        .group_by(deliveries.c.state)
        .execution_options(**_SWEEP)
    )
    return dict(tx.execute(statement).all())
