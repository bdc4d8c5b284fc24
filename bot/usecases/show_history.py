"""How a customer's score went, and what marked it: statuses, flags, scorecards, and the big moves."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sqlalchemy import Connection

from bot.errors import NotFound
from bot.past_views import ChangeView, HistoryView, Marker, ScoreDay
from bot.storage import customers, health, initiatives, score_history, scorecards
from bot.storage.customers import Customer
from bot.usecases.explain_change import LONGEST, explain_between
from bot.usecases.knowledge import Known, profile_of
from bot.usecases.measure_initiatives import is_for
from scoring.rounding import shown_score
from scoring.status import Status, label_of

BIG_MOVE = 5.0  # points between two kept days

_EXPLAINED = 3  # of the big moves, the biggest: each costs six scores
_VERSIONS = 100
_DAY = timedelta(days=1)
_CAUSES = {
    "scorecard": "another scorecard",
    "benchmarks": "other benchmarks",
    "ageing": "the passing of time",
    "revised": "corrections",
    "new": "new evidence",
}
_FLAGGED = {"set": "Flagged {}", "cleared": "No longer flagged {}", "ended": "The flag {} ended"}


def show_history(
    tx: Connection, known: Known, customer_id: str, now: datetime, since: date | None = None
) -> HistoryView:
    """All that is kept of how the score went, or what is kept since a day; raises NotFound."""
    workspace_id = known.workspace.id
    customer = customers.get_customers(tx, workspace_id, [customer_id]).get(customer_id)
    if customer is None:
        raise NotFound("There is no such customer (any more).")
    today = known.today(now)
    first = max(since or date.min, today - LONGEST)
    days = score_history.days_of(tx, workspace_id, customer_id, first, today)
    start = datetime.combine(days[0].day if days else today, time.min, known.zone)
    found = [
        *markers_between(tx, known, customer, start, now + _DAY),
        *_moves(tx, known, customer, days, now),
    ]
    return HistoryView(
        customer=health.customer_lines(tx, workspace_id, [customer_id], now)[customer_id],
        days=tuple(days),
        markers=tuple(sorted(found, key=lambda one: one.at)),
        timezone=known.workspace.timezone,
    )


def markers_between(
    tx: Connection, known: Known, customer: Customer, since: datetime, until: datetime
) -> Iterator[Marker]:
    """Changes of status, flag and scorecard, and the beginnings of initiatives, in since <= t < until."""
    workspace_id, customer_id = known.workspace.id, customer.id
    bands = known.plan_of(profile_of(customer)).card.bands
    for one in score_history.status_changes_of(tx, workspace_id, customer_id, since, until):
        before, after = (label_of(Status(word), bands) for word in (one.before, one.after))
        text = f"{before} → {after} at {shown_score(one.score)}"
        yield Marker("status", known.today(one.at), text)
    for flag in score_history.flag_changes_of(tx, workspace_id, customer_id, since, until):
        said = f": {flag.reason}" if flag.reason and flag.change == "set" else ""
        yield Marker("flag", known.today(flag.at), _FLAGGED[flag.change].format(flag.flag.label) + said)
    for version in scorecards.list_versions(tx, workspace_id, _VERSIONS):
        if version.version > 1 and since <= version.created_at < until:
            note = f": {version.note}" if version.note else ""
            yield Marker("scorecard", known.today(version.created_at), f"Scorecard {version.version}{note}")
    for initiative in initiatives.all_initiatives(tx, workspace_id):
        if known.today(since) <= initiative.began_on < known.today(until) and is_for(initiative, customer):
            yield Marker("initiative", initiative.began_on, initiative.name)


def _moves(
    tx: Connection, known: Known, customer: Customer, days: Sequence[ScoreDay], now: datetime
) -> Iterator[Marker]:
    big = [(one, two) for one, two in pairwise(days) if abs(two.score - one.score) >= BIG_MOVE]
    explained = sorted(big, key=lambda pair: -abs(pair[1].score - pair[0].score))[:_EXPLAINED]
    for one, two in big:
        text = f"{two.score - one.score:+.1f} points since {one.day.isoformat()}"
        if (one, two) in explained:
            start, end = (_end_of(known, day.day, now) for day in (one, two))
            text += _mostly(explain_between(tx, known, customer, start, end, now))
        yield Marker("move", two.day, text)


def _end_of(known: Known, day: date, now: datetime) -> datetime:
    return min(datetime.combine(day + _DAY, time.min, known.zone), now)


def _mostly(change: ChangeView) -> str:
    """What did most of it; nothing where facts that came late tell it otherwise today."""
    part = max(change.parts, key=lambda one: abs(one.points))
    if abs(part.points) < 1.0:
        return ""
    items = part.worst if part.points < 0 else part.best
    what = f": {items[0].line.text}" if items and items[0].line.text else ""
    return f", mostly {_CAUSES[part.cause.value]} ({part.points:+.1f}{what})"
