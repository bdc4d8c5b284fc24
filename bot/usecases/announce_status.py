"""Asking the rules about changes of health statuses, and telling whom they name."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from automations.actions import Action, MessageOwner, PostToChannel
from automations.facts import CustomerFacts, Event, StatusFacts
from automations.verdicts import Verdict
from bot.storage import health, rules, scorecards, workspaces
from bot.storage.customers import Customer
from bot.storage.health import StatusChange
from bot.usecases.knowledge import Known
from bot.usecases.outbox import NO_OWNER, OWNER_PREFIX, Claimant, Outbox
from bot.views import StatusChanged
from scoring.metrics import METRICS
from scoring.scorecard_codec import scorecards_from_dict
from scoring.status import Status, label_of

LEFT_TO_OTHERS: Final = Claimant("", sends=False)

_PULLS = 3
_LEAST_POINTS = 0.05  # smaller ones would be shown as 0.0


def announce_statuses(
    tx: Connection,
    known: Known,
    changes: Iterable[StatusChange],
    whose: Mapping[str, Customer],
    outbox: Outbox,
    now: datetime,
) -> None:
    """Judge changes that have just been stored; verdicts are kept, and what fired rules ask for is queued.

    A rule's settle delay is for reviews, which may yet change; a status has the scorecard's margin and dwell.
    """
    if not known.scorecards.enabled:
        return
    verdicts = []
    for change in changes:
        event = status_event(change, whose[change.customer_id])
        for verdict in known.rules.judge(event, now):
            verdicts.append(_row(known, verdict, event, now))
            for action in verdict.actions if verdict.fired else ():
                _carry_out(
                    action, known.rule_names[verdict.rule_id], change, whose[change.customer_id], outbox
                )
    rules.put_verdicts(tx, verdicts)


def status_event(change: StatusChange, customer: Customer) -> Event:
    """The event "a health status changed", with the facts that rules may look at."""
    about = CustomerFacts(
        customer.id,
        customer.name,
        customer.kind,
        customer.population,
        customer.site or None,
        customer.owner or None,
    )
    facts = StatusFacts(change.before, change.after, change.score, change.confidence)
    return Event("health_status_changed", f"status:{change.id}", None, about, facts)


def status_notice_of(
    tx: Connection, workspace_id: str, payload: dict[str, Any], now: datetime
) -> StatusChanged | None:
    """What such a message says now; None when the customer is gone, or has yet another status since."""
    change = health.find_status_change(tx, workspace_id, str(payload["change_id"]))
    if change is None:
        return None
    line = health.customer_lines(tx, workspace_id, [change.customer_id], now).get(change.customer_id)
    if line is None or line.mark is None or line.mark.status != change.after:
        return None
    version, body = scorecards.get_scorecard(tx, workspace_id)
    cards = scorecards_from_dict({**body, "version": version}, enabled_by_default=True)
    card_name, parts = health.parts_of(tx, workspace_id, change.customer_id)
    card = cards.cards.get(card_name, cards.default)
    own = {one.metric: one.custom.label for one in card.metrics if one.custom}
    labels = {key: metric.label for key, metric in METRICS.items()} | own
    pulls = sorted((points, labels.get(key, key)) for key, points, _value in json.loads(parts))
    before, after = Status(change.before), Status(change.after)
    return StatusChanged(
        line.id,
        line.name,
        line.flag,
        line.owner,
        before,
        after,
        label_of(before, card.bands),
        label_of(after, card.bands),
        change.score,
        change.confidence,
        change.at,
        tuple((label, points) for points, label in pulls[:_PULLS] if points <= -_LEAST_POINTS),
        str(payload["rule"]),
        workspaces.get_workspace(tx, workspace_id).timezone,
    )


def _carry_out(action: Action, rule: str, change: StatusChange, customer: Customer, outbox: Outbox) -> None:
    payload = {"about": "status_changed", "change_id": change.id, "rule": rule}
    match action:
        case PostToChannel(channel=channel):
            outbox.announce(channel, f"{change.id}:{channel}", payload)
        case MessageOwner() if customer.owner:
            outbox.notice(customer.owner, f"{change.id}:owner", payload)
        case MessageOwner():
            outbox.refuse_notice(OWNER_PREFIX, f"{change.id}:owner", payload, "no_owner", NO_OWNER)


def _row(known: Known, verdict: Verdict, event: Event, now: datetime) -> dict[str, Any]:
    return {
        "workspace_id": known.workspace.id,
        "rule_id": verdict.rule_id,
        "event_key": event.key,
        "rule_version": verdict.rule_version,
        "review_id": None,
        "outcome": verdict.outcome.value,
        "checks": [[check.passed, check.because] for check in verdict.checks],
        "judged_at": now,
    }
