"""Valid values to test with, and the strategies that draw them at random."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scoring.evidence import Evidence
from scoring.facts import Fact, Interaction, Profile, Reading, Review, Ticket
from scoring.health import Assessor, Health
from scoring.hours import Hours
from scoring.itemise import itemise
from scoring.measure import Moment
from scoring.metric import Direction
from scoring.metrics import METRICS
from scoring.plan import Plan
from scoring.polarity import Polarity
from scoring.scorecard import Scorecard
from scoring.settings import MetricSettings
from scoring.windows import Day
from tests.scoring import cards
from tests.scoring.naive import Case

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
FEEDS = ("csat", "nps", "ces", "tickets", "interactions")
LONG = NOW - timedelta(days=1000)


def a_review(
    polarity: Polarity | None = Polarity.POSITIVE,
    *,
    days_ago: float = 0.0,
    id: str = "r1",
    now: datetime = NOW,
    survey: str = "csat",
    **parts: Any,
) -> Review:
    at = now - timedelta(days=days_ago)
    score = {Polarity.POSITIVE: 7.0, Polarity.NEUTRAL: 4.0, Polarity.NEGATIVE: 1.0, None: None}[polarity]
    values: dict[str, Any] = {"asked_at": at, "score": score, "low": 1.0, "high": 7.0, **parts}
    return Review(id, survey, polarity, at, **values)


def a_ticket(*, days_ago: float = 1.0, id: str = "t1", now: datetime = NOW, **parts: Any) -> Ticket:
    """An open ticket."""
    return Ticket(id, now - timedelta(days=days_ago), **parts)


def an_interaction(*, days_ago: float = 1.0, id: str = "i1", **parts: Any) -> Interaction:
    return Interaction(id, NOW - timedelta(days=days_ago), **parts)


def a_profile(**parts: Any) -> Profile:
    """A client known for long."""
    return replace(Profile("client", LONG), **parts)


def a_scorecard(*keys: str, **settings: Any) -> Scorecard:
    """These metrics, or CSAT, with these settings and otherwise the defaults."""
    return Scorecard(
        tuple(replace(MetricSettings.default(METRICS[key]), **settings) for key in keys or ("csat",))
    )


def a_case(card: Scorecard, *facts: Fact, **parts: Any) -> Case:
    """A client's facts in a house where every feed is up to date."""
    case = Case(card, Hours(), BERLIN, a_profile(), facts, dict.fromkeys(FEEDS, NOW), NOW)
    return replace(case, **parts)


def plan_of(case: Case) -> Plan:
    return Plan(case.card, case.hours, case.zone)


def moment_of(case: Case) -> Moment:
    return Moment(case.now, Day.of(case.now, case.zone))


def assessed(case: Case) -> Health:
    """By the sums of evidence."""
    plan, at = plan_of(case), moment_of(case)
    return Assessor(plan, case.feeds, at).assess(case.profile, Evidence.of(plan, at.day, case.facts))


def itemised(case: Case) -> Health:
    """Fact by fact."""
    plan = plan_of(case)
    return itemise(Assessor(plan, case.feeds, moment_of(case)), plan, case.profile, case.facts)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


polarities = st.sampled_from(Polarity)
half_lives = numbers(14, 400)
ages = numbers(0, 250)
topics = st.sampled_from(["", "printer", "Printer ", "network", "mail"])


@st.composite
def reviews(draw: st.DrawFn, id: str, now: datetime = NOW) -> Review:
    polarity = draw(st.none() | polarities)
    at = now - timedelta(days=draw(ages))
    return Review(
        id,
        draw(st.sampled_from(["csat", "nps", "ces"])),
        polarity,
        at,
        at - timedelta(days=draw(st.just(0.0) | numbers(0, 20))),
        None if polarity is None else draw(numbers(1, 7)),
        1.0,
        7.0,
    )


