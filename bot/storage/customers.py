"""Customers, and the keys by which they are recognised."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from bot.storage.among import among, beside, texts
from bot.storage.tables import customer_keys, customers
from bot.storage.upsert import insert_all, insert_new


@dataclass(frozen=True, slots=True)
class Customer:
    """A company or an individual, as stored."""

    id: str
    name: str
    kind: str
    population: str
    site: str
    owner: str
    team: str
    division: str
    renewal_on: date | None
    known_since: datetime


_COLUMNS = tuple(customers.c[name] for name in Customer.__dataclass_fields__)
_BY_IDS = select(*_COLUMNS).where(
    beside(customers.c.workspace_id) == bindparam("workspace_id"),
    among(customers.c.id, "ids"),
)
_BY_KEYS = select(customer_keys.c.key, customer_keys.c.customer_id).where(
    customer_keys.c.workspace_id == bindparam("workspace_id"),
    among(customer_keys.c.key, "keys"),
)
_KEYS_OF = select(customer_keys.c.customer_id, customer_keys.c.key).where(
    customer_keys.c.workspace_id == bindparam("workspace_id"),
    among(customer_keys.c.customer_id, "ids"),
)
_NAMES = select(customers.c.id, customers.c.name).where(customers.c.workspace_id == bindparam("workspace_id"))
_ALIASES = select(customer_keys.c.customer_id, customer_keys.c.key).where(
    customer_keys.c.workspace_id == bindparam("workspace_id"),
    # Not a range of keys, whose order is the database's own (a collation may skip the colon).
    func.substr(customer_keys.c.key, 1, len("name:")) == "name:",
)
_KNOWN_SINCE = (
    update(customers)
    .where(customers.c.workspace_id == bindparam("of"), customers.c.id == bindparam("customer"))
    .values(known_since=bindparam("at"))
)
_PAGE = (
    select(*_COLUMNS)
    .where(customers.c.workspace_id == bindparam("workspace_id"), customers.c.id > bindparam("after"))
    .order_by(customers.c.id)
    .limit(bindparam("size"))
)


def find_by_keys(tx: Connection, workspace_id: str, keys: Collection[str]) -> dict[str, str]:
    """Customer ids by key, for the keys that are known."""
    if not keys:
        return {}
    rows = tx.execute(_BY_KEYS, {"workspace_id": workspace_id, "keys": texts(keys)})
    return dict(rows.all())


def keys_of(tx: Connection, workspace_id: str, ids: Collection[str]) -> dict[str, set[str]]:
    """All keys of these customers, by customer id."""
    found: dict[str, set[str]] = {customer_id: set() for customer_id in ids}
    if ids:
        for customer_id, key in tx.execute(_KEYS_OF, {"workspace_id": workspace_id, "ids": texts(ids)}):
            found[customer_id].add(key)
    return found


def get_customers(tx: Connection, workspace_id: str, ids: Collection[str]) -> dict[str, Customer]:
    """These customers by id; the ones that do not exist are missing."""
    if not ids:
        return {}
    rows = tx.execute(_BY_IDS, {"workspace_id": workspace_id, "ids": texts(ids)})
    return {row[0]: Customer(*row) for row in rows}


def page_of_customers(tx: Connection, workspace_id: str, after: str, size: int) -> list[Customer]:
    """The next ``size`` customers whose ids come after ``after`` (the empty text starts)."""
    rows = tx.execute(_PAGE, {"workspace_id": workspace_id, "after": after, "size": size})
    return [Customer(*row) for row in rows]


def all_names(tx: Connection, workspace_id: str) -> list[tuple[str, str]]:
    """(customer id, name) of every customer, for finding one in spite of typing errors."""
    return [(customer_id, name) for customer_id, name in tx.execute(_NAMES, {"workspace_id": workspace_id})]


def all_aliases(tx: Connection, workspace_id: str) -> list[tuple[str, str]]:
    """(customer id, normalised name or alias) of every customer."""
    rows = tx.execute(_ALIASES, {"workspace_id": workspace_id})
    return [(customer_id, key.removeprefix("name:")) for customer_id, key in rows]


def add_customers(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert whole customer rows."""
    insert_all(tx, customers, rows)


def add_keys(tx: Connection, workspace_id: str, keys: Collection[tuple[str, str]]) -> None:
    """Let (key, customer id) pairs lead to their customers; a key that leads somewhere already stays."""
    rows = [
        {"workspace_id": workspace_id, "key": key, "customer_id": customer_id} for key, customer_id in keys
    ]
    insert_new(tx, customer_keys, rows)


def change_customer(tx: Connection, workspace_id: str, customer_id: str, values: dict[str, Any]) -> None:
    """Set columns of one customer."""
    tx.execute(
        update(customers)
        .where(customers.c.workspace_id == workspace_id, customers.c.id == customer_id)
        .values(**values)
    )


def set_known_since(tx: Connection, workspace_id: str, known: Mapping[str, datetime]) -> None:
    """Set since when these customers are known."""
    if known:
        rows = [{"of": workspace_id, "customer": customer_id, "at": at} for customer_id, at in known.items()]
        tx.execute(_KNOWN_SINCE, rows)


def find_named(tx: Connection, workspace_id: str, name: str) -> list[str]:
    """The ids of the customers that bear exactly this name."""
    statement = select(customers.c.id).where(
        customers.c.workspace_id == workspace_id, customers.c.name == name
    )
    return list(tx.execute(statement.limit(10)).scalars())
