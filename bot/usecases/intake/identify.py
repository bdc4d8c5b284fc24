"""Whose review it is: an event finds its customer, or makes one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.ids import new_id
from bot.storage import customers
from bot.storage.customers import Customer
from bot.usecases.intake.loaded import Identities, Naming, external_key, identity_keys


class Directory:
    """Finds customers for the events of a batch and collects what is new about them."""

    def __init__(self, workspace_id: str, known: Identities, now: datetime) -> None:
        self._workspace_id = workspace_id
        self._known = known
        self._now = now
        self._new: dict[str, dict[str, Any]] = {}
        self._new_keys: list[tuple[str, str]] = []
        self._changed: dict[str, dict[str, Any]] = {}
        self.created: set[str] = set()

    def customer_of(self, source_id: str, event: Naming, *, by_name: bool = False) -> Customer:
        """The customer that ``find`` finds, brought up to date; otherwise a new one."""
        found = self.find(source_id, event, by_name=by_name)
        customer = self._create(event) if found is None else self._refresh(found, event)
        if by_name and event.company is not None and _is_called_by_a_domain(customer, source_id, event):
            customer = self.revise(customer, {"name": event.company.name or customer.name})
        self.learn(identity_keys(source_id, event), customer.id)
        return customer

    @property
    def learned(self) -> int:
        """How many keys are new."""
        return len(self._new_keys)

    def learn(self, keys: Sequence[str], customer_id: str) -> None:
        """Let the keys that lead nowhere yet lead to this customer."""
        for key in keys:
            if key not in self._known.keys:
                self._known.keys[key] = customer_id
                self._new_keys.append((key, customer_id))
            if key.startswith("external:") and self._known.keys[key] == customer_id:
                self._known.external_keys.setdefault(customer_id, set()).add(key)

    def find(self, source_id: str, event: Naming, *, by_name: bool = False) -> Customer | None:
        """The customer by external id, then e-mail domain, then name or alias.

        A company whose id is new is not taken for one that the same source knows by another id, even when
        their names or domains agree: two branches may share both. ``by_name`` says that a company's name is
        worth more than the domain of whoever writes, who may work for several: a domain then leads only to
        the customer that is called by it, for want of a name.
        """
        external = external_key(source_id, event)
        named = by_name and event.company is not None and bool(event.company.name)
        for key in identity_keys(source_id, event):
            if self._leads(key, external, source_id):
                customer = self._known.customers[self._known.keys[key]]
                if not (named and key.startswith("domain:")) or _is_called_by_a_domain(
                    customer, source_id, event
                ):
                    return customer
        return None

    def leads_elsewhere(
        self, source_id: str, event: Naming, customer_id: str | None, *, by_name: bool = False
    ) -> bool:
        """Whether the event names, by its id (or ``by_name`` alone), another company than this customer."""
        external = external_key(source_id, event)
        if external is None and by_name:
            found = self.find(source_id, event, by_name=True)
            return found is None or found.id != customer_id
        return external is not None and self._known.keys.get(external) != customer_id

    def write(self, tx: Connection) -> None:
        """Store new customers, new keys and changed columns."""
        customers.add_customers(tx, list(self._new.values()))
        customers.add_keys(tx, self._workspace_id, self._new_keys)
        for customer_id, values in self._changed.items():
            customers.change_customer(tx, self._workspace_id, customer_id, values)

    def _leads(self, key: str, external: str | None, source_id: str) -> bool:
        customer_id = self._known.keys.get(key)
        if customer_id is None or key == external or external is None:
            return customer_id is not None
        known = self._known.external_keys.get(customer_id, ())
        return external in self._known.keys or not any(k.startswith(f"external:{source_id}:") for k in known)

    def _create(self, event: Naming) -> Customer:
        company, contact = event.company, event.contact
        if company is not None:
            name = company.name or company.domain or f"Customer {company.id}"
        else:
            name = (
                (contact.name or contact.email or f"Contact {contact.id}") if contact else "Unknown customer"
            )
        by_person = company is None and not any(key.startswith("domain:") for key in identity_keys("", event))
        customer = Customer(
            id=new_id(),
            name=name if company or by_person else _domain_of(event),
            kind=(company.kind if company else "") or ("individual" if by_person else "company"),
            population=(company.population if company else "") or "client",
            site=company.site if company else "",
            owner=company.owner if company else "",
            team="",
            division="",
            renewal_on=None,
            known_since=self._now,
        )
        row = {column: getattr(customer, column) for column in Customer.__dataclass_fields__}
        self._new[customer.id] = {**row, "workspace_id": self._workspace_id, "created_at": self._now}
        self._known.customers[customer.id] = customer
        self.created.add(customer.id)
        return customer

    def _refresh(self, customer: Customer, event: Naming) -> Customer:
        """What the sender says of the company replaces what it said before; silence changes nothing."""
        company = event.company
        if company is None or not company.id:
            return customer
        told = {
            "name": company.name,
            "kind": company.kind,
            "population": company.population,
            "site": company.site,
            "owner": company.owner,
        }
        return self.revise(customer, {column: value for column, value in told.items() if value})

    def revise(self, customer: Customer, told: Mapping[str, Any]) -> Customer:
        """The customer with these columns."""
        values = {column: value for column, value in told.items() if value != getattr(customer, column)}
        if not values:
            return customer
        renewed = replace(customer, **values)
        if customer.id in self._new:
            self._new[customer.id].update(values)
        else:
            self._changed.setdefault(customer.id, {}).update(values)
        self._known.customers[customer.id] = renewed
        return renewed


def _is_called_by_a_domain(customer: Customer, source_id: str, event: Naming) -> bool:
    return f"domain:{customer.name.casefold()}" in identity_keys(source_id, event)


def _domain_of(event: Naming) -> str:
    return event.contact.email.rpartition("@")[2].casefold() if event.contact else ""
