"""Keeping the running evidence and the scores of the customers that a batch touches.

An event costs the same however long the history is: the sums are kept, and only what has left a window (or
ripened) since they were last touched is read again, once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.ids import new_id
from bot.log import get_logger
from bot.storage import customers as stored_customers
from bot.storage import evidence as kept_evidence
from bot.storage import facts, feeds, health
from bot.storage.customers import Customer
from bot.storage.evidence import Kept
from bot.storage.health import StatusChange
from bot.storage.reviews import StoredReview
from bot.storage.types import dump_json
from bot.usecases.intake.changes import Change
from bot.usecases.knowledge import Known, profile_of
from bot.views import HealthMark
from scoring.evidence import Evidence
from scoring.facts import Fact, Profile, Review, Ticket
from scoring.health import Assessor, Scored
from scoring.measure import Moment
from scoring.metric import Shape
from scoring.plan import Gauge, Plan, feed_of
from scoring.polarity import Polarity
from scoring.status import Tenure, tenure_of
from scoring.windows import FOREVER, Day

_WEEK: Final = 7  # days

_log = get_logger()


@dataclass(slots=True)
class _Account:
    """One customer's evidence: ``sound`` while its sums fit its facts, ``changed`` when not as kept."""

    profile: Profile
    plan: Plan
    evidence: Evidence
    day: date  # on which the windows end that the kept evidence has
    sound: bool = True
    changed: bool = False