@st.composite
def tickets(draw: st.DrawFn, id: str, now: datetime = NOW) -> Ticket:
    opened = now - timedelta(days=draw(ages))
    after = st.none() | numbers(0, 40).map(lambda days: min(opened + timedelta(days=days), now))
    return Ticket(
        id,
        opened,
        draw(after),
        draw(after),
        draw(st.sampled_from([0, 0, 1, 2])),
        draw(topics),
        draw(st.booleans()),
    )


@st.composite
def interactions(draw: st.DrawFn, id: str, now: datetime = NOW) -> Interaction:
    tone = draw(st.sampled_from(["", "grievance", "neutral", "commendation"]))
    return Interaction(id, now - timedelta(days=draw(ages)), tone, draw(topics))


@st.composite
def readings(draw: st.DrawFn, id: str, metrics: Sequence[str], now: datetime = NOW) -> Reading:
    metric = draw(st.sampled_from([*metrics, "of_nobody"]))
    return Reading(id, metric, now - timedelta(days=draw(ages)), draw(numbers(-200, 200)))


@st.composite
def histories(
    draw: st.DrawFn, metrics: Sequence[str] = (), max_size: int = 20, now: datetime = NOW
) -> list[Fact]:
    """Facts of every kind, up to eight months old; ids tell their order."""
    size = draw(st.integers(0, max_size))
    kinds = st.sampled_from([reviews, reviews, tickets, interactions])
    found: list[Fact] = []
    for place in range(size):
        kind: Any = draw(kinds)
        found.append(draw(kind(f"f{place:02}", now)))
    if metrics:
        found += [draw(readings(f"m{place}", metrics, now)) for place in range(draw(st.integers(0, 4)))]
    return found


@st.composite
def scorecards(draw: st.DrawFn) -> Scorecard:
    """Any scorecard, with windows and scales in which the histories can be told apart."""
    card = draw(cards.cards())
    return replace(card, metrics=tuple(draw(_usual(settings)) for settings in card.metrics))


@st.composite
def _usual(draw: st.DrawFn, settings: MetricSettings) -> MetricSettings:
    if settings.custom:
        found = {"worst": draw(numbers(-100, 0)), "best": draw(numbers(1, 100))}
    else:
        found = dict(MetricSettings.default(METRICS[settings.metric]).numbers)
    windows = draw(st.sampled_from([settings.window_days, 30, 91, 182]))
    return replace(settings, numbers=found, window_days=windows, half_life_days=draw(half_lives))


@st.composite
def cases(draw: st.DrawFn, max_size: int = 20) -> Case:
    """Everything that a score depends on, at random."""
    card = draw(scorecards())
    own = [settings.metric for settings in card.metrics if settings.custom]
    now = NOW + timedelta(hours=draw(st.integers(0, 24 * 200)))
    names = [*FEEDS, *(f"readings:{key}" for key in own)]
    heard = st.dictionaries(st.sampled_from(names), numbers(0, 200))
    feeds = {feed: now - timedelta(days=age) for feed, age in draw(heard).items()}
    profile = Profile(
        draw(st.sampled_from(["client", "resident"])), now - timedelta(days=draw(numbers(0, 400)))
    )
    hours = draw(st.sampled_from([Hours(), Hours(0, 24, (1, 2, 3, 4, 5, 6, 7)), Hours(6.5, 22, (6, 7))]))
    return Case(card, hours, BERLIN, profile, draw(histories(own, max_size, now)), feeds, now)


def whole_cards() -> st.SearchStrategy[Scorecard]:
    """Every metric with its defaults, CES in either direction."""
    return st.sampled_from(Direction).map(whole_card)


def whole_card(direction: Direction = Direction.HIGH_IS_EASY) -> Scorecard:
    return Scorecard(
        tuple(
            replace(
                MetricSettings.default(metric), enabled=True, direction=direction if metric.directed else None
            )
            for metric in METRICS.values()
        )
    )
