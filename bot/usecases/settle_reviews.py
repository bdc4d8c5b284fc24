"""Judging what has settled, and waking what was snoozed: the things that happen because time has passed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.log import frames, get_logger
from bot.storage import alerts, customers, house, reviews, rules, sources
from bot.storage.customers import Customer
from bot.storage.deliveries import Delivery
from bot.storage.reviews import StoredReview
from bot.usecases.intake.evidence import Ledger
from bot.usecases.intake.judging import Judge, Marks
from bot.usecases.intake.loaded import Identities, Loaded
from bot.usecases.knowledge import Knowledge, Known
from bot.usecases.outbox import Claimant, Outbox, redraw_alert
from bot.views import AlertState, HistoryEntry, HistoryKind

_SIZE = 100  # pieces of work in one transaction
_AGAIN = timedelta(hours=1)  # until a review that could not be judged is tried again

_log = get_logger()


def judge_settled(
    tx: Connection, knowledge: Knowledge, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """Ask each waiting rule about its review as it stands now; returns the deliveries claimed."""
    claimed: list[Delivery] = []
    # By workspace, so that replicas ask for the workspaces' locks in the same order.
    for workspace_id, rule_id, review_id in sorted(rules.settled(tx, now, _SIZE), key=itemgetter(0)):
        house.lock_workspace(tx, workspace_id)
        if not rules.end_settling(tx, workspace_id, rule_id, review_id):
            continue
        savepoint = tx.begin_nested()
        try:
            claimed += _judge_one(tx, knowledge, workspace_id, rule_id, review_id, claimant, now)
        except DBAPIError:
            raise  # the whole transaction's trouble
        except Exception as error:
            # One review must not keep all others from being judged, in every sweep again.
            savepoint.rollback()
            _put_off(tx, workspace_id, rule_id, review_id, now + _AGAIN)
            _log.error("review.not_judged", review=review_id, error=type(error).__name__, at=frames(error))
        else:
            savepoint.commit()
    return claimed


def wake_snoozed(
    tx: Connection, knowledge: Knowledge, claimant: Claimant, now: datetime
) -> Sequence[Delivery]:
    """Open again the alerts whose snooze is over; returns the deliveries claimed."""
    claimed: list[Delivery] = []
    for workspace_id, alert_id in sorted(alerts.waking_alerts(tx, now, _SIZE), key=itemgetter(0)):
        house.lock_workspace(tx, workspace_id)
        values = {"state": AlertState.OPEN.value, "snoozed_until": None, "snooze_reason": "", "acted_at": now}
        if alerts.change_alert(tx, workspace_id, alert_id, (AlertState.SNOOZED,), actor=None, **values):
            zone = knowledge.of(tx, workspace_id).workspace.timezone
            entry = HistoryEntry(HistoryKind.WOKE, now, None, "", None, zone)
            claimed += redraw_alert(tx, workspace_id, alert_id, entry, claimant, now)
    return claimed


def _put_off(tx: Connection, workspace_id: str, rule_id: str, review_id: str, due_at: datetime) -> None:
    row = {"workspace_id": workspace_id, "rule_id": rule_id, "review_id": review_id, "due_at": due_at}
    rules.put_settling(tx, [row])


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
    rule = next((found for found in known.rules.rules if found.id == rule_id and found.enabled), None)
    review = reviews.get_stored(tx, workspace_id, review_id)
    if rule is None or review is None or review.status == "deleted" or review.customer_id is None:
        return []
    customer = customers.get_customers(tx, workspace_id, [review.customer_id])[review.customer_id]
    source_name = sources.name_of(tx, workspace_id, review.source_id)
    about = alerts.alerts_about(tx, workspace_id, [review_id])
    outbox = Outbox(workspace_id, claimant, now)
    judge = Judge(known, Loaded(set(), {}, Identities({}, {customer.id: customer}), about), outbox, now)
    judge.load(tx, [review_id])
    verdicts = judge.ask_settled(rule, review, customer, source_name)
    if any(verdict.fired for verdict in verdicts):
        judge.conclude(verdicts, review, customer, _marks(tx, known, review, customer, now))
    judge.write(tx)
    return outbox.write(tx)


def _marks(tx: Connection, known: Known, review: StoredReview, customer: Customer, now: datetime) -> Marks:
    """Health without this review and with it: what happened meanwhile is in both."""
    ledger = Ledger(known, now)
    ledger.load(tx, {customer.id: customer})
    after = ledger.mark_of(customer.id)
    ledger.forget(review)
    return Marks(ledger.mark_of(customer.id), after)
