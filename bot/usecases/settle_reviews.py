"""Judging what has settled, and waking what was snoozed: the things that happen because time has passed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.storage import alerts, customers, reviews, rules, sources
from bot.storage.customers import Customer
from bot.storage.deliveries import Delivery
from bot.storage.reviews import StoredReview
from bot.usecases.intake.evidence import Ledger
from bot.usecases.intake.judging import Judge, Marks
from bot.usecases.intake.loaded import Loaded
from bot.usecases.knowledge import Knowledge, Known
from bot.usecases.outbox import Claimant, Outbox, redraw_alert
from bot.views import AlertState, HistoryEntry, HistoryKind

_SIZE = 100  # pieces of work in one transaction


def judge_settled(
    tx: Connection, knowledge: Knowledge, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """Ask each waiting rule about its review as it stands now; returns the deliveries claimed."""
    claimed: list[Delivery] = []
    for workspace_id, rule_id, review_id in rules.settled(tx, now, _SIZE):
        if rules.end_settling(tx, workspace_id, rule_id, review_id):
            claimed += _judge_one(tx, knowledge, workspace_id, rule_id, review_id, claimant, now)
    return claimed


def wake_snoozed(
    tx: Connection, knowledge: Knowledge, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """Open again the alerts whose snooze is over; returns the deliveries claimed."""
    claimed: list[Delivery] = []
    for workspace_id, alert_id in alerts.waking_alerts(tx, now, _SIZE):
        values = {"state": AlertState.OPEN.value, "snoozed_until": None, "snooze_reason": "", "acted_at": now}
        if alerts.change_alert(tx, workspace_id, alert_id, (AlertState.SNOOZED,), actor=None, **values):
            zone = knowledge.of(tx, workspace_id).workspace.timezone
            entry = HistoryEntry(HistoryKind.WOKE, now, None, "", None, zone)
            claimed += redraw_alert(tx, workspace_id, alert_id, entry, claimant, now)
    return claimed


def _judge_one(
    tx: Connection,
    knowledge: Knowledge,
    workspace_id: str,
    rule_id: str,
    review_id: str,
    claimant: Claimant,
    now: datetime,
) -> list[Delivery]:
    known = knowledge.of(tx, workspace_id)
    rule = next((found for found in known.slow_rules if found.id == rule_id), None)
    review = reviews.get_stored(tx, workspace_id, review_id)
    if rule is None or review is None or review.status == "deleted" or review.customer_id is None:
        return []
    customer = customers.get_customers(tx, workspace_id, [review.customer_id])[review.customer_id]
    source_name = sources.name_of(tx, workspace_id, review.source_id)
    about = alerts.alerts_about(tx, workspace_id, [review_id])
    outbox = Outbox(workspace_id, claimant, now)
    judge = Judge(known, Loaded(set(), {}, {}, {customer.id: customer}, about), outbox, now)
    judge.load(tx, [review_id])
    verdicts = judge.ask_settled(rule, review, customer, source_name)
    if any(verdict.fired for verdict in verdicts):
        judge.conclude(verdicts, review, customer, _marks(tx, known, review, customer, now))
    judge.write(tx)
    return outbox.write(tx)


def _marks(tx: Connection, known: Known, review: StoredReview, customer: Customer, now: datetime) -> Marks:
    """Health without this review and with it: what happened meanwhile is in both."""
    ledger = Ledger(known, now)
    ledger.load(tx, {customer.id: customer.population}, ())
    after = ledger.mark_of(customer.id)
    ledger.forget(review)
    return Marks(ledger.mark_of(customer.id), after)
