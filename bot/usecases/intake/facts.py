"""Taking in facts about customers that are not reviews: whose they are, and what is new in them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.ids import new_id
from bot.imports.facts import revised
from bot.imports.values import Counts, Fact, Refused, Row, Stored
from bot.storage import health, house, people
from bot.storage.customers import Customer
from bot.storage.sources import StoredSource
from bot.usecases.intake.evidence import Ledger
from bot.usecases.intake.identify import Directory
from bot.usecases.intake.loaded import Identities, load_identities
from bot.usecases.intake.people import People
from bot.usecases.knowledge import Knowledge
from scoring import facts

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where facts of one kind stand: how to find them by the ids of their source (with ``id`` and
    ``customer_id``), how to put whole rows, what they are by default, what may not be, what every one of
    them is, and what a row says to the score.
    """

    find: Callable[[Connection, str, str, Collection[str]], Mapping[str, Values]]
    put: Callable[[Connection, Sequence[dict[str, Any]]], None]
    defaults: Values
    flaws: Callable[[Values], Sequence[str]]
    always: Values
    fact_of: Callable[[Values], facts.Fact | None]


def take_facts(
    tx: Connection,
    knowledge: Knowledge,
    known_people: People,
    source: StoredSource,
    shelf: Shelf,
    rows: Sequence[Row[Fact]],
    now: datetime,
    *,
    erase_empty: bool,
) -> Stored:
    """Store a batch of facts, field by field, and score their customers anew."""
    workspace_id = source.workspace_id
    house.lock_workspace(tx, workspace_id)
    stored: dict[str, Values] = dict(shelf.find(tx, workspace_id, source.id, {row.value.id for row in rows}))
    whose = _Whose(tx, source, rows, stored.values(), now)
    counts, refused = Counts(), list[Refused]()
    puts: dict[str, dict[str, Any]] = {}
    changes: list[tuple[Values | None, Values]] = []
    for row in rows:
        before = stored.get(row.value.id)
        columns = revised(_told(before, shelf), row.value, shelf.defaults, erase_empty=erase_empty)
        sentences = [*shelf.flaws(columns), *whose.doubts(row.value, before)]
        if sentences:
            refused.append(row.refuse(*sentences))
            continue
        customer = whose.customer_of(row.value, before)
        after = {**columns, "customer_id": customer.id, **shelf.always}
        if before is not None and all(before[column] == value for column, value in after.items()):
            counts = counts.plus(Counts(unchanged=1))
            continue
        counts = counts.plus(Counts(new=1) if before is None else Counts(changed=1))
        puts[row.value.id] = {**(before or {"id": new_id()}), **after}
        changes.append((before, puts[row.value.id]))
        stored[row.value.id] = puts[row.value.id]
    whose.write(tx)
    known = knowledge.of(tx, workspace_id)
    ledger = Ledger(known, now)
    touched = {one["customer_id"] for change in changes for one in change if one is not None}
    ledger.load(tx, whose.customers(touched), whose.created)
    fixed = {"workspace_id": workspace_id, "source_id": source.id}
    shelf.put(tx, [{**values, **fixed, "external_id": key} for key, values in puts.items()])
    for old, new in changes:
        _follow(ledger, shelf, old, new)
    health.keep_day(tx, ledger.write(tx, sorted(touched)), known.today(now))
    return Stored(counts, tuple(refused), known_people.meet(tx, workspace_id, whose.met))


def _follow(ledger: Ledger, shelf: Shelf, before: Values | None, after: Values) -> None:
    """Let a row count as it is now. An import is history: nothing of it is taken for news."""
    old, new = shelf.fact_of(before) if before else None, shelf.fact_of(after)
    if before is not None and before["customer_id"] != after["customer_id"]:
        ledger.exchange(before["customer_id"], old, None, live=False)
        old = None
    ledger.exchange(after["customer_id"], old, new, live=False)


def _told(before: Values | None, shelf: Shelf) -> Values | None:
    return None if before is None else {column: before[column] for column in shelf.defaults}


class _Whose:
    """Finds the customers of the facts of a batch."""

    def __init__(
        self,
        tx: Connection,
        source: StoredSource,
        rows: Sequence[Row[Fact]],
        stored: Collection[Values],
        now: datetime,
    ) -> None:
        alone = {_address(row.value) for row in rows if row.value.company is None}
        self._belongs = people.customers_of(tx, source.workspace_id, alone)
        ids = {customer_id for found in self._belongs.values() for customer_id in found}
        ids |= {values["customer_id"] for values in stored}
        named = [(source.id, row.value) for row in rows]
        self._known: Identities = load_identities(tx, source.workspace_id, named, ids)
        self._directory = Directory(source.workspace_id, self._known, now)
        self._source_id = source.id
        self.met: list[tuple[Any, str, Sequence[str]]] = []

    def doubts(self, fact: Fact, before: Values | None) -> list[str]:
        """Why it cannot be told whose it is."""
        several = len(self._candidates(fact, before)) > 1
        return ["contact_email belongs to several customers: name one of them."] if several else []

    def customer_of(self, fact: Fact, before: Values | None) -> Customer:
        """The customer that the row names, else the one that the person belongs to."""
        candidates = self._candidates(fact, before)
        if candidates:
            customer = self._known.customers[next(iter(candidates))]
        else:
            customer = self._directory.customer_of(self._source_id, fact, by_name=True)
        if (address := _address(fact)) in self._belongs:
            self._belongs[address].add(customer.id)
        self.met.append((fact.contact, customer.id, fact.values.get("agents", ())))
        return customer

    def _candidates(self, fact: Fact, before: Values | None) -> set[str]:
        """For a row that names nobody: the customer whose it was ``before``, else all that the person has."""
        if fact.company is not None:
            return set()
        belongs = self._belongs[_address(fact)]
        return {before["customer_id"]} if before and before["customer_id"] in belongs else belongs

    def customers(self, ids: Collection[str]) -> dict[str, Customer]:
        """These customers by id."""
        return {customer_id: self._known.customers[customer_id] for customer_id in sorted(ids)}

    @property
    def created(self) -> Collection[str]:
        """The ids of those that are new."""
        return self._directory.created

    def write(self, tx: Connection) -> None:
        """Store what is new about customers."""
        self._directory.write(tx)


def _address(fact: Fact) -> str:
    return fact.contact.email.casefold() if fact.contact else ""
