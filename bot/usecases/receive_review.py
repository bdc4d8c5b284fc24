"""Taking in surveys: one transaction stores a batch of events once, scores, judges and queues what follows.

A batch costs a fixed number of statements: load what all of its events need, decide in memory, write with
executemany.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from automations.verdicts import Verdict
from bot.ids import new_id
from bot.sources.values import Incoming, Measurement, NotUnderstood
from bot.storage import house, inbox, reviews
from bot.storage.customers import Customer
from bot.storage.deliveries import Delivery
from bot.storage.reviews import StoredReview
from bot.usecases.announce_status import announce_statuses
from bot.usecases.intake.changes import Change, change_of, is_deletion, says_the_same
from bot.usecases.intake.evidence import Ledger
from bot.usecases.intake.identify import Directory
from bot.usecases.intake.judging import Judge, Marks
from bot.usecases.intake.loaded import Loaded, load
from bot.usecases.intake.measurements import Readings
from bot.usecases.intake.people import People
from bot.usecases.intake.values import Arrival, Outcome, Taken
from bot.usecases.knowledge import Knowledge, Known
from bot.usecases.outbox import Claimant, Outbox


def receive_reviews(
    tx: Connection,
    knowledge: Knowledge,
    people: People,
    workspace_id: str,
    arrivals: Sequence[Arrival],
    claimant: Claimant,
    now: datetime,
    *,
    judged: bool = True,
) -> Taken:
    """Take in the events of one workspace, in order; unless they are to be ``judged``, no rule looks at them.

    Raises for the whole batch when one of them cannot be stored.
    """
    house.lock_workspace(tx, workspace_id)
    known = knowledge.of(tx, workspace_id)
    batch = _Batch(known, load(tx, workspace_id, arrivals), claimant, now, judged=judged)
    outcomes = tuple(batch.take(arrival) for arrival in arrivals)
    claimed, met = batch.conclude(tx, people)
    return Taken(outcomes, batch.revised, tuple(claimed), met)


class _Batch:
    """One transaction's work in memory: first every event finds its review and customer, then scores and
    rules follow.
    """

    def __init__(
        self, known: Known, loaded: Loaded, claimant: Claimant, now: datetime, *, judged: bool
    ) -> None:
        self._known = known
        self._workspace_id = known.workspace.id
        self._loaded = loaded
        self._now = now
        self._judged = judged
        self._directory = Directory(self._workspace_id, loaded.who, now)
        self._outbox = Outbox(self._workspace_id, claimant, now)
        self._judge = Judge(known, loaded, self._outbox, now)
        self._ledger = Ledger(known, now)
        self._readings = Readings(loaded.readings, now)
        self._changes: list[Change] = []
        self._letters: list[dict[str, Any]] = []
        self._replayed: list[tuple[str, Outcome]] = []

    @property
    def revised(self) -> int:
        """How many events changed a review that was there."""
        return sum(change.before is not None for change in self._changes)

    def take(self, arrival: Arrival) -> Outcome:
        """Decide what one event is."""
        event = arrival.event
        seen = (arrival.source_id, event.event_id)
        if arrival.letter_id is None and not arrival.imported:
            if seen in self._loaded.seen:
                return Outcome.REPEAT
            self._loaded.seen.add(seen)
        if isinstance(event, NotUnderstood):
            self._remember(arrival, Outcome.QUARANTINED, None)
            return Outcome.QUARANTINED
        if isinstance(event, Measurement):
            return self._take_reading(arrival, event)
        before = self._loaded.reviews.get((arrival.source_id, event.external_id))
        outcome = self._outcome(arrival, before, event)
        if outcome is Outcome.ACCEPTED:
            change = change_of(arrival, event, before, self._customer(arrival, event, before), self._now)
            self._changes.append(change)
            self._loaded.reviews[(arrival.source_id, event.external_id)] = before = change.after
        self._remember(arrival, outcome, before.id if before else None)
        return outcome

    def _take_reading(self, arrival: Arrival, event: Measurement) -> Outcome:
        customer = self._directory.customer_of(arrival.source_id, event)
        news = self._readings.take(arrival, event, customer)
        outcome = Outcome.ACCEPTED if news else Outcome.REPEAT
        self._remember(arrival, outcome, None)
        return outcome

    def _outcome(self, arrival: Arrival, before: StoredReview | None, event: Incoming) -> Outcome:
        """Newer revises, older changes nothing; of two of the same time, the one that says something else is
        believed.
        """
        if before is None or event.changed_at > before.changed_at:
            return Outcome.ACCEPTED
        if event.changed_at < before.changed_at:
            return Outcome.STALE
        if not says_the_same(before, event):
            return Outcome.ACCEPTED
        elsewhere = not is_deletion(event) and self._directory.leads_elsewhere(
            arrival.source_id, event, before.customer_id, by_name=arrival.imported
        )
        return Outcome.ACCEPTED if elsewhere else Outcome.REPEAT

    def conclude(self, tx: Connection, people: People) -> tuple[list[Delivery], frozenset[Hashable]]:
        """Score and judge what was accepted, and write everything; the deliveries claimed and people met."""
        changes, whose = self._changes, dict[str, Customer]()
        for change in changes:
            for review in (change.before, change.after):
                if review is not None and review.customer_id is not None:
                    whose[review.customer_id] = self._loaded.who.customers[review.customer_id]
        for customer_id in self._readings.whose:
            whose[customer_id] = self._loaded.who.customers[customer_id]
        self._directory.write(tx)
        # What is kept of the customers is read before their reviews change, and followed after.
        self._ledger.load(tx, whose, self._directory.created)
        self._judge.load(tx, {change.before.id for change in changes if change.before is not None})
        self._store(tx, changes)
        for change in changes:
            self._follow(change)
        self._readings.write(tx, self._workspace_id, self._ledger)
        met = people.write(tx, self._workspace_id, changes)
        self._ledger.write(tx, whose)
        self._judge.write(tx)
        if self._judged:
            news = self._ledger.status_changes
            announce_statuses(tx, self._known, news, whose, self._outbox, self._now)
        inbox.add_events(tx, self._letters)
        for letter_id, outcome in self._replayed:
            inbox.set_outcome(tx, self._workspace_id, letter_id, outcome.value, "")
        return self._outbox.write(tx), met

    def _store(self, tx: Connection, changes: Sequence[Change]) -> None:
        fixed = {"workspace_id": self._workspace_id}
        reviews.put_reviews(tx, [{**change.row, **fixed} for change in changes])
        olds = [change.before for change in changes if change.before is not None and change.revises]
        reviews.add_versions(tx, self._workspace_id, olds, self._now)

    def _customer(self, arrival: Arrival, event: Incoming, before: Any) -> Customer | None:
        if not is_deletion(event) and (event.company is not None or event.contact is not None):
            return self._directory.customer_of(arrival.source_id, event, by_name=arrival.imported)
        return self._loaded.who.customers.get(before.customer_id) if before is not None else None

    def _follow(self, change: Change) -> None:
        customer = change.customer
        asked: list[Verdict] = []
        if self._judged and customer is not None and change.says_something_new:
            asked = self._judge.ask(change, customer)
        if customer is None or not any(verdict.fired for verdict in asked):
            self._ledger.apply(change, live=self._judged)
        else:
            before = self._ledger.mark_of(customer.id)
            self._ledger.apply(change)
            self._judge.conclude(
                asked, change.after, customer, Marks(before, self._ledger.mark_of(customer.id))
            )
        if change.before is not None and (change.forgets or change.says_something_new or change.moved):
            self._judge.revise(change)

    def _remember(self, arrival: Arrival, outcome: Outcome, review_id: str | None) -> None:
        """Note the event in the inbox: its id alone, and all of it when it was not understood."""
        if arrival.imported:
            return
        if arrival.letter_id is not None:
            if outcome is not Outcome.QUARANTINED:
                self._replayed.append((arrival.letter_id, outcome))
            return
        event = arrival.event
        kept = event if isinstance(event, NotUnderstood) else None
        self._letters.append(
            {
                "id": new_id(),
                "workspace_id": self._workspace_id,
                "source_id": arrival.source_id,
                "event_id": event.event_id,
                "outcome": outcome.value,
                "review_id": review_id,
                "reason": kept.reason if kept else "",
                "body": kept.raw if kept else None,
                "received_at": self._now,
            }
        )
