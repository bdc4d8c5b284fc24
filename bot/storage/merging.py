"""Letting everything of one customer become another's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from bot.storage.tables import (
    alerts,
    contact_customers,
    customer_keys,
    customers,
    flag_changes,
    flags,
    interactions,
    readings,
    review_versions,
    reviews,
    tickets,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows changed hands, and the alerts that are shown under another name now."""

    reviews: int
    tickets: int
    interactions: int
    alerts: int
    unfinished_alerts: tuple[str, ...]


# What of a customer has a life of its own; evidence, scores and their history go with the customer.
MOVABLE = (reviews, review_versions, tickets, interactions, readings, customer_keys, flag_changes)


def move_everything(tx: Connection, workspace_id: str, from_id: str, into_id: str, now: datetime) -> Moved:
    """Give ``into_id`` the reviews, tickets, interactions, alerts, keys and contacts of ``from_id``.

    The flag comes along unless there is one in force already.
    """
    counts = {
        table.name: tx.execute(
            update(table)
            .where(table.c.workspace_id == workspace_id, table.c.customer_id == from_id)
            .values(customer_id=into_id)
        ).rowcount
        for table in MOVABLE
    }
    unfinished = _unfinished(tx, workspace_id, from_id)
    moved = tx.execute(
        update(alerts)
        .where(alerts.c.workspace_id == workspace_id, alerts.c.customer_id == from_id)
        .values(customer_id=into_id, revision=alerts.c.revision + 1)
    ).rowcount
    _move_contacts(tx, workspace_id, from_id, into_id)
    _move_flag(tx, workspace_id, from_id, into_id, now)
    return Moved(counts["reviews"], counts["tickets"], counts["interactions"], moved, unfinished)


def remove_customer(tx: Connection, workspace_id: str, customer_id: str) -> None:
    """Delete a customer that has no reviews, tickets, interactions or alerts (any more)."""
    tx.execute(
        delete(customers).where(customers.c.workspace_id == workspace_id, customers.c.id == customer_id)
    )


def _unfinished(tx: Connection, workspace_id: str, customer_id: str) -> tuple[str, ...]:
    statement = select(alerts.c.id).where(
        alerts.c.workspace_id == workspace_id,
        alerts.c.customer_id == customer_id,
        alerts.c.state != "done",
    )
    return tuple(tx.execute(statement).scalars())


def _move_contacts(tx: Connection, workspace_id: str, from_id: str, into_id: str) -> None:
    """A contact of both keeps the link it has; the other one goes with the customer."""
    others = contact_customers.alias()
    tx.execute(
        update(contact_customers)
        .where(
            contact_customers.c.workspace_id == workspace_id,
            contact_customers.c.customer_id == from_id,
            ~exists().where(
                others.c.workspace_id == workspace_id,
                others.c.customer_id == into_id,
                others.c.contact_id == contact_customers.c.contact_id,
            ),
        )
        .values(customer_id=into_id)
    )


def _move_flag(tx: Connection, workspace_id: str, from_id: str, into_id: str, now: datetime) -> None:
    tx.execute(
        delete(flags).where(
            flags.c.workspace_id == workspace_id, flags.c.customer_id == into_id, flags.c.expires_at <= now
        )
    )
    others = flags.alias()
    tx.execute(
        update(flags)
        .where(
            flags.c.workspace_id == workspace_id,
            flags.c.customer_id == from_id,
            ~exists().where(others.c.workspace_id == workspace_id, others.c.customer_id == into_id),
        )
        .values(customer_id=into_id)
    )
