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
from bot.storage.tables import interactions
from bot.storage.upsert import insert_all
from bot.usecases.find_source import SourceInfo
from bot.usecases.intake.people import People
from bot.usecases.intake.values import Arrival
from bot.usecases.knowledge import Knowledge
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
    for known_at, batch in batches(portfolio.reviews, now):
        arrivals = [Arrival(source.id, source.name, event) for event in batch]
        receive_reviews(tx, knowledge, people, source.workspace_id, arrivals, nobody, known_at)
        everybody = customers.page_of_customers(tx, source.workspace_id, "", len(portfolio.profiles))
        rescore_customers(tx, knowledge, source.workspace_id, everybody, known_at)
    found = _customers(tx, source, portfolio.profiles)
    _add_tickets(tx, source, portfolio.tickets, found)
    _add_interactions(tx, source, portfolio.interactions, found)
    for profile in portfolio.profiles:
        _complete(tx, source.workspace_id, profile, found[profile.key], now)
    rescore_customers(tx, knowledge, source.workspace_id, list(found.values()), now)


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


def _add_tickets(
    tx: Connection, source: SourceInfo, tickets: Sequence[TicketFact], found: dict[str, Customer]
) -> None:
    stored_tickets.revise_tickets(tx, [_ticket_row(source, fact, found[fact.customer]) for fact in tickets])


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


def _add_interactions(
    tx: Connection, source: SourceInfo, facts: Sequence[InteractionFact], found: dict[str, Customer]
) -> None:
    rows = [
        {
            "id": new_id(),
            "workspace_id": source.workspace_id,
            "source_id": source.id,
            "external_id": fact.external_id,
            "customer_id": found[fact.customer].id,
            "contact_email": fact.contact_email,
            "channel": fact.channel,
            "direction": fact.direction,
            "text": fact.text,
            "tone": fact.tone,
            "topic": "",
            "occurred_at": fact.occurred_at,
        }
        for fact in facts
    ]
    insert_all(tx, interactions, rows)
