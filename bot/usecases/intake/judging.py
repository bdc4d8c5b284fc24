"""From a change to its consequences: verdicts, alerts and deliveries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from automations.actions import Action, MessageOwner, PostToChannel
from automations.engine import RuleSet
from automations.facts import CustomerFacts, Event, ReviewFacts
from automations.rules import Rule
from automations.triggers import ReviewReceived
from automations.verdicts import Verdict
from bot.ids import new_id
from bot.storage import alerts, rules
from bot.storage.customers import Customer
from bot.storage.reviews import StoredReview
from bot.usecases.intake.changes import Change
from bot.usecases.intake.loaded import Loaded
from bot.usecases.knowledge import Known
from bot.usecases.outbox import NO_OWNER, OWNER_PREFIX, Outbox
from bot.views import HealthMark, HistoryEntry, HistoryKind


@dataclass(frozen=True, slots=True)
class Marks:
    """A customer's health just before and just after one change."""

    before: HealthMark
    after: HealthMark


def received_event(review: StoredReview, customer: Customer, source_name: str) -> Event:
    """The event "a review was received", with the facts that rules may look at."""
    facts = ReviewFacts(
        review.id,
        review.survey_type,
        review.score,
        review.polarity,
        review.comment,
        review.tags,
        source_name,
        review.counts_at,
    )
    about = CustomerFacts(
        customer.id,
        customer.name,
        customer.kind,
        customer.population,
        customer.site or None,
        customer.owner or None,
    )
    return Event("review_received", f"review:{review.id}:received", facts, about)


