"""A portfolio to score: customers with a year and more of reviews and tickets, made by chance."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from bot.storage.database import Database
from bot.storage.feeds import note_feeds
from bot.storage.tables import customers, reviews, sources, tickets
from bot.storage.upsert import insert_all
from bot.usecases.set_up_workspace import create_workspace

NOW: Final = datetime(2026, 6, 15, 12, tzinfo=UTC)

_SPAN: Final = 395  # days of history: more than twice the longest window
_REVIEWS, _TICKETS = 40, 10  # of each customer
_AT_ONCE: Final = 500  # customers in one transaction
_TOPICS: Final = ("printer", "network", "mail", "billing", "backup", "")
_FEEDS: Final = ("csat", "nps", "tickets")


async def fill(database: Database, count: int, seed: int = 1) -> str:
    """Insert ``count`` customers with 40 reviews and 10 tickets each; the workspace's id."""
    chance = random.Random(seed)
    workspace_id = await database.write(_workspace)
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        rows = [_facts_of(workspace_id, number, chance) for number in numbers]
        await database.write(lambda tx, rows=rows: _insert(tx, rows))  # type: ignore[misc]
    return workspace_id


def _workspace(tx: Connection) -> str:
    workspace_id = create_workspace(tx, "Benchmark", "UTC", NOW, health=True).id
    source = {"id": "source", "workspace_id": workspace_id, "name": "benchmark", "kind": "generic"}
    insert_all(
        tx, sources, [{**source, "token_hash": "-", "secrets": "-", "enabled": True, "created_at": NOW}]
    )
    note_feeds(tx, workspace_id, dict.fromkeys(_FEEDS, NOW))
    return workspace_id


def _insert(
    tx: Connection, found: list[tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]]
) -> None:
    insert_all(tx, customers, [customer for customer, _reviews, _tickets in found])
    insert_all(tx, reviews, [row for _customer, rows, _tickets in found for row in rows])
    insert_all(tx, tickets, [row for _customer, _reviews, rows in found for row in rows])


def _facts_of(
    workspace_id: str, number: int, chance: random.Random
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    customer_id = f"customer-{number:07}"
    whose = {"workspace_id": workspace_id, "customer_id": customer_id}
    happiness = chance.betavariate(8, 1.5)
    customer = {
        "id": customer_id, "workspace_id": workspace_id, "name": f"Company {number}", "kind": "company",
        "population": "client", "site": f"Site {number % 50}", "owner": f"owner-{number % 20}@example.com",
        "team": "", "division": "", "renewal_on": None, "created_at": NOW,
        "known_since": NOW - timedelta(days=_SPAN),
    }  # fmt: skip
    return (
        customer,
        list(_reviews(whose, customer_id, happiness, chance)),
        list(_tickets(whose, customer_id, chance)),
    )


def _reviews(
    whose: dict[str, Any], customer_id: str, happiness: float, chance: random.Random
) -> Iterator[dict[str, Any]]:
    for place in range(_REVIEWS):
        at = NOW - timedelta(days=chance.random() * _SPAN)
        polarity = "positive" if chance.random() < happiness else chance.choice(("neutral", "negative"))
        rated = chance.random() < 0.5
        yield {
            **whose, "id": f"{customer_id}-r{place}", "source_id": "source",
            "external_id": f"{customer_id}-r{place}", "survey_type": "csat" if place % 8 else "nps",
            "score": None, "scale_min": -1.0, "scale_max": 1.0,
            "polarity": polarity if rated else None, "comment": "", "language": "", "contact_name": "",
            "contact_email": "", "ticket_external_id": "", "ticket_number": "", "ticket_subject": "",
            "agents": [], "tags": [], "status": "open", "permalink": "", "sent_at": at,
            "rated_at": at if rated else None, "changed_at": at, "received_at": at, "counts_at": at,
            "asked_at": at,
        }  # fmt: skip


def _tickets(whose: dict[str, Any], customer_id: str, chance: random.Random) -> Iterator[dict[str, Any]]:
    for place in range(_TICKETS):
        at = NOW - timedelta(days=chance.random() * _SPAN)
        open_still = chance.random() < 0.03
        yield {
            **whose, "id": f"{customer_id}-t{place}", "source_id": "source",
            "external_id": f"{customer_id}-t{place}", "contact_email": "", "number": str(place),
            "subject": "",
            "board": "", "type": "Incident",
            "priority": "normal", "status": "", "topic": chance.choice(_TOPICS), "agents": [], "url": "",
            "opened_at": at, "first_response_at": at + timedelta(hours=chance.expovariate(0.2)),
            "resolved_at": None if open_still else at + timedelta(hours=chance.expovariate(0.02)),
            "reopened": int(chance.random() < 0.06), "changed_at": at, "complete": True,
        }  # fmt: skip
