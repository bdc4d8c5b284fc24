"""What a batch needs to know before it decides: a fixed number of statements, whatever its size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from sqlalchemy import Connection

from bot.sources.emails import company_domain
from bot.sources.names import normalise_name
from bot.sources.values import Company, Contact, Incoming, Measurement
from bot.storage import alerts, customers, inbox, reviews
from bot.storage.customers import Customer
from bot.storage.readings import StoredReading
from bot.storage.reviews import StoredReview
from bot.usecases.intake.measurements import load_readings
from bot.usecases.intake.values import Arrival


class Naming(Protocol):
    """Whatever says whose it is."""

    @property
    def company(self) -> Company | None:
        """The customer as the sender knows it."""

    @property
    def contact(self) -> Contact | None:
        """The customer's person."""


@dataclass(slots=True)
class Identities:
    """The customers that a batch may be about, by what they may be known by; kept current as it goes."""

    keys: dict[str, str]
    customers: dict[str, Customer]
    external_keys: dict[str, set[str]] = field(default_factory=dict)  # by customer id


@dataclass(slots=True)
class Loaded:
    """The stored facts that touch the batch; the batch keeps them current as it goes."""

    seen: set[tuple[str, str]]
    reviews: dict[tuple[str, str], StoredReview]
    who: Identities
    alerts: dict[str, str]
    messages: dict[str, list[str]] = field(default_factory=dict)  # channels by alert id
    readings: dict[tuple[str, str], StoredReading] = field(default_factory=dict)


def load(tx: Connection, workspace_id: str, arrivals: Sequence[Arrival]) -> Loaded:
    """Everything that the events name, as it is stored now."""
    understood = [(a.source_id, a.event) for a in arrivals if isinstance(a.event, Incoming)]
    noted = [a for a in arrivals if a.letter_id is None and not a.imported]
    seen = inbox.seen_events(tx, workspace_id, {(a.source_id, a.event.event_id) for a in noted})
    stored = reviews.find_stored(
        tx, workspace_id, {(source, event.external_id) for source, event in understood}
    )
    told = [(a.source_id, a.event) for a in arrivals if isinstance(a.event, Measurement)]
    readings = load_readings(tx, workspace_id, arrivals) if told else {}
    owners = {review.customer_id for review in stored.values() if review.customer_id}
    owners |= {reading.customer_id for reading in readings.values()}
    about = alerts.alerts_about(tx, workspace_id, [review.id for review in stored.values()])
    who = load_identities(tx, workspace_id, [*understood, *told], owners)
    loaded = Loaded(seen, stored, who, about, readings=readings)
    for message in alerts.messages_of(tx, workspace_id, list(about.values())):
        loaded.messages.setdefault(message.alert_id, []).append(message.channel)
    return loaded


def load_identities(
    tx: Connection, workspace_id: str, named: Sequence[tuple[str, Naming]], ids: Iterable[str] = ()
) -> Identities:
    """The customers that these (source id, naming) pairs may mean, and those with these ids."""
    wanted = {key for source, event in named for key in identity_keys(source, event)}
    keys = customers.find_by_keys(tx, workspace_id, wanted)
    found = Identities(keys, customers.get_customers(tx, workspace_id, {*keys.values(), *ids}))
    _load_external_keys(tx, workspace_id, found, named)
    return found


def _load_external_keys(
    tx: Connection, workspace_id: str, found: Identities, named: Sequence[tuple[str, Naming]]
) -> None:
    """For events whose company id is new: which ids the customers that the name or domain points to have
    already.
    """
    unsure: set[str] = set()
    for source, event in named:
        external = external_key(source, event)
        if external and external not in found.keys:
            unsure.update(found.keys[key] for key in identity_keys(source, event) if key in found.keys)
    if unsure:
        for customer_id, keys in customers.keys_of(tx, workspace_id, unsure).items():
            found.external_keys[customer_id] = {key for key in keys if key.startswith("external:")}


def external_key(source_id: str, event: Naming) -> str | None:
    """The key of the company's id in its source, if the event has one."""
    return f"external:{source_id}:{event.company.id}" if event.company and event.company.id else None


def identity_keys(source_id: str, event: Naming) -> tuple[str, ...]:
    """By what the customer may be known, the surest first: external id, e-mail domain, name, the person."""
    return _identity_keys(source_id, event.company, event.contact)


# The same people answer again and again, and each event is asked several times.
@lru_cache(maxsize=8192)
def _identity_keys(source_id: str, company: Company | None, contact: Contact | None) -> tuple[str, ...]:
    found = []
    if company and company.id:
        found.append(f"external:{source_id}:{company.id}")
    email = contact.email if contact else ""
    domain = (company.domain if company else "") or (company_domain(email) if email else None)
    if domain:
        found.append(f"domain:{domain}")
    if company and company.name and (name := normalise_name(company.name)):
        found.append(f"name:{name}")
    if not found and contact:
        found.append(_person_key(source_id, contact))
    return tuple(found)


def _person_key(source_id: str, contact: Contact) -> str:
    """An individual customer: known by address, else by the sender's id, else by name."""
    if contact.email:
        return f"email:{contact.email.casefold()}"
    return f"contact:{source_id}:{contact.id}" if contact.id else f"name:{normalise_name(contact.name)}"
