"""Keeping the running evidence and the scores of the customers that a batch touches.

An event costs the same however long the history is: the sums are kept, and only what has left the window
since they were last touched is read again, once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.log import get_logger
from bot.storage import health, reviews
from bot.storage.health import Evidence
from bot.storage.reviews import CountedReview, StoredReview
from bot.usecases.intake.changes import Change
from bot.usecases.knowledge import Known
from bot.views import HealthMark
from scoring.evidence import RatedReview, Tally
from scoring.health import Health, assess
from scoring.metrics import METRICS
from scoring.polarity import Polarity
from scoring.status import Status, status_of

_FOREVER = timedelta(days=36500)

_log = get_logger()


class Ledger:
    """The tallies of the customers in a batch, brought up to date at ``now`` and changed event by event."""

    def __init__(self, known: Known, now: datetime) -> None:
        self._known = known
        self._now = now
        self._since = {metric: known.window_start(metric, now) for metric in METRICS}
        self._tallies: dict[str, dict[str, Tally]] = {}
        self._populations: dict[str, str] = {}
        self._statuses: dict[str, Status] = {}
        self._damaged: set[str] = set()  # customers whose sums do not fit their reviews

    def load(self, tx: Connection, customers: dict[str, str], fresh: Iterable[str]) -> None:
        """Read the sums of ``customers`` (population by id).

        The ``fresh`` ones were made just now and have none.
        """
        self._populations = customers
        new = set(fresh)
        old = [customer_id for customer_id in customers if customer_id not in new]
        self._tallies = {customer_id: {} for customer_id in customers}
        self._statuses = health.get_statuses(tx, self._known.workspace.id, old)
        for metric in METRICS:
            for customer_id, tally in self._current(tx, metric, old).items():
                self._tallies[customer_id][metric] = tally

    def apply(self, change: Change) -> None:
        """Let the evidence before the change count no more, and that after it count."""
        if change.before is not None:
            self._count(change.before, -1)
        self._count(change.after, +1)

    def forget(self, review: StoredReview) -> None:
        """Let one review's evidence count no more."""
        self._count(review, -1)

    def health_of(self, customer_id: str) -> Health:
        """The customer's health as the evidence stands now."""
        population = self._populations[customer_id]
        return assess(self._known.scorecard, population, self._tallies[customer_id], self._now)

    def mark_of(self, customer_id: str) -> HealthMark:
        """The same as three figures; the status follows the one last stored."""
        found = self.health_of(customer_id)
        return HealthMark(found.score, found.confidence, self._status(customer_id, found))

    def write(self, tx: Connection, touched: Iterable[str]) -> None:
        """Store sums and scores of the customers that were touched; their reviews are stored by now."""
        workspace_id = self._known.workspace.id
        ids = list(touched)
        self._mend(tx)
        version = self._known.scorecard.version
        for metric in METRICS:
            found = [
                (
                    customer_id,
                    Evidence(self._tallies[customer_id].get(metric, Tally()), self._since[metric], version),
                )
                for customer_id in ids
            ]
            health.put_evidence(tx, workspace_id, metric, found)
        scored = [(customer_id, self.health_of(customer_id)) for customer_id in ids]
        marks = [(customer_id, found, self._status(customer_id, found)) for customer_id, found in scored]
        health.put_scores(tx, score_rows(self._known, marks, self._now))

    def _mend(self, tx: Connection) -> None:
        """Count the reviews of customers whose sums do not fit them, rather than refuse an event."""
        if not self._damaged:
            return
        _log.error("evidence.mended", customers=sorted(self._damaged))
        for metric in METRICS:
            found = self._rebuilt(tx, metric, sorted(self._damaged))
            for customer_id in self._damaged:
                self._tallies[customer_id][metric] = found.get(customer_id, Tally())

    def _status(self, customer_id: str, found: Health) -> Status:
        previous = self._statuses.get(customer_id)
        return status_of(found.score, found.confidence, previous, self._known.scorecard.bands)

    def _count(self, review: StoredReview, sign: int) -> None:
        if review.status == "deleted" or review.customer_id is None:
            return
        tallies = self._tallies[review.customer_id]
        for metric, declared in METRICS.items():
            if declared.survey_type != review.survey_type or review.counts_at < self._since[metric]:
                continue
            half_life = self._known.scorecard.settings(metric).half_life_days
            tally = tallies.get(metric, Tally())
            try:
                tallies[metric] = _counted(tally, review, sign, half_life)
            except ValueError:
                self._damaged.add(review.customer_id)

    def _current(self, tx: Connection, metric: str, ids: Sequence[str]) -> dict[str, Tally]:
        """The stored sums, without what has left the window; built anew where the scorecard has changed
        since.
        """
        known, since = self._known, self._since[metric]
        workspace_id = known.workspace.id
        stored = health.get_evidence(tx, workspace_id, metric, ids)
        usable = {
            customer_id: found
            for customer_id, found in stored.items()
            if found.scorecard_version == known.scorecard.version and found.since <= since
        }
        tallies = {customer_id: found.tally for customer_id, found in usable.items()}
        survey_type = METRICS[metric].survey_type or ""
        behind = {customer_id: found.since for customer_id, found in usable.items() if found.since < since}
        if behind:
            first = min(behind.values())
            half_life = known.scorecard.settings(metric).half_life_days
            for line in reviews.counted_reviews(tx, workspace_id, behind, survey_type, first, since):
                if line.counts_at >= behind[line.customer_id]:
                    try:
                        tallies[line.customer_id] = _counted(tallies[line.customer_id], line, -1, half_life)
                    except ValueError:
                        usable.pop(line.customer_id, None)
        unknown = [customer_id for customer_id in ids if customer_id not in usable]
        if unknown:
            tallies |= self._rebuilt(tx, metric, unknown)
        return tallies

    def _rebuilt(self, tx: Connection, metric: str, ids: Sequence[str]) -> dict[str, Tally]:
        survey_type = METRICS[metric].survey_type or ""
        lines = reviews.counted_reviews(
            tx, self._known.workspace.id, ids, survey_type, self._since[metric], self._now + _FOREVER
        )
        return tallies_of(lines, self._known.scorecard.settings(metric).half_life_days)