class Ledger:
    """The evidence of the customers in a batch, brought up to date at ``now`` and changed fact by fact."""

    def __init__(self, known: Known, now: datetime) -> None:
        self._known = known
        self._workspace_id = known.workspace.id
        self._now = now
        self._day = known.day(now)
        self._accounts: dict[str, _Account] = {}
        self._tenures: dict[str, Tenure] = {}
        self._feeds: dict[str, datetime] = {}
        self._heard: dict[str, datetime] = {}
        self._assessors: dict[str, Assessor] = {}
        self._met: dict[str, datetime] = {}  # customers known for longer than was known
        self._gone: set[str] = set()  # facts that count no more, though they may be stored still
        self._tx: Connection | None = None
        self.status_changes: list[StatusChange] = []  # what ``write`` has stored of them

    def load(
        self,
        tx: Connection,
        customers: Mapping[str, Customer],
        fresh: Collection[str] = (),
        *,
        recount: bool = False,
    ) -> None:
        """Read the evidence of customers by id, before any change to them is stored.

        The ``fresh`` ones were made just now and have none. To ``recount`` is to read their facts, and not
        to trust the sums that are kept.
        """
        self._tx = tx
        self._feeds = feeds.get_feeds(tx, self._workspace_id)
        old = [customer_id for customer_id in customers if customer_id not in fresh]
        self._tenures = health.get_tenures(tx, self._workspace_id, old)
        for customer_id, customer in customers.items():
            profile = profile_of(customer)
            plan, new = self._known.plan_of(profile), customer_id in fresh
            self._accounts[customer_id] = _Account(profile, plan, Evidence(), self._day.date, changed=new)
        stored = {} if recount else kept_evidence.get_evidence(tx, self._workspace_id, old)
        usable = self._take_up(stored)
        self._recount([customer_id for customer_id in old if customer_id not in usable])
        self._advance([one for one in usable if self._accounts[one].day < self._day.date])

    def apply(self, change: Change, *, live: bool = True) -> None:
        """Let a review's evidence before the change count no more, and that after it count."""
        before = None if change.before is None else fact_of(change.before)
        after = fact_of(change.after)
        if change.moved:
            self._apply(change.before, before, None, live=live)
            before = None
        self._apply(change.after, before, after, live=live)

    def forget(self, review: StoredReview) -> None:
        """Let one review's evidence count no more."""
        self._apply(review, fact_of(review), None, live=True)

    def _apply(
        self, review: StoredReview | None, before: Fact | None, after: Fact | None, *, live: bool
    ) -> None:
        if review is not None and review.customer_id is not None and (before or after):
            self.exchange(review.customer_id, before, after, live=live)

    def exchange(
        self, customer_id: str, before: Fact | None, after: Fact | None, *, live: bool = True
    ) -> None:
        """Let a customer's fact count as it is ``after``, in place of what it was ``before``.

        Of a fact that is not ``live`` but history, its feed was heard only when it happened.
        """
        account = self._accounts[customer_id]
        if before is not None and after is None:
            self._gone.add(before.id)
        if after is not None:
            self._gone.discard(after.id)
            self._hear(after, live=live)
            self._meet(customer_id, account, after)
        account.changed, account.day = True, self._day.date
        if not account.sound:
            return
        try:
            account.evidence.exchange(account.plan, self._day, before, after)
        except ValueError:
            account.sound = False

    def score_of(self, customer_id: str) -> Scored:
        """The customer's score as the evidence stands now."""
        account = self._accounts[customer_id]
        self._settle(customer_id, account)
        return self._assessor(account.plan).score(account.profile, account.evidence)

    def mark_of(self, customer_id: str) -> HealthMark:
        """The same as three figures; the status follows the one last stored."""
        found = self.score_of(customer_id)
        return HealthMark(found.score, found.confidence, self._tenure(customer_id, found).status)

    def write(self, tx: Connection, touched: Iterable[str]) -> list[dict[str, Any]]:
        """Keep the evidence and scores of customers whose facts are stored by now; their rows of scores."""
        self._mend()
        ids = list(touched)
        feeds.note_feeds(tx, self._workspace_id, self._heard)
        stored_customers.set_known_since(tx, self._workspace_id, self._met)
        found = {customer_id: self.score_of(customer_id) for customer_id in ids}
        changed = [customer_id for customer_id in ids if self._accounts[customer_id].changed]
        kept_evidence.put_evidence(tx, self._workspace_id, {one: self._kept(one) for one in changed})
        tenures = {customer_id: self._tenure(customer_id, one) for customer_id, one in found.items()}
        rows = [self._row(customer_id, one, tenures[customer_id]) for customer_id, one in found.items()]
        health.put_scores(tx, rows)
        changes = [row for row in map(self._change, rows) if row is not None]
        health.add_status_changes(tx, changes)
        self.status_changes = [
            StatusChange(**{name: row[name] for name in StatusChange.__dataclass_fields__}) for row in changes
        ]
        return rows

    def _take_up(self, stored: Mapping[str, Kept]) -> set[str]:
        """Use what is kept where the same scorecard is in force; whose that is."""
        usable = set()
        for customer_id, kept in stored.items():
            account = self._accounts[customer_id]
            same = kept.scorecard_version == self._known.scorecards.version
            if same and kept.card == account.plan.card.name and kept.day <= self._day.date:
                account.evidence, account.day = kept.evidence, kept.day
                usable.add(customer_id)
        return usable

    def _recount(self, ids: Collection[str]) -> None:
        if not ids or self._tx is None:
            return
        longest = max(self._accounts[customer_id].plan.longest for customer_id in ids)
        found = facts.facts_since(self._tx, self._workspace_id, ids, self._day.start(longest), FOREVER)
        for customer_id in ids:
            account = self._accounts[customer_id]
            account.evidence = Evidence.of(account.plan, self._day, found.get(customer_id, ()))
            account.sound = account.changed = True
            account.day = self._day.date

    def _advance(self, ids: Collection[str]) -> None:
        """Carry forward to today what is kept of an earlier day."""
        if not ids:
            return
        oldest = Day(min(self._accounts[customer_id].day for customer_id in ids), self._day.zone)
        moved = self._moved_since(oldest, ids)
        for customer_id in ids:
            account = self._accounts[customer_id]
            if customer_id in moved:
                self._advance_one(customer_id, account, moved[customer_id].values())
            elif (
                self._day.date - account.day
            ).days >= _WEEK:  # else days would be looked through again and again
                account.changed, account.day = True, self._day.date

    def _advance_one(self, customer_id: str, account: _Account, moved: Collection[Fact]) -> None:
        try:
            account.evidence.advance(account.plan, Day(account.day, self._day.zone), self._day, moved)
        except ValueError:
            self._recount([customer_id])
        account.changed, account.day = True, self._day.date

    def _moved_since(self, then: Day, ids: Collection[str]) -> dict[str, dict[str, Fact]]:
        """The facts that have left a window since, or ripened, by customer and id."""
        assert self._tx is not None  # noqa: S101 - load has set it
        moved: dict[str, dict[str, Fact]] = defaultdict(dict)
        edges: dict[int, set[str]] = defaultdict(set)
        for plan in {id(plan): plan for plan in (self._accounts[one].plan for one in ids)}.values():
            for days, names in plan.edges.items():
                edges[days].update(names & self._feeds.keys())
        for days, asked in sorted(edges.items()):
            since, until = then.start(days), self._day.start(days)
            found = facts.facts_between(self._tx, self._workspace_id, ids, since, until, asked)
            for customer_id, some in found.items():
                moved[customer_id].update((fact.id, fact) for fact in some)
        return moved

    def _settle(self, customer_id: str, account: _Account) -> None:
        for gauge in account.plan.gauges if account.evidence.doubtful else ():
            if gauge.key in account.evidence.doubtful:
                self._settle_one(customer_id, account.evidence, gauge)

    def _settle_one(self, customer_id: str, evidence: Evidence, gauge: Gauge) -> None:
        assert self._tx is not None  # noqa: S101 - load has set it
        where = (self._tx, self._workspace_id, customer_id)
        match gauge.shape:
            case Shape.LATEST:
                last = facts.latest_contact(*where, without=self._gone)
                start = gauge.window(self._day)[0]
                evidence.settle_mark(gauge, last if last is not None and last.at >= start else None)
            case Shape.OLDEST:
                evidence.settle_mark(gauge, facts.oldest_open(*where, without=self._gone))
            case _:
                window = gauge.window(self._day)
                evidence.settle_run(gauge, facts.last_surveys(*where, *window, without=self._gone))

    def _mend(self) -> None:
        """Count the facts of customers whose sums do not fit them, rather than refuse an event."""
        damaged = [customer_id for customer_id, account in self._accounts.items() if not account.sound]
        if damaged:
            _log.error("evidence.mended", customers=sorted(damaged))
            self._recount(damaged)

    def _hear(self, fact: Fact, *, live: bool) -> None:
        feed, at = feed_of(fact), self._now if live else min(_moment_of(fact), self._now)
        if feed not in self._feeds or at > self._feeds[feed]:
            self._feeds[feed] = self._heard[feed] = at

    def _meet(self, customer_id: str, account: _Account, fact: Fact) -> None:
        at = _moment_of(fact)
        if at < account.profile.known_since:
            account.profile = replace(account.profile, known_since=at)
            self._met[customer_id] = at

    def _assessor(self, plan: Plan) -> Assessor:
        found = self._assessors.get(plan.card.name)
        if found is None or set(found.feeds) != set(self._feeds):
            found = Assessor(plan, dict(self._feeds), Moment(self._now, self._day))
            self._assessors[plan.card.name] = found
        return found

    def _tenure(self, customer_id: str, found: Scored) -> Tenure:
        bands = self._accounts[customer_id].plan.card.bands
        return tenure_of(found.score, found.confidence, self._tenures.get(customer_id), bands, self._now)

    def _kept(self, customer_id: str) -> Kept:
        account = self._accounts[customer_id]
        version = self._known.scorecards.version
        return Kept(account.evidence, version, account.plan.card.name, account.day)

    def _row(self, customer_id: str, found: Scored, tenure: Tenure) -> dict[str, Any]:
        account = self._accounts[customer_id]
        return {
            "workspace_id": self._workspace_id,
            "customer_id": customer_id,
            "scorecard_version": self._known.scorecards.version,
            "card": account.plan.card.name,
            "population": account.profile.population,
            "score": found.score,
            "baseline": found.baseline,
            "confidence": found.confidence,
            "status": tenure.status.value,
            "since": tenure.since,
            "calling": tenure.calling and tenure.calling.value,
            "calling_since": tenure.calling_since,
            "contributions": dump_json(found.parts),
            "as_of": self._now,
        }

    def _change(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        before = self._tenures.get(row["customer_id"])
        if before is None or before.status == row["status"]:
            return None
        same = ("workspace_id", "customer_id", "score", "confidence", "scorecard_version")
        return {
            "id": new_id(),
            **{column: row[column] for column in same},
            "at": self._now,
            "before": before.status.value,
            "after": row["status"],
        }


def fact_of(review: StoredReview) -> Review | None:
    """What a stored review says; None for one that is deleted, or whose customer is unknown."""
    if review.status == "deleted" or review.customer_id is None:
        return None
    polarity = None if review.polarity is None else Polarity(review.polarity)
    return Review(
        review.id,
        review.survey_type,
        polarity,
        review.counts_at,
        review.asked_at,
        review.score,
        review.scale_min,
        review.scale_max,
    )


def _moment_of(fact: Fact) -> datetime:
    match fact:
        case Ticket():
            return fact.opened_at
        case Review():
            return fact.asked_at
        case _:
            return fact.at
