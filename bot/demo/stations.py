"""The stations of a survey that the bot has taken in: stored, scored, judged, delivered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from automations.triggers import ReviewReceived
from bot.demo import tracks
from bot.demo.steps import Line, Named, State, Step, ms_since
from bot.demo.surveys import Sent
from bot.demo.tracks import Going, Judged, Noted, Shown
from bot.storage import alerts, customers, sources
from bot.storage.alerts import StoredAlert
from bot.storage.customers import Customer
from bot.storage.reviews import StoredReview
from bot.usecases.intake.evidence import Ledger
from bot.usecases.intake.judging import received_event
from bot.usecases.knowledge import Known, profile_of
from bot.usecases.outbox import OWNER_PREFIX
from bot.views import HealthMark

_OVER = {"sent": State.DONE, "failed": State.REFUSED, "cancelled": State.NOTHING}


@dataclass(frozen=True, slots=True)
class Trail:
    """One request that the bot took in: the inbox's note of it, and what it is about as it stands now."""

    known: Known
    sent: Sent
    noted: Noted
    review: StoredReview
    customer: Customer | None
    alert: StoredAlert | None
    now: datetime

    @property
    def at(self) -> float:
        """When it was stored, scored and judged: one transaction, one moment."""
        return ms_since(self.sent, self.noted.received_at)

    @property
    def revises(self) -> bool:
        """Whether the review was there before this request."""
        return self.review.received_at < self.noted.received_at


def trail_of(
    tx: Connection, known: Known, sent: Sent, noted: Noted, review: StoredReview, now: datetime
) -> Trail:
    """Load what the stations tell of."""
    workspace_id = known.workspace.id
    customer = None
    if review.customer_id is not None:
        customer = customers.get_customers(tx, workspace_id, [review.customer_id]).get(review.customer_id)
    alert_id = alerts.alerts_about(tx, workspace_id, [review.id]).get(review.id)
    alert = alerts.get_alert(tx, workspace_id, alert_id, now) if alert_id is not None else None
    return Trail(known, sent, noted, review, customer, alert, now)


def stored_step(trail: Trail) -> Step:
    """What the survey became."""
    whose = f" of {trail.customer.name}" if trail.customer else ""
    if trail.review.status == "deleted":
        text = f"The review{whose} is marked as deleted."
    elif trail.revises:
        text = f"The review{whose} has a new version."
    else:
        text = f"A new review{whose}."
    return Step("stored", State.DONE, text, trail.at)


def scored_step(tx: Connection, trail: Trail) -> Step:
    """What the review did to the customer's health."""
    if trail.customer is None:
        return Step("scored", State.NOTHING, "It belongs to no customer yet.", trail.at)
    before, after = _marks(tx, trail, trail.customer)
    plan = trail.known.plan_of(profile_of(trail.customer))
    counted = any(gauge.metric.feeds == (trail.review.survey_type,) for gauge in plan.gauges)
    stays = f"Health stays {_mark(after)}"
    if trail.review.status == "deleted":
        return Step("scored", State.DONE, f"It counts no more. Health is {_mark(after)}.", trail.at)
    if not counted:
        reason = f"{trail.review.survey_type.upper()} is no part of the score."
        return Step("scored", State.NOTHING, f"{stays}: {reason}", trail.at)
    if trail.review.polarity is None:
        return Step("scored", State.DONE, f"{stays}: it counts as sent and not answered.", trail.at)
    if trail.revises:
        text = f"Health is {_mark(after)}; without this review it would be {_points(before.score)}."
    elif before.status is after.status:
        text = f"Health {_points(before.score)} → {_mark(after)}."
    else:
        text = f"Health {_mark(before)} → {_mark(after)}."
    return Step("scored", State.DONE, text, trail.at)


def _marks(tx: Connection, trail: Trail, customer: Customer) -> tuple[HealthMark, HealthMark]:
    """Before and after; when no alert has kept them, without this review and with it."""
    alert = trail.alert
    if alert is not None and alert.created_at == trail.noted.received_at:
        before, after = alert.view.before, alert.view.after
        if before is not None and after is not None:
            return before, after
    ledger = Ledger(trail.known, trail.now)
    ledger.load(tx, {customer.id: customer})
    after = ledger.mark_of(customer.id)
    ledger.forget(trail.review)
    return ledger.mark_of(customer.id), after


def _points(score: float) -> str:
    return f"{score:.1f}"


def _mark(mark: HealthMark) -> str:
    return f"{_points(mark.score)} ({mark.status.label})"


