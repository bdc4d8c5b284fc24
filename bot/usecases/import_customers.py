"""Taking in customers from a file, with the domains and aliases by which they are known."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.imports.customers import DEFAULTS
from bot.imports.values import Counts, Fact, Refused, Row, Stored
from bot.storage import customers, house
from bot.storage.customers import Customer
from bot.storage.sources import StoredSource
from bot.usecases.intake.identify import Directory
from bot.usecases.intake.loaded import Identities, load_identities
from bot.usecases.knowledge import Knowledge
from bot.usecases.rescore import rescore_customers


def import_customers(
    tx: Connection,
    knowledge: Knowledge,
    source: StoredSource,
    rows: Sequence[Row[Fact]],
    now: datetime,
    *,
    erase_empty: bool,
) -> Stored:
    """Store a batch of customers and score them. A domain or an alias that is another's refuses the row."""
    house.lock_workspace(tx, source.workspace_id)
    known = _load(tx, source, rows)
    directory = Directory(source.workspace_id, known, now)
    counts, refused, touched = Counts(), list[Refused](), dict[str, Customer]()
    for row in rows:
        before = directory.find(source.id, row.value, by_name=True)
        if sentences := _held_by_others(known, row.value, before):
            refused.append(row.refuse(*sentences))
            continue
        keys = directory.learned
        after = _take(directory, source.id, row.value, erase_empty=erase_empty)
        if after != before or directory.learned > keys:
            touched[after.id] = after
            counts = counts.plus(Counts(new=1) if before is None else Counts(changed=1))
        else:
            counts = counts.plus(Counts(unchanged=1))
    directory.write(tx)
    rescore_customers(tx, knowledge, source.workspace_id, list(touched.values()), now, told=False)
    return Stored(counts, tuple(refused))


def _load(tx: Connection, source: StoredSource, rows: Sequence[Row[Fact]]) -> Identities:
    wanted = {key for row in rows for key in row.value.values.get("keys", ())}
    held = customers.find_by_keys(tx, source.workspace_id, wanted)
    named = [(source.id, row.value) for row in rows]
    known = load_identities(tx, source.workspace_id, named, held.values())
    known.keys.update(held)
    return known


def _held_by_others(known: Identities, fact: Fact, found: Customer | None) -> list[str]:
    sentences = []
    for key in fact.values.get("keys", ()):
        holder = known.keys.get(key)
        if holder is not None and (found is None or holder != found.id):
            kind, _, name = key.partition(":")
            column = "domains" if kind == "domain" else "aliases"
            sentences.append(f"{column}: {name} leads to {known.customers[holder].name} already.")
    return sentences


def _take(directory: Directory, source_id: str, fact: Fact, *, erase_empty: bool) -> Customer:
    customer = directory.customer_of(source_id, fact, by_name=True)
    told: dict[str, Any] = {column: value for column, value in fact.values.items() if column != "keys"}
    if erase_empty:
        told |= {column: DEFAULTS[column] for column in fact.emptied if column in DEFAULTS}
    directory.learn(fact.values.get("keys", ()), customer.id)
    return directory.revise(customer, told)
