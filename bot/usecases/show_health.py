"""How is this customer? Computed from the facts themselves, at the moment of asking."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import NotFound
from bot.storage import alerts, customers, facts, feeds, flags, health, reviews
from bot.usecases import health_figures
from bot.usecases.knowledge import Known, profile_of
from bot.views import CsatFigures, HealthView
from scoring.facts import Fact, Review
from scoring.health import Assessor, Health
from scoring.itemise import itemise
from scoring.measure import Moment
from scoring.plan import Plan
from scoring.polarity import Polarity
from scoring.status import tenure_of
from scoring.tally import EMPTY, Tally
from scoring.trend import Trend, trend
from scoring.windows import FOREVER, Day

_LAST = 5
_OPEN = 5
_NOTABLE = 8
_WORST_OF_EACH = 2
_TREND = timedelta(days=90)


def show_health(tx: Connection, known: Known, customer_id: str, now: datetime) -> HealthView:
    """The whole card of one customer; raises NotFound."""
    workspace_id = known.workspace.id
    customer = customers.get_customers(tx, workspace_id, [customer_id]).get(customer_id)
    if customer is None:
        raise NotFound("There is no such customer (any more).")
    line = health.customer_lines(tx, workspace_id, [customer_id], now)[customer_id]
    profile, day = profile_of(customer), known.day(now)
    plan = known.plan_of(profile)
    told = _facts(tx, workspace_id, customer_id, plan, day, now)
    assessor = Assessor(plan, feeds.get_feeds(tx, workspace_id), Moment(now, day))
    found = itemise(assessor, plan, profile, told)
    previous = health.get_tenures(tx, workspace_id, [customer_id]).get(customer_id)
    tenure = tenure_of(found.score, found.confidence, previous, plan.card.bands, now)
    items = _notable(found)
    return HealthView(
        customer=line,
        kind=customer.kind,
        as_of=now,
        scorecard_version=known.scorecards.version,
        health=found,
        status=tenure.status,
        trend=_trend(plan, profile.population, told, now),
        csat=csat_figures(plan, day, told),
        last_reviews=tuple(reviews.latest_reviews(tx, workspace_id, customer_id, _LAST)),
        open_alerts=tuple(
            alert.view for alert in alerts.open_alerts_of(tx, workspace_id, customer_id, _OPEN, now)
        ),
        reviews=reviews.review_lines(tx, workspace_id, items),
        timezone=known.workspace.timezone,
        flag=flags.find_flag(tx, workspace_id, customer_id, now),
        enabled=known.scorecards.enabled,
        since=tenure.since if previous else None,
        labels=plan.card.bands.labels,
        scorecard=plan.card.name,
        rank=health_figures.rank(tx, workspace_id, customer_id, customer.population, found),
        moved=health_figures.moved(tx, known, customer_id, found.score, now),
        csat_range=health_figures.csat_range(found),
        outlook=health_figures.outlook(plan, profile, told, found, tenure.status, now, day),
        facts=health_figures.named(tx, workspace_id, items, told),
        windows=_windows(plan, day),
    )


def csat_figures(plan: Plan, day: Day, told: Sequence[Fact]) -> CsatFigures:
    """CSAT over its window as SmileBack counts it: every review alike, however old."""
    first = day.start(plan.card.window("csat").days)
    asked = [one for one in told if isinstance(one, Review) and one.survey == "csat" and one.at >= first]
    counts = Counter(one.polarity for one in asked)
    positive, neutral, negative = (counts[polarity] for polarity in Polarity)
    rated = positive + neutral + negative
    native = 100.0 * (positive - negative) / rated if rated else None
    return CsatFigures(
        native=native,
        normalized=None if native is None else (native + 100.0) / 2.0,
        positive=positive,
        neutral=neutral,
        negative=negative,
        rated=rated,
        sent=len(asked),
        response_rate=rated / len(asked) if asked else None,
        first_day=first.astimezone(day.zone).date(),
        last_day=day.date,
    )


def _facts(
    tx: Connection, workspace_id: str, customer_id: str, plan: Plan, day: Day, now: datetime
) -> list[Fact]:
    """All that the score, the figures and the trend look at."""
    days = max(plan.longest, plan.card.window("csat").days)
    since = min(day.start(days), now - 2 * _TREND)
    return facts.facts_since(tx, workspace_id, [customer_id], since, FOREVER).get(customer_id, [])


def _trend(plan: Plan, population: str, told: Sequence[Fact], now: datetime) -> Trend:
    settings = plan.card.settings("csat")
    recent = _tally(told, now - _TREND, FOREVER)
    earlier = _tally(told, now - 2 * _TREND, now - _TREND)
    return trend(recent, earlier, settings.prior, settings.benchmark_for(population))


def _tally(told: Sequence[Fact], since: datetime, until: datetime) -> Tally:
    answers = [
        one.polarity.value01
        for one in told
        if isinstance(one, Review) and one.survey == "csat" and one.polarity and since <= one.at < until
    ]
    return EMPTY.counting(len(answers), sum(answers))


def _windows(plan: Plan, day: Day) -> dict[str, date]:
    return {gauge.key: gauge.window(day)[0].astimezone(day.zone).date() for gauge in plan.gauges}


def _notable(found: Health) -> list[str]:
    """The facts that a card may name: those that move the score most, and the worst of each metric."""
    named = [[item for item in one.items if item.kind != "absence"] for one in found.contributions]
    items = sorted((item for group in named for item in group), key=lambda item: item.points)
    worst = [item for group in named for item in sorted(group, key=lambda item: item.points)[:_WORST_OF_EACH]]
    return list(dict.fromkeys(item.id for item in [*items[:_NOTABLE], *items[-_NOTABLE:], *worst]))
