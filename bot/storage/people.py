"""Contacts (customers' people) and agents (support people)."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.storage.tables import agents, contact_customers, contacts
from bot.storage.upsert import insert_new


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
