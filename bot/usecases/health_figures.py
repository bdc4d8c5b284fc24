"""What stands around a score on a card: its place among others, how it moved, and what would move it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.storage import ranks
from bot.storage.fact_lines import interaction_lines, ticket_lines
from bot.usecases.knowledge import Known
from bot.views import Moved, NamedFact, Outlook
from scoring.evidence import Evidence
from scoring.facts import Fact, Profile, Reading
from scoring.forecast import Standing, first_day_at_least, negatives_to_fall_below, positives_to_reach
from scoring.health import Assessor, Contribution, Health
from scoring.intervals import Interval, credible
from scoring.measure import Moment
from scoring.plan import Plan
from scoring.ranking import Rank, Unranked, rank_of, spread_of
from scoring.settings import Bands
from scoring.status import Status
from scoring.windows import Day

_MONTH: Final = timedelta(days=30)
_FORESEEN: Final = 120  # days
_CSAT: Final = "csat"


def rank(
    tx: Connection, workspace_id: str, customer_id: str, population: str, found: Health
) -> Rank | Unranked:
    """A customer's place, with its score of now, among those last stored of its population."""
    whose = (workspace_id, population, customer_id)
    spread = spread_of(
        (one.weight, one.value, one.benchmark, one.count, one.prior, one.freshness)
        for one in found.contributions
    )

    def above(score: float) -> int:
        return ranks.count_above(tx, *whose, score) + (found.score > score)

    return rank_of(found.score, spread, above, 1 + ranks.count_others(tx, *whose))


def moved(tx: Connection, known: Known, customer_id: str, score: float, now: datetime) -> Moved | None:
    """How far the score is from the last one kept up to thirty days ago; None when there is none."""
    before = ranks.score_before(tx, known.workspace.id, customer_id, known.today(now - _MONTH))
    return None if before is None else Moved(score - before[1], before[0])


def csat_range(found: Health) -> Interval | None:
    """Where a customer's CSAT is likely to be, natively, given how much is known; None without data."""
    csat = _csat(found)
    if csat is None or csat.value is None:
        return None
    positive = csat.count * csat.value / 100.0
    return credible(csat.count, positive, csat.prior, csat.benchmark / 100.0).on(-100, 100)


def outlook(
    plan: Plan, profile: Profile, told: Sequence[Fact], found: Health, status: Status, now: datetime, day: Day
) -> Outlook | None:
    """What would bring a customer up to the next status, or a healthy one down; None without a status."""
    csat, bands = _csat(found), plan.card.bands
    edge = _edge(status, bands)
    if edge is None:
        return None
    wanted, target = edge
    standing = None if csat is None else _standing(csat)
    if status is Status.HEALTHY:
        bad = negatives_to_fall_below(wanted, standing, found.score) if standing else None
        return Outlook(target, bad, None)
    good = positives_to_reach(wanted, standing, found.score) if standing else None
    evidence = Evidence.of(plan, day, told)

    connected = {one.metric for one in found.contributions}
    names = [feed for gauge in plan.gauges if gauge.key in connected for feed in gauge.metric.feeds]

    def score_at(days: float) -> float:
        later = now + timedelta(days=days)
        assessor = Assessor(plan, dict.fromkeys(names, later), Moment(later, day))
        return assessor.score(profile, evidence).score

    days = first_day_at_least(wanted, score_at, _FORESEEN)
    return Outlook(target, good, None if days is None else max(round(days), 1))


def named(
    tx: Connection, workspace_id: str, ids: Collection[str], told: Sequence[Fact]
) -> dict[str, NamedFact]:
    """The tickets, interactions and readings among these ids, as a card names them."""
    found = {
        one.id: NamedFact("ticket", f"Ticket {one.number}".strip(), one.subject or one.topic, one.opened_at)
        for one in ticket_lines(tx, workspace_id, ids).values()
    }
    for line in interaction_lines(tx, workspace_id, ids).values():
        title = ", ".join(word for word in (line.tone, line.topic) if word)
        found[line.id] = NamedFact(
            "interaction", line.channel.capitalize() or "Contact", title, line.occurred_at
        )
    for fact in told:
        if isinstance(fact, Reading) and fact.id in ids:
            found[fact.id] = NamedFact("reading", f"Reading {fact.value:g}", "", fact.at)
    return found


def _edge(status: Status, bands: Bands) -> tuple[float, Status] | None:
    """The score at which the status changes, its margin with it, and to what."""
    match status:
        case Status.HEALTHY:
            return bands.healthy_from - bands.margin, Status.CONCERNING
        case Status.CONCERNING:
            return bands.healthy_from + bands.margin, Status.HEALTHY
        case Status.AT_RISK:
            return bands.concerning_from + bands.margin, Status.CONCERNING
        case _:
            return None


def _csat(found: Health) -> Contribution | None:
    return next((one for one in found.contributions if one.metric == _CSAT), None)


def _standing(csat: Contribution) -> Standing:
    positive = csat.count * (csat.value or 0.0) / 100.0
    return Standing(csat.count, positive, csat.prior, csat.benchmark, csat.weight * csat.freshness)
