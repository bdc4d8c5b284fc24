"""How is this customer? Computed from the reviews themselves, at the moment of asking."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import NotFound
from bot.storage import alerts, customers, flags, health, reviews
from bot.storage.reviews import CountedReview
from bot.usecases.intake.evidence import tallies_of
from bot.usecases.knowledge import Known
from bot.views import CsatFigures, HealthView
from scoring.evidence import RatedReview, Tally
from scoring.health import Health, itemise
from scoring.polarity import Polarity
from scoring.status import status_of
from scoring.trend import trend

_LAST = 5
_OPEN = 5
_NOTABLE = 3  # best and worst items that a card names
_TREND = timedelta(days=90)


def show_health(tx: Connection, known: Known, customer_id: str, now: datetime) -> HealthView:
    """The whole card of one customer; raises NotFound."""
    workspace_id = known.workspace.id
    customer = customers.get_customers(tx, workspace_id, [customer_id]).get(customer_id)
    if customer is None:
        raise NotFound("There is no such customer (any more).")
    line = health.customer_lines(tx, workspace_id, [customer_id], now)[customer_id]
    since = known.window_start("csat", now)
    horizon = min(since, now - 2 * _TREND)
    counted = reviews.counted_reviews(
        tx, workspace_id, [customer_id], "csat", horizon, now + timedelta(days=1)
    )
    inside = [review for review in counted if review.counts_at >= since]
    found = itemise(known.scorecard, customer.population, {"csat": _rated(inside)}, now)
    previous = line.mark.status if line.mark else None
    settings = known.scorecard.settings("csat")
    return HealthView(
        customer=line,
        kind=customer.kind,
        as_of=now,
        scorecard_version=known.scorecard.version,
        health=found,
        status=status_of(found.score, found.confidence, previous, known.scorecard.bands),
        trend=trend(
            _tally(counted, now - _TREND, now + timedelta(days=1), settings.half_life_days),
            _tally(counted, now - 2 * _TREND, now - _TREND, settings.half_life_days),
            settings.prior,
            settings.benchmark_for(customer.population),
        ),
        csat=csat_figures(known, inside, now),
        last_reviews=tuple(reviews.latest_reviews(tx, workspace_id, customer_id, _LAST)),
        open_alerts=tuple(
            alert.view for alert in alerts.open_alerts_of(tx, workspace_id, customer_id, _OPEN, now)
        ),
        reviews=reviews.review_lines(tx, workspace_id, _notable(found)),
        timezone=known.workspace.timezone,
        flag=flags.find_flag(tx, workspace_id, customer_id, now),
    )


def csat_figures(known: Known, inside: list[CountedReview], now: datetime) -> CsatFigures:
    """CSAT over its window as SmileBack counts it: every review alike, however old."""
    tally = next(iter(tallies_of(inside, known.scorecard.settings("csat").half_life_days).values()), Tally())
    return CsatFigures(
        native=tally.native,
        normalized=tally.normalized,
        positive=tally.positive,
        neutral=tally.neutral,
        negative=tally.negative,
        rated=tally.rated,
        sent=tally.sent,
        response_rate=tally.response_rate,
        first_day=known.window_start("csat", now).date(),
        last_day=known.today(now),
    )


def _rated(counted: list[CountedReview]) -> list[RatedReview]:
    return [
        RatedReview(one.id, Polarity(one.polarity), one.counts_at)
        for one in counted
        if one.polarity is not None
    ]


def _tally(counted: list[CountedReview], since: datetime, until: datetime, half_life_days: float) -> Tally:
    return Tally.of(_rated([one for one in counted if since <= one.counts_at < until]), half_life_days)


def _notable(found: Health) -> list[str]:
    items = sorted((item for one in found.contributions for item in one.items), key=lambda item: item.points)
    return [item.id for item in {item.id: item for item in [*items[:_NOTABLE], *items[-_NOTABLE:]]}.values()]