def judged_step(tx: Connection, trail: Trail) -> Step:
    """What each rule decided, and in a few words why."""
    if trail.review.status == "deleted":
        return Step("judged", State.NOTHING, "A deleted review raises no alert.", trail.at)
    if trail.customer is None:
        return Step("judged", State.NOTHING, "Rules look at reviews of customers.", trail.at)
    workspace_id, rules = trail.known.workspace.id, trail.known.rules
    if not rules.rules:
        return Step("judged", State.NOTHING, "No rule is in force.", trail.at)
    stored = {one.rule_id: one for one in tracks.judged(tx, workspace_id, trail.review.id)}
    waiting = tracks.waiting_rules(tx, workspace_id, trail.review.id)
    source_name = sources.name_of(tx, workspace_id, trail.review.source_id)
    event = received_event(trail.review, trail.customer, source_name)
    asked = {rule.id for rule in rules.rules if isinstance(rule.when, ReviewReceived)}
    lines = []
    for verdict in rules.explain(event, trail.noted.received_at):
        if verdict.rule_id not in asked:
            continue
        name, kept = trail.known.rule_names[verdict.rule_id], stored.get(verdict.rule_id)
        due_at = waiting.get(verdict.rule_id)
        if kept is not None and kept.outcome == "fired":
            lines.append(_fired(trail, kept))
        elif due_at is not None and verdict.fired:
            lines.append(_settling(name, due_at))
        else:
            checks = kept.checks if kept else [(check.passed, check.because) for check in verdict.checks]
            lines.append(Line(State.NOTHING, f"{name}: {_why_not(checks)}"))
    fired = sum(line.state is State.DONE for line in lines)
    text = f"{_count(fired, 'rule')} of {len(lines)} fired." if fired else "No rule fired."
    return Step("judged", State.DONE, text, trail.at, tuple(lines))


def _fired(trail: Trail, verdict: Judged) -> Line:
    if verdict.judged_at < trail.noted.received_at:
        return Line(State.NOTHING, f"{verdict.rule_name}: fired before, and fires once for each review")
    because = "; ".join(why for _passed, why in verdict.checks)
    settled = verdict.judged_at > trail.noted.received_at
    at = ms_since(trail.sent, verdict.judged_at) if settled else None
    return Line(State.DONE, f"{verdict.rule_name}: {because}", at)


def _settling(name: str, due_at: datetime) -> Line:
    return Line(State.WAITING, f"{name}: would fire, and lets the review settle first", due=due_at)


def _why_not(checks: list[tuple[bool, str]]) -> str:
    return next((why for passed, why in checks if not passed), "did not fire")


def delivered_step(tx: Connection, trail: Trail, judged: Step, named: Named) -> Step:
    """Where the alert stands, or when it is tried next."""
    if judged.waits and trail.alert is None:
        return Step("delivered", State.WAITING, "Nothing yet.")
    if trail.alert is None:
        return Step("delivered", State.NOTHING, "There is nothing to tell anybody.")
    alert_id = trail.alert.view.alert_id
    orders = [
        one
        for one in tracks.going(tx, trail.known.workspace.id, alert_id, trail.noted.received_at)
        # Redrawing has many causes; what this request asked for was ordered in its own transaction.
        if one.kind == "alert" or one.created_at == trail.noted.received_at
    ]
    if not orders:
        return Step("delivered", State.NOTHING, "There is nothing new to tell anybody.")
    posts = tracks.shown(tx, trail.known.workspace.id, alert_id)
    lines = tuple(_delivery(trail, one, _message(one, orders, posts), named) for one in orders)
    arrived = sum(line.state is State.DONE for line in lines)
    if any(line.state is State.WAITING for line in lines):
        text = f"On its way: {arrived} of {len(lines)} delivered."
        return Step("delivered", State.WAITING, text, None, lines)
    ms = max((line.ms for line in lines if line.ms is not None), default=None)
    if arrived:
        return Step("delivered", State.DONE, f"Delivered, {_count(len(lines), 'message')}.", ms, lines)
    return Step("delivered", State.REFUSED, "It could not be delivered.", ms, lines)


def _message(order: Going, orders: list[Going], posts: list[Shown]) -> Shown | None:
    """The message that a delivery became: for a person's, the one that is in no channel asked for by id."""
    if not order.destination.startswith(OWNER_PREFIX):
        return next((post for post in posts if post.channel == order.destination), None)
    channels = {one.destination for one in orders}
    return next((post for post in posts if post.channel not in channels), None)


def _delivery(trail: Trail, order: Going, post: Shown | None, named: Named) -> Line:
    what = {"update": "Alert redrawn in ", "history": "A line in the thread in "}.get(order.kind, "")
    where = what + named(order.destination)
    where = where[:1].upper() + where[1:]
    channel, ts = (post.channel, post.ts) if post else ("", "")
    state = _OVER.get(order.state, State.WAITING)
    if state is State.WAITING:
        return _on_its_way(order, where)
    if state is State.REFUSED:
        return Line(state, f"{where}: {order.error}")
    if state is State.NOTHING:
        return Line(state, f"{where}: not needed any more")
    ms = ms_since(trail.sent, order.finished_at) if order.finished_at else None
    tries = f", at attempt {order.attempts + 1}" if order.attempts else ""
    return Line(state, f"{where}{tries}", ms, channel, ts)


def _on_its_way(order: Going, where: str) -> Line:
    if order.state == "claimed":
        return Line(State.WAITING, f"{where}: waits for its turn, one message a second")
    if not order.attempts:
        return Line(State.WAITING, f"{where}: waits", due=order.due_at)
    again = "it may have been posted and is looked for" if order.state == "uncertain" else "tried again"
    return Line(
        State.WAITING, f"{where}: {order.error} Attempt {order.attempts} failed; {again}", due=order.due_at
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
