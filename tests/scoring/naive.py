"""The health score once more, the slow and obvious way, from the formulas of docs/scoring.md.

It looks at facts and settings only, one metric after the other; the implementation is compared with it.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scoring.facts import Fact, Interaction, Profile, Reading, Review, Ticket
from scoring.hours import Hours
from scoring.metric import Direction
from scoring.metrics import METRICS
from scoring.scorecard import Scorecard
from scoring.settings import MetricSettings

DAY = timedelta(days=1)
SURVEYS = ("csat", "nps", "ces")
SOURCES = {  # which feeds each metric is computed from
    "csat": ("csat",), "nps": ("nps",), "ces": ("ces",), "tone": ("interactions",),
    "first_response": ("tickets",),
    "resolution": ("tickets",), "reopen": ("tickets",), "escalations": ("tickets",), "response_rate": SURVEYS,
    "silence": SURVEYS, "volume": ("tickets",), "contact_frequency": ("interactions",),
    "last_interaction": (*SURVEYS, "tickets", "interactions"), "oldest_unresolved": ("tickets",),
    "variety": ("tickets", "interactions"), "persistence": ("tickets", "interactions"),
}  # fmt: skip


@dataclass
class Part:
    """What one metric comes to; ``items`` are the points of each fact, by id."""

    value: float | None
    native: float | None
    reliability: float
    points: float
    items: dict[str, float]


@dataclass
class Naive:
    score: float
    baseline: float
    confidence: float
    parts: dict[str, Part]


@dataclass
class Case:
    """All that a score depends on."""

    card: Scorecard
    hours: Hours
    zone: ZoneInfo
    profile: Profile
    facts: Sequence[Fact]
    feeds: Mapping[str, datetime]
    now: datetime


def health(case: Case) -> Naive:
    enabled = [one for one in case.card.metrics if one.enabled]
    counting = [one for one in enabled if any(feed in case.feeds for feed in sources(one))]
    if sum(one.weight for one in counting) == 0:
        counting = enabled
    total = sum(one.weight for one in counting)
    parts: dict[str, Part] = {}
    baseline = confidence = 0.0
    for settings in counting:
        share = settings.weight / total
        benchmark = settings.benchmarks.get(case.profile.population, settings.benchmark)
        count, value, native, shares = measured(case, settings)
        reliability = fresh(case, settings) * count / (count + settings.prior) if value is not None else 0.0
        points = share * reliability * (value - benchmark) if value is not None else 0.0
        items = {key: points * part for key, part in shares.items()}
        if value is not None and decayed(settings):
            unit = share * 100 * fresh(case, settings) / (count + settings.prior)
            items = {
                key: unit * weight * (x - benchmark / 100) for key, weight, x in observed(case, settings)
            }
        parts[settings.metric] = Part(value, native, reliability, points, items)
        baseline += share * benchmark
        confidence += share * reliability
    score = baseline + sum(part.points for part in parts.values())
    return Naive(score, baseline, confidence, parts)


def sources(settings: MetricSettings) -> Sequence[str]:
    return (f"readings:{settings.metric}",) if settings.custom else SOURCES[settings.metric]


def fresh(case: Case, settings: MetricSettings) -> float:
    heard = [case.feeds[feed] for feed in sources(settings) if feed in case.feeds]
    if not heard:
        return 1.0
    overdue = (case.now - max(heard)) / DAY - settings.fresh_days
    return 1.0 if overdue <= 0 else 0.5 ** (overdue / settings.fresh_days)


def decayed(settings: MetricSettings) -> bool:
    return settings.custom is not None or settings.metric in (
        "csat", "nps", "ces", "tone", "first_response", "resolution", "reopen", "escalations", "response_rate"
    )  # fmt: skip


def begin(case: Case, days: int) -> datetime:
    first = case.now.astimezone(case.zone).date() - timedelta(days=days)
    return datetime(first.year, first.month, first.day, tzinfo=case.zone)


def inside(case: Case, settings: MetricSettings, at: datetime) -> bool:
    if at < begin(case, settings.window_days):
        return False
    ripens = settings.metric in ("response_rate", "silence")
    return not ripens or at < begin(case, 7)


def value_of(case: Case, settings: MetricSettings, fact: Fact) -> tuple[datetime, float] | None:
    """When a fact counts for a decayed metric, and what it is worth."""
    key, ends = settings.metric, settings.numbers
    if settings.custom:
        if isinstance(fact, Reading) and fact.metric == key:
            return fact.at, clamp((fact.value - ends["worst"]) / (ends["best"] - ends["worst"]))
        return None
    if isinstance(fact, Review):
        if key == "response_rate":
            return fact.asked_at, 0.0 if fact.polarity is None else 1.0
        if fact.polarity is None or fact.survey != key:
            return None
        if key != "ces":
            return fact.at, {"positive": 1.0, "neutral": 0.5, "negative": 0.0}[fact.polarity.value]
        if fact.score is None:
            return None
        ease = clamp((fact.score - fact.low) / (fact.high - fact.low))
        return fact.at, 1 - ease if settings.direction is Direction.LOW_IS_EASY else ease
    if isinstance(fact, Interaction):
        worth = {"commendation": 1.0, "neutral": 0.5, "grievance": 0.0}
        return (fact.at, worth[fact.tone]) if key == "tone" and fact.tone else None
    if isinstance(fact, Ticket):
        return ticket_value(case, settings, fact)
    return None


def ticket_value(case: Case, settings: MetricSettings, fact: Ticket) -> tuple[datetime, float] | None:
    done, answered, ends = fact.resolved_at, fact.first_response_at, settings.numbers
    match settings.metric:
        case "first_response" if answered:
            return answered, waiting(case.hours.between(fact.opened_at, answered, case.zone), ends)
        case "resolution" if done:
            return done, waiting(case.hours.between(fact.opened_at, done, case.zone), ends)
        case "reopen" if done or fact.reopened:
            return done or fact.opened_at, 0.0 if fact.reopened else 1.0
        case "escalations":
            return fact.opened_at, 0.0 if fact.escalated else 1.0
    return None


def waiting(hours: float, ends: Mapping[str, float]) -> float:
    if hours <= ends["best"]:
        return 1.0
    if hours >= ends["worst"]:
        return 0.0
    return math.log(ends["worst"] / hours) / math.log(ends["worst"] / ends["best"])


def clamp(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def observed(case: Case, settings: MetricSettings) -> list[tuple[str, float, float]]:
    """(id, weight, value) of every fact that counts for a decayed metric."""
    found = []
    for fact in case.facts:
        seen = value_of(case, settings, fact)
        if seen is not None and inside(case, settings, seen[0]):
            age = (case.now - seen[0]) / DAY
            found.append((fact.id, 0.5 ** (age / settings.half_life_days), seen[1]))
    return found


Measured = tuple[float, float | None, float | None, dict[str, float]]
NOTHING: Measured = (0.0, None, None, {})


def measured(case: Case, settings: MetricSettings) -> Measured:
    """(effective count, value, native number, which part of the points falls to which fact)."""
    if decayed(settings):
        return mean(case, settings)
    return OTHERS[settings.metric](case, settings)


def mean(case: Case, settings: MetricSettings) -> Measured:
    seen = observed(case, settings)
    count = sum(weight for _, weight, _ in seen)
    if not count:
        return NOTHING
    share = sum(weight * x for _, weight, x in seen) / count
    return count, 100 * share, native_of(settings, share), {}


def native_of(settings: MetricSettings, share: float) -> float:
    ends = settings.numbers
    if settings.metric in ("first_response", "resolution"):
        return float(ends["worst"] * (ends["best"] / ends["worst"]) ** share)
    if settings.custom:
        return ends["worst"] + (ends["best"] - ends["worst"]) * share
    low, high = {
        "csat": (-100, 100), "nps": (-100, 100), "tone": (-100, 100), "ces": (1, 7), "reopen": (100, 0),
        "escalations": (100, 0), "response_rate": (0, 100),
    }[settings.metric]  # fmt: skip
    return low + (high - low) * share


def watched(case: Case, settings: MetricSettings) -> float:
    start = max(begin(case, settings.window_days), case.profile.known_since)
    return max((case.now - start) / DAY, 0.0)


def volume(case: Case, settings: MetricSettings) -> Measured:
    return number(case, settings, [fact for fact in case.facts if isinstance(fact, Ticket)])


def frequency(case: Case, settings: MetricSettings) -> Measured:
    return number(case, settings, [fact for fact in case.facts if isinstance(fact, Interaction)])


def number(case: Case, settings: MetricSettings, facts: Sequence[Ticket | Interaction]) -> Measured:
    found = [one for one in facts if inside(case, settings, when(one))]
    days = watched(case, settings)
    if not days:
        return NOTHING
    native = len(found) * 30 / max(days, 1)
    low, high = settings.numbers["low"], settings.numbers["high"]
    value = 1.0
    if native < low:
        value = native / low
    elif native > high:
        value = max(1 - (native - high) / (2 * high), 0.0)
    parts = {one.id: 1 / len(found) for one in found} or {settings.metric: 1.0}
    return days / 30, 100 * value, native, parts


def when(fact: Ticket | Interaction) -> datetime:
    return fact.opened_at if isinstance(fact, Ticket) else fact.at


def last(case: Case, settings: MetricSettings) -> Measured:
    days = watched(case, settings)
    if not days:
        return NOTHING
    seen = [
        (fact.at if not isinstance(fact, Ticket) else fact.opened_at, fact.id)
        for fact in case.facts
        if not isinstance(fact, Reading) and not (isinstance(fact, Review) and fact.polarity is None)
    ]
    seen = [one for one in seen if inside(case, settings, one[0])]
    native = max((case.now - max(seen)[0]) / DAY, 0.0) if seen else days
    return days / 30, line(settings, native), native, {max(seen)[1] if seen else settings.metric: 1.0}


def oldest(case: Case, settings: MetricSettings) -> Measured:
    tickets = [fact for fact in case.facts if isinstance(fact, Ticket)]
    count = sum(inside(case, settings, one.opened_at) for one in tickets)
    unresolved = [(one.opened_at, one.id) for one in tickets if one.resolved_at is None]
    if unresolved:
        native = max((case.now - min(unresolved)[0]) / DAY, 0.0)
        return max(count, 1), line(settings, native), native, {min(unresolved)[1]: 1.0}
    return (count, line(settings, 0.0), 0.0, {settings.metric: 1.0}) if count else NOTHING


def line(settings: MetricSettings, native: float) -> float:
    worst, best = settings.numbers["worst"], settings.numbers["best"]
    return 100 * clamp((native - worst) / (best - worst))


def topics(case: Case, settings: MetricSettings) -> list[tuple[str, str]]:
    return [
        (fact.id, fact.topic.strip().casefold())
        for fact in case.facts
        if isinstance(fact, Ticket | Interaction)
        and fact.topic.strip()
        and inside(case, settings, when(fact))
    ]


def variety(case: Case, settings: MetricSettings) -> Measured:
    seen = topics(case, settings)
    counts = Counter(topic for _, topic in seen)
    if not seen:
        return NOTHING
    parts = {key: 1 / len(counts) / counts[topic] for key, topic in seen}
    return len(seen), line(settings, len(counts)), len(counts), parts


def persistence(case: Case, settings: MetricSettings) -> Measured:
    seen = topics(case, settings)
    counts = Counter(topic for _, topic in seen)
    if not seen:
        return NOTHING
    most = max(counts.values())
    often = [key for key, topic in seen if counts[topic] == most]
    return len(seen), line(settings, most), most, {key: 1 / len(often) for key in often}


def silence(case: Case, settings: MetricSettings) -> Measured:
    surveys = [one for one in case.facts if isinstance(one, Review) and inside(case, settings, one.asked_at)]
    answered = sum(one.polarity is not None for one in surveys)
    if answered < 2:
        return NOTHING
    run: list[str] = []
    for one in sorted(surveys, key=lambda one: (one.asked_at, one.id), reverse=True):
        if one.polarity is not None or len(run) == 60:
            break
        run.append(one.id)
    rate = (answered + 0.35 * 4) / (len(surveys) - len(run) + 4)
    value = max(1 - math.log((1 - rate) ** len(run)) / math.log(0.05), 0.0) if run else 1.0
    return len(surveys), 100 * value, len(run), {key: 1 / len(run) for key in run} or {settings.metric: 1.0}


OTHERS: dict[str, Callable[[Case, MetricSettings], Measured]] = {
    "volume": volume,
    "contact_frequency": frequency,
    "last_interaction": last,
    "oldest_unresolved": oldest,
    "variety": variety,
    "persistence": persistence,
    "silence": silence,
}
assert set(METRICS) == set(SOURCES)
