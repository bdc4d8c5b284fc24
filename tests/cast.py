"""The cast of the tests, and builders that are valid by default."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import prometheus_client
import yaml
from sqlalchemy import Connection

from automations.codec import rules_from_document
from bot.metrics import build_metrics
from bot.ports import Posted
from bot.sources.values import Company, Contact, Incoming, NotUnderstood, Ticket
from bot.storage import customers, evidence
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.storage.evidence import Kept
from bot.usecases.apply_rules import apply_rules
from bot.usecases.find_source import SourceInfo
from bot.usecases.intake.batcher import Intake
from bot.usecases.intake.values import Arrival, Outcome
from bot.usecases.knowledge import Knowledge
from bot.usecases.manage_sources import add_source, require_source
from bot.usecases.outbox import Claimant
from bot.usecases.set_up_workspace import create_workspace
from bot.vault import Vault
from bot.views import AlertView, HistoryEntry, Notice

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CHANNEL = "C0ALERTS1"

NEGATIVE_TO_CHANNEL = f"""
rules:
  - name: Tell managers about unhappy customers
    when: {{trigger: review_received, survey: [csat]}}
    conditions: {{type: polarity, is_one_of: [negative]}}
    then: [{{type: post_to_channel, channel: {CHANNEL}}}]
"""


class TickingClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def a_company(id: str = "500", name: str = "Acme", **parts: str) -> Company:
    """A company, client population unless told otherwise."""
    values = {"domain": "", "kind": "", "population": "", "site": "", "owner": "", **parts}
    return Company(id=id, name=name, **values)


ACME = a_company()


def a_review(
    id: str = "rv-1",
    score: float | None = -1.0,
    company: Company | None = ACME,
    changed_at: datetime | None = None,
    rated_at: datetime | None = None,
    **parts: Any,
) -> Incoming:
    """A CSAT review of Acme on the scale -1..1, negative, rated an hour ago."""
    polarity = (
        None if score is None else ("negative" if score < 0 else "neutral" if score == 0 else "positive")
    )
    at = rated_at or NOW - timedelta(hours=1)
    values: dict[str, Any] = {
        "event_id": f"{id}@{(changed_at or at).isoformat()}",
        "action": "upsert",
        "external_id": id,
        "survey_type": "csat",
        "score": score,
        "scale_min": -1.0,
        "scale_max": 1.0,
        "polarity": polarity,
        "comment": "Still broken" if polarity == "negative" else "",
        "language": "en",
        "sent_at": at if score is None else None,
        "rated_at": None if score is None else at,
        "changed_at": changed_at or at,
        "contact": Contact("2522", "Jane Doe", "jane@acme.example"),
        "company": company,
        "ticket": None,
        "agents": ("ashk",),
        "tags": (),
        "status": "open",
        "permalink": "https://survey.example/r/1",
        **parts,
    }
    return Incoming(**values)


def a_ticket(id: str = "286", **parts: Any) -> Ticket:
    """A ticket of the service desk."""
    values: dict[str, Any] = {
        "number": "T-1042",
        "subject": "Printer",
        "board": "Service Desk",
        "type": "Incident",
        "priority": "High",
        "status": "",
        "agents": ("ashk",),
        "created_at": NOW - timedelta(days=1),
        "resolved_at": None,
        "url": "",
        **parts,
    }
    return Ticket(id=id, **values)


@dataclass
class House:
    """A workspace with one source, and the intake on a database: what most tests of use cases begin with."""

    database: Database
    workspace_id: str
    source: SourceInfo
    knowledge: Knowledge
    intake: Intake
    clock: TickingClock
    handed: list[Delivery] = field(default_factory=list)

    async def receive(self, *events: Incoming | NotUnderstood) -> list[Outcome]:
        """Take in events as one request."""
        arrivals = [Arrival(self.source.id, self.source.name, event) for event in events]
        return list(await self.intake.take(self.workspace_id, arrivals, b"{}"))

    async def apply_rules(self, document: str = NEGATIVE_TO_CHANNEL) -> None:
        """Put the rules of a YAML text in force."""
        wanted = rules_from_document(yaml.safe_load(document))
        await self.database.write(lambda tx: apply_rules(tx, self.workspace_id, wanted, "test", self.clock()))

    async def rows(self, sql: str, **values: Any) -> Sequence[Any]:
        """Whatever a test wants to see of the tables."""
        from sqlalchemy import text

        def read(tx: Connection) -> Sequence[Any]:
            return tx.execute(text(sql), values).all()

        return await self.database.read(read)

    async def csat(self) -> dict[str, tuple[int, float]]:
        """How many answers count by the running sums, and the sum of their values, by customer's name."""
        return {
            name: (kept.evidence.tallies["csat"].count, kept.evidence.tallies["csat"].total)
            for name, kept in (await self.kept()).items()
            if "csat" in kept.evidence.tallies
        }

    async def kept(self) -> dict[str, Kept]:
        """The evidence that is kept, by customer's name."""

        def read(tx: Connection) -> dict[str, Kept]:
            names = dict(customers.all_names(tx, self.workspace_id))
            found = evidence.get_evidence(tx, self.workspace_id, list(names))
            return {names[customer_id]: kept for customer_id, kept in found.items()}

        return await self.database.read(read)


