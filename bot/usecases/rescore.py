"""Scoring customers anew from their reviews: twice a day, since evidence ages, and whenever somebody asks."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.storage import customers, health, house, reviews
from bot.storage.customers import Customer
from bot.storage.database import Database
from bot.storage.health import Evidence
from bot.usecases.intake.evidence import score_rows, tallies_of
from bot.usecases.knowledge import Knowledge
from scoring.evidence import Tally
from scoring.health import assess
from scoring.metrics import METRICS
from scoring.status import status_of

_PAGE = 200  # customers in one transaction: intake waits for no longer than that takes


async def rescore_workspace(
    database: Database,
    knowledge: Knowledge,
    workspace_id: str,
    now: datetime,
    only: str | None = None,
    progress: Callable[[int], None] = lambda _count: None,
) -> int:
    """Recompute every customer (or one) of a workspace, page by page; returns how many.

    ``progress`` is told how many were done, after each page.
    """
    count, after = 0, ""
    while True:
        page = partial(
            _rescore_page, knowledge=knowledge, workspace_id=workspace_id, after=after, only=only, now=now
        )
        after, scored = await database.write(page)
        count += scored
        progress(scored)
        if only is not None or scored < _PAGE:
            return count


def _rescore_page(
    tx: Connection, knowledge: Knowledge, workspace_id: str, after: str, only: str | None, now: datetime
) -> tuple[str, int]:
    house.lock_workspace(tx, workspace_id)
    if only is None:
        page = customers.page_of_customers(tx, workspace_id, after, _PAGE)
    else:
        page = list(customers.get_customers(tx, workspace_id, [only]).values())
    if page:
        rescore_customers(tx, knowledge, workspace_id, page, now)
    return (page[-1].id if page else after), len(page)


def rescore_customers(
    tx: Connection, knowledge: Knowledge, workspace_id: str, page: Sequence[Customer], now: datetime
) -> None:
    """Rebuild the evidence and the scores of these customers from what is stored."""
    known = knowledge.of(tx, workspace_id)
    ids = [customer.id for customer in page]
    tallies: dict[str, dict[str, Tally]] = {customer_id: {} for customer_id in ids}
    for metric, declared in METRICS.items():
        since = known.window_start(metric, now)
        survey_type = declared.survey_type or ""
        lines = reviews.counted_reviews(tx, workspace_id, ids, survey_type, since, now + timedelta(days=1))
        found = tallies_of(lines, known.scorecard.settings(metric).half_life_days)
        version = known.scorecard.version
        rebuilt = [
            (customer_id, Evidence(found.get(customer_id, Tally()), since, version)) for customer_id in ids
        ]
        health.put_evidence(tx, workspace_id, metric, rebuilt)
        for customer_id, tally in found.items():
            tallies[customer_id][metric] = tally
    statuses = health.get_statuses(tx, workspace_id, ids)
    scored = []
    for customer in page:
        found_health = assess(known.scorecard, customer.population, tallies[customer.id], now)
        status = status_of(
            found_health.score, found_health.confidence, statuses.get(customer.id), known.scorecard.bands
        )
        scored.append((customer.id, found_health, status))
    rows = score_rows(known, scored, now)
    health.put_scores(tx, rows)
    # The history of the score is kept by the day, here and not with every event: two rows a day, however busy
    # it is.
    health.keep_day(tx, rows, known.today(now))