def _counted(tally: Tally, review: StoredReview | CountedReview, sign: int, half_life_days: float) -> Tally:
    """With one more review or without one; ValueError when it cannot have been counted."""
    if review.polarity is None:
        return tally.plus_sent() if sign > 0 else tally.minus_sent()
    rated = RatedReview(review.id, Polarity(review.polarity), review.counts_at)
    return tally.plus(rated, half_life_days) if sign > 0 else tally.minus(rated, half_life_days)


def tallies_of(lines: Iterable[CountedReview], half_life_days: float) -> dict[str, Tally]:
    """The sums of the customers that these reviews belong to."""
    rated: dict[str, list[RatedReview]] = {}
    unrated: dict[str, int] = {}
    for line in lines:
        found = rated.setdefault(line.customer_id, [])
        if line.polarity is None:
            unrated[line.customer_id] = unrated.get(line.customer_id, 0) + 1
        else:
            found.append(RatedReview(line.id, Polarity(line.polarity), line.counts_at))
    return {
        customer_id: Tally.of(found, half_life_days, unrated.get(customer_id, 0))
        for customer_id, found in rated.items()
    }


def score_rows(
    known: Known, scored: Iterable[tuple[str, Health, Status]], now: datetime
) -> list[dict[str, Any]]:
    """(customer id, health, status) as rows of current scores."""
    return [
        {
            "workspace_id": known.workspace.id,
            "customer_id": customer_id,
            "scorecard_version": known.scorecard.version,
            "score": found.score,
            "baseline": found.baseline,
            "confidence": found.confidence,
            "status": status.value,
            "contributions": [
                [one.metric, one.points, one.value, one.benchmark, one.weight, one.reliability]
                for one in found.contributions
            ],
            "as_of": now,
        }
        for customer_id, found, status in scored
    ]
