"""What happened around a day: what a customer asked, said and waited for, beside what became of its score."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from bot.errors import NotFound
from bot.past_views import DayView, FactLine
from bot.storage import customers, facts, health, score_history
from bot.usecases.knowledge import Known
from bot.usecases.name_facts import name_facts
from bot.usecases.show_history import markers_between
from scoring.facts import Fact, Review, Ticket
from scoring.itemise import kind_of

AROUND = timedelta(days=3)

_MOST = 50
_DAY = timedelta(days=1)


def show_day(tx: Connection, known: Known, customer_id: str, around: date, now: datetime) -> DayView:
    """Everything within three days of a day, the newest fifty of it; raises NotFound."""
    workspace_id = known.workspace.id
    customer = customers.get_customers(tx, workspace_id, [customer_id]).get(customer_id)
    if customer is None:
        raise NotFound("There is no such customer (any more).")
    around = min(max(around, date(1970, 1, 5)), known.today(now))
    first, last = around - AROUND, around + AROUND
    since = datetime.combine(first, time.min, known.zone)
    until = datetime.combine(last + _DAY, time.min, known.zone)
    told = facts.facts_between(tx, workspace_id, [customer_id], since, until).get(customer_id, [])
    happened = sorted(
        (at, what, kind_of(fact), fact.id)
        for fact in told
        for at, what in _moments(fact)
        if since <= at < until
    )[-_MOST:]
    labels = {gauge.key: gauge.metric.label for plan in known.plans.values() for gauge in plan.gauges}
    keys = list(dict.fromkeys((kind, id_) for _at, _what, kind, id_ in happened))
    lines = name_facts(tx, workspace_id, keys, labels, told)
    return DayView(
        customer=health.customer_lines(tx, workspace_id, [customer_id], now)[customer_id],
        around=around,
        first=first,
        last=last,
        days=tuple(score_history.days_of(tx, workspace_id, customer_id, first, last)),
        happenings=tuple((what, _at(lines[kind, id_], at)) for at, what, kind, id_ in happened),
        markers=tuple(markers_between(tx, known, customer, since, until)),
        timezone=known.workspace.timezone,
    )


def _moments(fact: Fact) -> Iterable[tuple[datetime, str]]:
    match fact:
        case Review() if fact.polarity is None:
            yield fact.asked_at, "survey sent"
        case Review():
            yield fact.at, "rated"
        case Ticket():
            yield fact.opened_at, "ticket opened"
            if fact.resolved_at is not None:
                yield fact.resolved_at, "ticket resolved"
        case _:
            yield fact.at, "contact" if kind_of(fact) == "interaction" else "figure"


def _at(line: FactLine, at: datetime) -> FactLine:
    return FactLine(line.kind, line.id, at, line.text, line.review)
