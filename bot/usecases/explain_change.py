"""Why a customer's score differs from what it was: every point of the difference has a cause."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from math import fsum

from sqlalchemy import Connection

from bot.errors import InvalidInput, NotFound
from bot.past_views import ChangeItem, ChangePart, ChangeView, FactLine, Standing
from bot.storage import customers, health, score_history
from bot.storage.customers import Customer
from bot.usecases.knowledge import Known
from bot.usecases.name_facts import Key, name_facts
from bot.usecases.score_then import plan_then, scorecards_then, side_then
from scoring.change import Cause, Change, Move, Part, Side, explain, merged
from scoring.health import Health
from scoring.plan import Plan
from scoring.rounding import shown_parts, shown_score
from scoring.status import Status, label_of, status_of

LONGEST = timedelta(days=5 * 365)

_NAMED = 3  # items of each part, best and worst
_LEAST = 0.05  # points: less would be shown as 0.0


def explain_change(
    tx: Connection, known: Known, customer_id: str, since: date, until: date | None, now: datetime
) -> ChangeView:
    """Split what became of a score from the beginning of ``since`` to the end of ``until``, or to now.

    Raises NotFound, or InvalidInput (``since``, ``until``) for days that do not follow each other.
    """
    start, end = period(known, since, until, now)
    customer = customers.get_customers(tx, known.workspace.id, [customer_id]).get(customer_id)
    if customer is None:
        raise NotFound("There is no such customer (any more).")
    return explain_between(tx, known, customer, start, end, now)


def period(known: Known, since: date, until: date | None, now: datetime) -> tuple[datetime, datetime]:
    """The moments at which whole days of the workspace begin and end; raises InvalidInput."""
    today = known.today(now)
    if since >= today and not (since == today and until is None):
        raise InvalidInput({"since": f"{since.isoformat()} is not over yet; choose an earlier day."})
    if since < today - LONGEST:
        raise InvalidInput({"since": f"{since.isoformat()} is more than five years ago."})
    if until is not None and until < since:
        raise InvalidInput({"until": f"{until.isoformat()} comes before {since.isoformat()}."})
    start = datetime.combine(since, time.min, known.zone)
    if until is None or until >= today:
        return start, now
    return start, datetime.combine(until + timedelta(days=1), time.min, known.zone)


def explain_between(
    tx: Connection, known: Known, customer: Customer, start: datetime, end: datetime, now: datetime
) -> ChangeView:
    """The same between two moments."""
    cards = [scorecards_then(tx, known, customer.id, at) for at in (start, end)]
    if end >= now:
        cards[1] = known.scorecards
    plans = [plan_then(known, card, customer) for card in cards]
    earliest = known.day(start).start(max(plan.longest for plan in plans))
    then, later = (
        side_then(tx, known, customer, plan, at, earliest, now)
        for plan, at in zip(plans, (start, end), strict=True)
    )
    found = explain(then, later)
    before, after = (
        _standing(tx, known, customer.id, side, score, card.version, now)
        for side, score, card in zip((then, later), (found.before, found.after), cards, strict=True)
    )
    lines, labels = _lines(tx, known, found, then, later)
    shown = shown_parts(after.shown - before.shown, [part.points for part in found.parts])
    return ChangeView(
        customer=health.customer_lines(tx, known.workspace.id, [customer.id], now)[customer.id],
        before=before,
        after=after,
        parts=tuple(
            _part(part, number, lines, labels) for part, number in zip(found.parts, shown, strict=True)
        ),
        timezone=known.workspace.timezone,
    )


def _standing(
    tx: Connection, known: Known, customer_id: str, side: Side, found: Health, version: int, now: datetime
) -> Standing:
    at, bands = side.at.now, side.plan.card.bands
    status = _status(tx, known, customer_id, side.plan, found, at, now)
    score = found.score
    return Standing(at, score, shown_score(score), found.confidence, status, label_of(status, bands), version)


def _status(
    tx: Connection, known: Known, customer_id: str, plan: Plan, found: Health, at: datetime, now: datetime
) -> Status:
    """The status that was kept; where none ever was, what the score calls for."""
    if at < now:
        kept = score_history.status_then(tx, known.workspace.id, customer_id, at)
        if kept is not None:
            return kept
    tenure = health.get_tenures(tx, known.workspace.id, [customer_id]).get(customer_id)
    if tenure is not None and (at >= now or at >= tenure.since):
        return tenure.status
    return status_of(found.score, found.confidence, None, plan.card.bands)


def _lines(
    tx: Connection, known: Known, found: Change, then: Side, later: Side
) -> tuple[dict[Key, FactLine], dict[str, str]]:
    labels = {gauge.key: gauge.metric.label for side in (then, later) for gauge in side.plan.gauges}
    named = (move for part in found.parts for moves in notable(items_of(part)) for move in moves)
    keys: list[Key] = list(dict.fromkeys((move.kind, move.id) for move in named))
    told = chain(then.facts, later.facts)
    return name_facts(tx, known.workspace.id, keys, labels, told), labels


def items_of(part: Part) -> list[Move]:
    """The moves that did it, the strongest first: those of facts that changed where any did, else all.

    What benchmarks did belongs to their metrics; otherwise what is expected counts as one.
    """
    if part.cause is Cause.BENCHMARKS:
        return merged(replace(one, kind="expectation", id=one.metric) for one in part.moves)
    if part.touched:
        return merged(one for one in part.moves if one.id in part.touched)
    return merged(replace(one, id="") if one.kind == "expectation" else one for one in part.moves)


def notable(items: Sequence[Move]) -> tuple[Sequence[Move], Sequence[Move]]:
    """(worst, best): a few of each, the strongest first."""
    moves = [one for one in items if abs(one.points) >= _LEAST]
    worst = [one for one in moves if one.points < 0][:_NAMED]
    return worst, [one for one in moves if one.points > 0][:_NAMED]


def _part(part: Part, shown: int, lines: Mapping[Key, FactLine], labels: Mapping[str, str]) -> ChangePart:
    items = items_of(part)
    worst, best = (
        tuple(
            ChangeItem(lines[one.kind, one.id], one.points, labels.get(one.metric, one.metric))
            for one in moves
        )
        for moves in notable(items)
    )
    all_of_them = fsum(one.points for one in items)
    named = fsum(item.points for item in (*worst, *best))
    return ChangePart(
        part.cause,
        part.points,
        shown,
        worst,
        best,
        others=all_of_them - named,
        other_count=len(items) - len(worst) - len(best),
        rest=part.points - all_of_them,
    )
