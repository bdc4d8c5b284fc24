"""Making one customer of two that are the same."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import InvalidInput, NotFound
from bot.storage import alerts, audit, customers, house, merging
from bot.storage.customers import Customer
from bot.storage.merging import Moved
from bot.usecases.knowledge import Knowledge
from bot.usecases.outbox import Claimant, Outbox
from bot.usecases.rescore import rescore_customers

# What is unknown of the customer that stays, and known of the one that goes, is taken over.
_TAKEN_OVER = ("site", "owner", "team", "division", "renewal_on")


@dataclass(frozen=True, slots=True)
class Merged:
    """The customer that is left, and what it was given."""

    customer: Customer
    moved: Moved


def merge_customers(
    tx: Connection,
    knowledge: Knowledge,
    workspace_id: str,
    from_id: str,
    into_id: str,
    author: str,
    claimant: Claimant,
    now: datetime,
) -> Merged:
    """Move everything of the one customer to the other, remove the one and score the other anew.

    Names, domains and ids of the one lead to the other from now on. Unfinished alerts are drawn anew.
    Raises InvalidInput when both are the same, NotFound when one is gone.
    """
    if from_id == into_id:
        raise InvalidInput({"INTO": "is the same customer"})
    house.lock_workspace(tx, workspace_id)
    found = customers.get_customers(tx, workspace_id, [from_id, into_id])
    if len(found) < 2:
        raise NotFound("One of the two customers does not exist any more.")
    moved = merging.move_everything(tx, workspace_id, from_id, into_id, now)
    values = {
        column: getattr(found[from_id], column)
        for column in _TAKEN_OVER
        if getattr(found[from_id], column) and not getattr(found[into_id], column)
    }
    values["known_since"] = min(customer.known_since for customer in found.values())
    customers.change_customer(tx, workspace_id, into_id, values)
    merging.remove_customer(tx, workspace_id, from_id)
    customer = customers.get_customers(tx, workspace_id, [into_id])[into_id]
    rescore_customers(tx, knowledge, workspace_id, [customer], now)
    audit.record(
        tx, workspace_id, author, "customer.merged", f"customer:{into_id}", now, merged=from_id,
        reviews=moved.reviews,
    )  # fmt: skip
    _redraw(tx, workspace_id, moved.unfinished_alerts, claimant, now)
    return Merged(customer, moved)


def _redraw(
    tx: Connection, workspace_id: str, alert_ids: tuple[str, ...], claimant: Claimant, now: datetime
) -> None:
    outbox = Outbox(workspace_id, claimant, now)
    for message in alerts.messages_of(tx, workspace_id, alert_ids):
        outbox.redraw(message.alert_id, [message.channel])
    outbox.write(tx)