class Judge:
    """Judges the changes of a batch and collects what follows from them."""

    def __init__(self, known: Known, loaded: Loaded, outbox: Outbox, now: datetime) -> None:
        self._known = known
        self._loaded = loaded
        self._outbox = outbox
        self._now = now
        self._fired: set[tuple[str, str]] = set()
        self._verdicts: list[dict[str, Any]] = []
        self._alerts: list[dict[str, Any]] = []
        self._settling: list[dict[str, Any]] = []
        self._revised: list[tuple[str, dict[str, Any]]] = []
        self._named: dict[str, list[str]] = {}

    def load(self, tx: Connection, review_ids: Iterable[str]) -> None:
        """Which rules have fired before about reviews that come again."""
        self._fired = rules.fired_before(tx, self._known.workspace.id, list(review_ids))

    def ask(self, change: Change, customer: Customer) -> list[Verdict]:
        """The new verdicts about a review that says something new; rules that wait for it to settle are asked
        later.
        """
        event = received_event(change.after, customer, change.arrival.source_name)
        self._wait(change, event)
        return self._news(self._known.prompt_rules.judge(event, self._now), event, change.after)

    def ask_settled(
        self, rule: Rule, review: StoredReview, customer: Customer, source_name: str
    ) -> list[Verdict]:
        """The new verdict of one rule about a review that has settled."""
        event = received_event(review, customer, source_name)
        return self._news(RuleSet([rule]).judge(event, self._now), event, review)

    def conclude(
        self, verdicts: Iterable[Verdict], review: StoredReview, customer: Customer, marks: Marks
    ) -> None:
        """Raise the alert that fired verdicts ask for: one for each review, whichever and however many rules
        fired.
        """
        fired = [verdict for verdict in verdicts if verdict.fired]
        if not fired:
            return
        alert_id = self._loaded.alerts.get(review.id)
        names = [self._known.rule_names[verdict.rule_id] for verdict in fired]
        if alert_id is None:
            alert_id = new_id()
            self._loaded.alerts[review.id] = alert_id
            self._alerts.append(self._alert_row(alert_id, review, customer, names, marks))
        else:
            self._named.setdefault(alert_id, []).extend(names)
        for verdict in fired:
            for action in verdict.actions:
                self._carry_out(action, alert_id, review, customer)

    def revise(self, change: Change) -> None:
        """Show in the messages that are out what has become of the review."""
        alert_id = self._loaded.alerts.get(change.after.id)
        if alert_id is None:
            return
        self._revised.append((alert_id, {"customer_id": change.after.customer_id} if change.moved else {}))
        self._outbox.redraw(alert_id, self._loaded.messages.get(alert_id, ()), self._entry(change))

    def write(self, tx: Connection) -> None:
        """Store verdicts, alerts and what waits."""
        workspace_id = self._known.workspace.id
        rules.put_verdicts(tx, self._verdicts)
        alerts.add_alerts(tx, self._alerts)
        for alert_id, names in self._named.items():
            alerts.add_rule_names(tx, workspace_id, alert_id, names)
        for alert_id, values in self._revised:
            alerts.change_alert(tx, workspace_id, alert_id, **values)
        rules.put_settling(tx, self._settling)

    def _wait(self, change: Change, event: Event) -> None:
        for rule in self._known.slow_rules:
            asked = isinstance(rule.when, ReviewReceived) and change.after.survey_type in rule.when.survey
            if asked and (rule.id, event.key) not in self._fired:
                self._settling.append(
                    {
                        "workspace_id": self._known.workspace.id,
                        "rule_id": rule.id,
                        "review_id": change.after.id,
                        "due_at": self._now + rule.settle,
                    }
                )

    def _carry_out(self, action: Action, alert_id: str, review: StoredReview, customer: Customer) -> None:
        match action:
            case PostToChannel(channel=channel):
                self._outbox.alert(alert_id, review.id, channel)
            case MessageOwner():
                destination = OWNER_PREFIX + customer.owner
                if customer.owner:
                    self._outbox.alert(alert_id, review.id, destination)
                else:
                    self._outbox.refuse(alert_id, review.id, destination, "no_owner", NO_OWNER)

    def _news(self, verdicts: Iterable[Verdict], event: Event, review: StoredReview) -> list[Verdict]:
        """Keep the verdicts of rules that have not fired about this event before."""
        news = [verdict for verdict in verdicts if (verdict.rule_id, event.key) not in self._fired]
        for verdict in news:
            self._verdicts.append(self._verdict_row(verdict, event, review))
            if verdict.fired:
                self._fired.add((verdict.rule_id, event.key))
        return news

    def _verdict_row(self, verdict: Verdict, event: Event, review: StoredReview) -> dict[str, Any]:
        return {
            "workspace_id": self._known.workspace.id,
            "rule_id": verdict.rule_id,
            "event_key": event.key,
            "rule_version": verdict.rule_version,
            "review_id": review.id,
            "outcome": verdict.outcome.value,
            "checks": [[check.passed, check.because] for check in verdict.checks],
            "judged_at": self._now,
        }

    def _alert_row(
        self, alert_id: str, review: StoredReview, customer: Customer, names: list[str], marks: Marks
    ) -> dict[str, Any]:
        # While health is off nobody is shown where a customer stands.
        shown = self._known.scorecards.enabled
        before, after = marks.before, marks.after
        healths: dict[str, Any] = {
            "score_before": before.score,
            "confidence_before": before.confidence,
            "status_before": before.status.value,
            "score_after": after.score,
            "confidence_after": after.confidence,
            "status_after": after.status.value,
            "points": after.score - before.score,
        }
        return {
            "id": alert_id,
            "workspace_id": self._known.workspace.id,
            "review_id": review.id,
            "customer_id": customer.id,
            "state": "open",
            "snooze_reason": "",
            "first_polarity": review.polarity,
            "rules": names,
            **(healths if shown else dict.fromkeys(healths)),
            "revision": 1,
            "created_at": self._now,
        }

    def _entry(self, change: Change) -> HistoryEntry:
        kind = HistoryKind.DELETED if change.deleted else HistoryKind.REVISED
        old = change.before.polarity if change.before else None
        new = change.after.polarity
        detail = f"{old or 'unrated'} -> {new or 'unrated'}" if old != new and not change.deleted else ""
        return HistoryEntry(kind, self._now, None, detail, None, self._known.workspace.timezone)
