"""Who would stand elsewhere with another scorecard: the same engine on the stored facts, and nothing kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.storage import customers, facts, feeds, health
from bot.storage.customers import Customer
from bot.usecases.knowledge import Known, plans_of, profile_of
from bot.views import HealthMark
from scoring.evidence import Evidence
from scoring.health import Assessor
from scoring.measure import Moment
from scoring.scorecard import Scorecards
from scoring.status import status_of
from scoring.windows import FOREVER

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Crossing:
    """A customer whose status would change; ``before`` is None for one that is not scored yet."""

    customer_id: str
    name: str
    before: HealthMark | None
    after: HealthMark


@dataclass(frozen=True, slots=True)
class Preview:
    """How many customers were looked at, and those that would have another status, worst first."""

    looked_at: int
    crossings: tuple[Crossing, ...]


def preview_scorecard(
    tx: Connection, known: Known, wanted: Scorecards, now: datetime, at_most: int | None = None
) -> Preview:
    """What ``wanted`` would change, were it in force now; at most so many customers are looked at."""
    trial = replace(known, scorecards=wanted, plans=plans_of(wanted, known.zone))
    looked_at, after, found = 0, "", list[Crossing]()
    while at_most is None or looked_at < at_most:
        size = _PAGE if at_most is None else min(_PAGE, at_most - looked_at)
        page = customers.page_of_customers(tx, known.workspace.id, after, size)
        if not page:
            break
        found += _crossings(tx, trial, page, now)
        looked_at, after = looked_at + len(page), page[-1].id
    return Preview(looked_at, tuple(sorted(found, key=lambda one: (one.after.score, one.name))))


def _crossings(tx: Connection, trial: Known, page: Sequence[Customer], now: datetime) -> list[Crossing]:
    workspace_id, day = trial.workspace.id, trial.day(now)
    ids = [customer.id for customer in page]
    longest = max(plan.longest for plan in trial.plans.values())
    told = facts.facts_since(tx, workspace_id, ids, day.start(longest), FOREVER)
    lines = health.customer_lines(tx, workspace_id, ids, now)
    heard = feeds.get_feeds(tx, workspace_id)
    assessors = {name: Assessor(plan, heard, Moment(now, day)) for name, plan in trial.plans.items()}
    found = []
    for customer in page:
        profile = profile_of(customer)
        plan = trial.plan_of(profile)
        evidence = Evidence.of(plan, day, told.get(customer.id, ()))
        scored = assessors[plan.card.name].score(profile, evidence)
        before = lines[customer.id].mark
        status = status_of(
            scored.score, scored.confidence, before.status if before else None, plan.card.bands
        )
        if before is None or before.status is not status:
            after = HealthMark(scored.score, scored.confidence, status)
            found.append(Crossing(customer.id, customer.name, before, after))
    return found
