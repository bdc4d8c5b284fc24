"""Putting the portfolio into an empty workspace: through the real intake, at the times when it happened.

No rule is in force yet, so history raises no alerts; the rules follow at the end.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from bot.demo.seed.customers import Profile
from bot.demo.seed.portfolio import InteractionFact, Portfolio, TicketFact
from bot.ids import new_id
from bot.sources.values import Incoming
from bot.storage import customers, flags
from bot.storage import tickets as stored_tickets
from bot.storage.customers import Customer
from bot.storage.facts import interaction_of, ticket_of
from bot.storage.tables import interactions
from bot.storage.upsert import insert_all
from bot.usecases.find_source import SourceInfo
from bot.usecases.intake.evidence import Ledger
from bot.usecases.intake.people import People
from bot.usecases.intake.values import Arrival
from bot.usecases.knowledge import Knowledge, Known
from bot.usecases.outbox import Claimant
from bot.usecases.receive_review import receive_reviews
from bot.usecases.rescore import rescore_customers
from bot.views import FlagMark
from scoring.flags import lifetime
from scoring.status import Flag

# The recent past day by day, as a chart shows it; the further back, the coarser.
_STEPS = ((timedelta(days=14), timedelta(days=1)), (timedelta(weeks=26), timedelta(weeks=1)))
_COARSE = timedelta(weeks=4)
_FLAGS = {
    "acme": (Flag.CHAMPION, "Speaks at our user conference."),
    "globex": (Flag.NEEDS_ATTENTION, "New account team since last month."),
    "basalt": (Flag.DANGER, "Has asked for the notice period."),
}


def plant(
    tx: Connection, knowledge: Knowledge, source: SourceInfo, portfolio: Portfolio, now: datetime
) -> None:
    """Store everything and score everybody, as of ``now``. The workspace must be empty and have no rules."""
    people, nobody = People(), Claimant("", sends=False)
    shelf = _Shelf(source, portfolio)
    for known_at, batch in batches(portfolio.reviews, now):
        arrivals = [Arrival(source.id, source.name, event) for event in batch]
        receive_reviews(tx, knowledge, people, source.workspace_id, arrivals, nobody, known_at, judged=False)
        known = knowledge.of(tx, source.workspace_id)
        shelf.fill(tx, known, _customers(tx, source, portfolio.profiles), known_at)
        everybody = customers.page_of_customers(tx, source.workspace_id, "", len(portfolio.profiles))
        rescore_customers(tx, knowledge, source.workspace_id, everybody, known_at, recount=False, told=False)
    found = _customers(tx, source, portfolio.profiles)
    shelf.fill(tx, knowledge.of(tx, source.workspace_id), found, now)
    for profile in portfolio.profiles:
        _complete(tx, source.workspace_id, profile, found[profile.key], now)
    rescore_customers(tx, knowledge, source.workspace_id, list(found.values()), now, told=False)


class _Shelf:
    """Puts tickets and interactions where they belong as they become known, each as it was at that time."""

    def __init__(self, source: SourceInfo, portfolio: Portfolio) -> None:
        self._source = source
        self._tickets = list(portfolio.tickets)  # those that are not known as they are in the end
        self._calls = list(portfolio.interactions)
        self._shown: dict[str, dict[str, Any]] = {}

    def fill(self, tx: Connection, known: Known, found: dict[str, Customer], known_at: datetime) -> None:
        """Store what has become known by then of the customers that there are, and let it count."""
        begun = [one for one in self._tickets if one.customer in found and _first(one, known_at) <= known_at]
        rows = [self._row(fact, found[fact.customer], known_at) for fact in begun]
        over = {fact.ticket.id for fact in begun if _last(fact, known_at) <= known_at}
        self._tickets = [fact for fact in self._tickets if fact.ticket.id not in over]
        changed = [row for row in rows if self._shown.get(row["external_id"]) != row]
        ready = [one for one in self._calls if one.occurred_at <= known_at and one.customer in found]
        stored = {one.external_id for one in ready}
        self._calls = [one for one in self._calls if one.external_id not in stored]
        calls = [_call_row(self._source, fact, found[fact.customer]) for fact in ready]
        touched = {row["customer_id"] for row in (*changed, *calls)}
        ledger = Ledger(known, known_at)
        ledger.load(tx, {one.id: one for one in found.values() if one.id in touched})
        stored_tickets.revise_tickets(tx, changed)
        insert_all(tx, interactions, calls)
        for row in changed:
            before = self._shown.get(row["external_id"])
            ledger.exchange(row["customer_id"], ticket_of(before) if before else None, ticket_of(row))
        for row in calls:
            ledger.exchange(row["customer_id"], None, interaction_of(row))
        ledger.write(tx, touched)
        self._shown |= {row["external_id"]: row for row in changed}

    def _row(self, fact: TicketFact, customer: Customer, known_at: datetime) -> dict[str, Any]:
        row = _ticket_row(self._source, fact, customer)
        shown = self._shown.get(row["external_id"])
        later = {
            name: None for name in ("first_response_at", "resolved_at") if row[name] and row[name] > known_at
        }
        reopened = 0 if "resolved_at" in later else row["reopened"]
        return {**row, **later, "reopened": reopened, "id": shown["id"] if shown else row["id"]}


def _first(fact: TicketFact, now: datetime) -> datetime:
    return fact.ticket.created_at or now


def _last(fact: TicketFact, now: datetime) -> datetime:
    """When the last thing happened to a ticket."""
    moments = (fact.ticket.created_at, fact.first_response_at, fact.ticket.resolved_at)
    return max((moment for moment in moments if moment is not None), default=now)


def batches(events: Sequence[Incoming], now: datetime) -> Iterator[tuple[datetime, list[Incoming]]]:
    """The events in order, with the moment when they became known: the end of their day, week or month."""
    for known_at, batch in groupby(events, lambda event: _known_at(event.changed_at, now)):
        yield known_at, list(batch)


def _known_at(at: datetime, now: datetime) -> datetime:
    age = now - at
    step = next((step for within, step in _STEPS if age < within), _COARSE)
    return now - step * (age // step)


def _customers(tx: Connection, source: SourceInfo, profiles: Sequence[Profile]) -> dict[str, Customer]:
    keys = {f"external:{source.id}:{profile.key}": profile.key for profile in profiles}
    ids = {keys[key]: found for key, found in customers.find_by_keys(tx, source.workspace_id, keys).items()}
    stored = customers.get_customers(tx, source.workspace_id, list(ids.values()))
    return {key: stored[found] for key, found in ids.items()}


def _complete(tx: Connection, workspace_id: str, profile: Profile, customer: Customer, now: datetime) -> None:
    """What no survey tells: team, division, the date of renewal, the flag."""
    values: dict[str, Any] = {
        "team": "Housing" if profile.kind == "individual" else "Service Desk",
        "division": {"client": "Key accounts", "resident": "Living", "prospect": "Sales"}[profile.population],
    }
    if profile.renewal_in_days is not None:
        values["renewal_on"] = now.date() + timedelta(days=profile.renewal_in_days)
    customers.change_customer(tx, workspace_id, customer.id, values)
    if profile.key in _FLAGS:
        flag, reason = _FLAGS[profile.key]
        mark = FlagMark(flag, reason, profile.owner.email, now, now + lifetime(flag))
        flags.put_flag(tx, workspace_id, customer.id, mark)


def _ticket_row(source: SourceInfo, fact: TicketFact, customer: Customer) -> dict[str, Any]:
    ticket = fact.ticket
    return {
        "id": new_id(),
        "workspace_id": source.workspace_id,
        "source_id": source.id,
        "external_id": ticket.id,
        "customer_id": customer.id,
        "contact_email": fact.contact_email,
        "number": ticket.number,
        "subject": ticket.subject,
        "board": ticket.board,
        "type": ticket.type,
        "priority": ticket.priority,
        "status": ticket.status,
        "topic": fact.topic,
        "agents": ticket.agents,
        "url": ticket.url,
        "opened_at": ticket.created_at,
        "first_response_at": fact.first_response_at,
        "resolved_at": ticket.resolved_at,
        "reopened": fact.reopened,
        "changed_at": ticket.resolved_at or ticket.created_at,
    }


def _call_row(source: SourceInfo, fact: InteractionFact, customer: Customer) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace_id": source.workspace_id,
        "source_id": source.id,
        "external_id": fact.external_id,
        "customer_id": customer.id,
        "contact_email": fact.contact_email,
        "channel": fact.channel,
        "direction": fact.direction,
        "text": fact.text,
        "tone": fact.tone,
        "topic": "",
        "occurred_at": fact.occurred_at,
    }
