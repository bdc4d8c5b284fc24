"""A server on a free port with an intake that remembers instead of a database."""

import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.clock import Clock
from bot.errors import Unavailable
from bot.metrics import Metrics, build_metrics
from bot.sources.signatures import STANDARD_WEBHOOKS, new_secret, sign
from bot.sources.values import Incoming, Parsed
from bot.web.health import HealthRoutes
from bot.web.hooks import Hooks
from bot.web.server import build_app, serving

AT = datetime(2026, 1, 2, 3, 4, 30, tzinfo=UTC)
TOKEN = "a-token-of-24-characters"


@dataclass(frozen=True)
class KnownSource:
    """A source as storage would know it."""

    kind: str = "generic"
    name: str = "acme-surveys"
    secrets: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True)
class Counts:
    """What an intake answers."""

    accepted: int = 0
    repeated: int = 0
    quarantined: int = 0


@dataclass
class Intake:
    """Takes what comes, once; ``asked`` are the tokens looked for, ``taken`` what it was given."""

    sources: dict[str, KnownSource]
    taken: list[Parsed] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    down: bool = False  # nothing can be stored
    blind: bool = False  # nor looked up
    counts: Counts | None = None  # answered instead of what happened
    before: Callable[[], Any] | None = None  # awaited before anything is taken

    async def find_source(self, token: str) -> KnownSource | None:
        if self.blind:
            raise Unavailable("The database is away.")
        self.asked.append(token)
        return self.sources.get(token)

    async def receive(self, source: KnownSource, raw_body: bytes, events: Parsed, now: datetime) -> Counts:
        assert now.tzinfo is UTC
        if self.before is not None:
            await self.before()
        if self.down:
            raise Unavailable("The database is away.")
        self.bodies.append(raw_body)
        self.taken.append(events)
        new = [event for event in events if event.event_id not in self.seen]
        self.seen |= {event.event_id for event in new}
        if self.counts is not None:
            return self.counts
        accepted = sum(isinstance(event, Incoming) for event in new)
        return Counts(accepted, len(events) - len(new), len(new) - accepted)


@dataclass
class House:
    """The running server and what is behind it."""

    url: str
    port: int
    session: aiohttp.ClientSession
    intake: Intake
    metrics: Metrics
    secret: str
    problems: list[str]

    @property
    def hook(self) -> str:
        return f"{self.url}/hooks/{TOKEN}"

    def signed(self, body: bytes, message_id: str = "msg_1") -> dict[str, str]:
        return sign(STANDARD_WEBHOOKS, body, self.secret, AT, message_id=message_id)

    async def send(
        self, body: Any, *, headers: dict[str, str] | None = None, message_id: str = "msg_1"
    ) -> tuple[int, dict[str, Any]]:
        """Post a signed body (bytes, or a value as JSON); the status and the answer."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        all_headers = {"Content-Type": "application/json"} | self.signed(raw, message_id) | (headers or {})
        async with self.session.post(self.hook, data=raw, headers=all_headers) as response:
            return response.status, await response.json()

    def counted(self, outcome: str) -> float:
        """How many hook requests ended so."""
        return self.metrics.registry.get_sample_value("bellwether_hooks_total", {"outcome": outcome}) or 0.0


@asynccontextmanager
async def a_house(
    *,
    routes: Iterable[web.AbstractRouteDef] = (),
    grace_s: float = 5.0,
    secrets: tuple[str, ...] | None = None,
    clock: Clock = lambda: AT,
    **limits: Any,
) -> AsyncIterator[House]:
    """A server for the length of the block; ``limits`` are those of Hooks."""
    secret = new_secret()
    intake = Intake(
        {
            TOKEN: KnownSource(secrets=(new_secret(), secret) if secrets is None else secrets),
            "disabled": KnownSource(secrets=(secret,), enabled=False),
            "foreign": KnownSource(kind="from-the-future", secrets=(secret,)),
        }
    )
    metrics = build_metrics(CollectorRegistry())
    problems: list[str] = []

    async def check() -> list[str]:
        return problems

    hooks = Hooks(intake.find_source, intake.receive, clock, metrics, **limits)
    app = build_app(hooks, HealthRoutes(check, metrics), routes=routes)
    async with serving(app, "127.0.0.1", 0, grace_s=grace_s) as address, aiohttp.ClientSession() as session:
        yield House(address.url, address.port, session, intake, metrics, secret, problems)


def an_event(**changes: Any) -> dict[str, Any]:
    """One valid event."""
    data = {
        "id": "rv_01",
        "survey_type": "csat",
        "score": -1,
        "comment": "Still broken",
        "company": {"name": "Acme"},
    }
    return {"type": "review.created", "timestamp": "2026-01-02T03:04:05Z", "data": data | changes}
