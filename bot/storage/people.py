"""Contacts (customers' people) and agents (support people)."""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.among import among, texts
from bot.storage.tables import agents, contact_customers, contacts
from bot.storage.upsert import insert_new

_CUSTOMERS_OF = select(contact_customers.c.contact_id, contact_customers.c.customer_id).where(
    contact_customers.c.workspace_id == bindparam("workspace_id"),
    among(contact_customers.c.contact_id, "ids"),
)


def contact_id(workspace_id: str, email: str) -> str:
    """The id of the contact with that address: derived, so that a link needs no look-up first."""
    return hashlib.sha256(f"{workspace_id}\0{email.casefold()}".encode()).hexdigest()[:26]


def add_contacts(tx: Connection, rows: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]]) -> None:
    """Remember people and the customers they belong to; those known already stay as they are."""
    insert_new(tx, contacts, rows)
    insert_new(tx, contact_customers, links)


def add_agents(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Remember support people; those known already stay as they are."""
    insert_new(tx, agents, rows)


def customers_of(tx: Connection, workspace_id: str, emails: Collection[str]) -> dict[str, set[str]]:
    """The ids of the customers that the people with these addresses belong to, by address."""
    by_contact = {contact_id(workspace_id, email): email for email in emails}
    found: dict[str, set[str]] = {email: set() for email in emails}
    if by_contact:
        values = {"workspace_id": workspace_id, "ids": texts(list(by_contact))}
        for contact, customer_id in tx.execute(_CUSTOMERS_OF, values):
            found[by_contact[contact]].add(customer_id)
    return found
