"""Remembering the contacts, agents and tickets that reviews name."""

from collections.abc import Hashable, Iterable
from typing import Any

from sqlalchemy import Connection

from bot.ids import new_id
from bot.sources.values import Contact
from bot.storage import people, tickets
from bot.storage.people import contact_id
from bot.usecases.intake.changes import Change

# A customer's person, the customer's id, and the names of the agents who helped.
Encounter = tuple[Contact | None, str, Iterable[str]]

_REMEMBERED = 100_000  # people; when there are more, known ones are offered to the database again


class People:
    """Writes people the first time this process meets them; a second time would change nothing."""

    def __init__(self) -> None:
        self._met: set[Hashable] = set()

    def write(self, tx: Connection, workspace_id: str, changes: Iterable[Change]) -> frozenset[Hashable]:
        """Store the contacts, agents and tickets of a batch; returns whom to ``remember`` once it is kept."""
        told = [change for change in changes if change.customer is not None and not change.deleted]
        found = ((one.event.contact, one.customer.id, one.event.agents) for one in told if one.customer)
        met = self.meet(tx, workspace_id, found)
        rows = (_ticket_row(workspace_id, change) for change in told)
        tickets.put_tickets(tx, [row for row in rows if row is not None])
        return met

    def meet(self, tx: Connection, workspace_id: str, found: Iterable[Encounter]) -> frozenset[Hashable]:
        """Store people; returns whom to ``remember`` once they are kept."""
        contacts: list[dict[str, Any]] = []
        links: list[dict[str, Any]] = []
        agents: list[dict[str, Any]] = []
        met: set[Hashable] = set()
        for contact, customer_id, names in found:
            person = (workspace_id, contact.email if contact else "", customer_id)
            if contact and contact.email and person not in self._met and person not in met:
                met.add(person)
                contacts.append(_contact_row(workspace_id, contact))
                links.append(
                    {
                        "workspace_id": workspace_id,
                        "contact_id": contacts[-1]["id"],
                        "customer_id": customer_id,
                    }
                )
            for agent in names:
                key = (workspace_id, agent.casefold())
                if key not in self._met and key not in met:
                    met.add(key)
                    agents.append(_agent_row(workspace_id, agent))
        people.add_contacts(tx, contacts, links)
        people.add_agents(tx, agents)
        return frozenset(met)

    def remember(self, met: frozenset[Hashable]) -> None:
        """Their transaction is committed: they need not be written again."""
        if len(self._met) > _REMEMBERED:
            self._met.clear()
        self._met |= met


def _contact_row(workspace_id: str, contact: Contact) -> dict[str, Any]:
    return {
        "id": contact_id(workspace_id, contact.email),
        "workspace_id": workspace_id,
        "email": contact.email.casefold(),
        "name": contact.name,
    }


def _agent_row(workspace_id: str, agent: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "key": agent.casefold(),
        "name": agent,
        "email": agent if "@" in agent else "",
        "hidden": False,
    }


def _ticket_row(workspace_id: str, change: Change) -> dict[str, Any] | None:
    """The ticket, when the survey tells more of it than its name."""
    ticket, customer = change.event.ticket, change.customer
    if ticket is None or customer is None or not ticket.id or ticket.created_at is None:
        return None
    contact = change.event.contact
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "source_id": change.arrival.source_id,
        "external_id": ticket.id,
        "customer_id": customer.id,
        "contact_email": contact.email if contact else "",
        "number": ticket.number,
        "subject": ticket.subject,
        "board": ticket.board,
        "type": ticket.type,
        "priority": ticket.priority,
        "status": ticket.status,
        "topic": "",
        "agents": ticket.agents,
        "url": ticket.url,
        "opened_at": ticket.created_at,
        "first_response_at": None,
        "resolved_at": ticket.resolved_at,
        "reopened": 0,
        "changed_at": change.event.changed_at,
    }