async def a_house(database: Database, *, sends: bool = True, timezone: str = "UTC") -> House:
    """A house on a migrated database, with a workspace of its own."""
    clock, vault = TickingClock(), Vault(["a key"])

    def found(tx: Connection) -> tuple[str, SourceInfo]:
        workspace = create_workspace(tx, "Test", timezone, clock(), health=True)
        new = add_source(tx, vault, workspace.id, "acme-surveys", "generic", "test", clock())
        stored = require_source(tx, workspace.id, new.name)
        return workspace.id, SourceInfo(
            stored.id, workspace.id, stored.kind, stored.name, (new.secret,), enabled=True
        )

    workspace_id, source = await database.write(found)
    knowledge, handed = Knowledge(), list[Delivery]()
    intake = Intake(
        database,
        knowledge,
        lambda: Claimant("process-1", sends),
        handed.extend,
        clock,
        build_metrics(prometheus_client.CollectorRegistry()),
    )
    return House(database, workspace_id, source, knowledge, intake, clock, handed)


@dataclass
class Recorder:
    """A Messenger that keeps what it is told, and fails when told to."""

    posts: list[tuple[str, AlertView, str]] = field(default_factory=list)
    updates: list[tuple[Posted, AlertView]] = field(default_factory=list)
    lines: list[tuple[Posted, HistoryEntry, str]] = field(default_factory=list)
    notices: list[tuple[str, Notice, str]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    accept_and_fail: bool = False

    async def open_direct(self, person: str) -> str:
        return f"D{person}"

    async def post_alert(self, channel: str, view: AlertView, delivery_id: str) -> Posted:
        if self.failures and not self.accept_and_fail:
            raise self.failures.pop(0)
        self.posts.append((channel, view, delivery_id))
        if self.failures:
            raise self.failures.pop(0)
        return Posted(channel, f"{len(self.posts)}.000")

    async def update_alert(self, where: Posted, view: AlertView) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.updates.append((where, view))

    async def post_history(self, where: Posted, entry: HistoryEntry, delivery_id: str) -> Posted:
        if self.failures:
            raise self.failures.pop(0)
        self.lines.append((where, entry, delivery_id))
        return Posted(where.channel, f"9{len(self.lines)}.000")

    async def post_notice(self, channel: str, notice: Notice, delivery_id: str) -> Posted:
        if self.failures and not self.accept_and_fail:
            raise self.failures.pop(0)
        self.notices.append((channel, notice, delivery_id))
        if self.failures:
            raise self.failures.pop(0)
        return Posted(channel, f"5{len(self.notices)}.000")

    async def find_posted(
        self, channel: str, thread_ts: str | None, since: datetime, delivery_ids: Any
    ) -> dict[str, Posted]:
        told = [*self.posts, *self.notices]
        return {
            delivery_id: Posted(channel, f"{number}.000")
            for number, (place, _, delivery_id) in enumerate(told, 1)
            if place == channel and delivery_id in delivery_ids
        }
