"""The health score: an additive sum of evidence, exact to the single review, ticket or silence.

Score = B + sum of W * r * (v - b) over the metrics that apply (docs/scoring.md): W the metric's share of
their weights, v its value 0..100, b its benchmark for the population, r = f * N / (N + prior) its reliability
from the effective count N of what it counts and the freshness f of its feeds, and B the weighted mean of the
benchmarks.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from scoring.evidence import Evidence
from scoring.facts import Profile
from scoring.measure import MEASURES, NOTHING, Measured, Moment, measure
from scoring.plan import Gauge, Plan

_DAY: Final = 86_400.0

Kind = Literal["review", "ticket", "interaction", "reading", "absence"]


@dataclass(frozen=True, slots=True)
class Item:
    """What one piece of evidence adds to the score, in signed points.

    ``id`` is the fact's; an absence (nobody wrote, nothing is open) has the metric's key.
    """

    kind: Kind
    id: str
    points: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one metric adds to the score: points == weight * reliability * (value - benchmark).

    ``value`` is 0..100 and ``native`` the same in the metric's own ``unit``, both None without data;
    ``benchmark`` is a value, ``weight`` the share of the weights that apply 0..1, ``reliability`` ==
    freshness * count / (count + prior). A ``freshness`` below 1 says that a feed is late. The items' points,
    where there are items, add up to ``points``.
    """

    metric: str
    area: str
    points: float
    value: float | None
    native: float | None
    benchmark: float
    weight: float
    reliability: float
    items: tuple[Item, ...] = ()
    count: float = 0.0
    prior: float = 1.0
    freshness: float = 1.0
    label: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """An enabled metric that does not count here, and why, as a sentence."""

    metric: str
    label: str
    because: str


@dataclass(frozen=True, slots=True)
class Health:
    """A customer's score 0..100 and its parts: score == baseline + the sum of the contributions' points.

    ``baseline`` is the score without any evidence, ``confidence`` the part 0..1 of the weights that evidence
    stands behind. There is one contribution per metric that applies, in the scorecard's order.
    """

    score: float
    baseline: float
    confidence: float
    contributions: tuple[Contribution, ...]
    not_applicable: tuple[NotApplicable, ...] = ()


@dataclass(frozen=True, slots=True)
class Applying:
    """One metric as it counts for a population at a moment: its share, benchmark, and what is left of it."""

    gauge: Gauge
    weight: float
    benchmark: float
    freshness: float
    prior: float
    measure: Callable[[Gauge, Evidence, Profile, Moment], Measured]


@dataclass(frozen=True, slots=True)
class Scored:
    """A score with its baseline and confidence, and (metric, points, value) of each that has data."""

    score: float
    baseline: float
    confidence: float
    parts: Sequence[tuple[str, float, float]]


Feeds = Mapping[str, datetime]


class Assessor:
    """Scores the customers of one plan at one moment; ``feeds`` says when each kind of facts last came in.

    A metric whose feeds a workspace never had does not apply: its weight falls to the others. Were there none
    left, all would count and nobody would be known.
    """

    def __init__(self, plan: Plan, feeds: Feeds, at: Moment) -> None:
        self._at = at
        self._feeds = feeds
        connected = [gauge for gauge in plan.gauges if any(feed in feeds for feed in gauge.metric.feeds)]
        self._unfed = [gauge for gauge in plan.gauges if gauge not in connected]
        weighed = sum(gauge.settings.weight for gauge in connected) > 0.0
        self._gauges = connected if weighed else list(plan.gauges)
        self._fresh = [freshness(gauge, feeds, at.now) for gauge in self._gauges]
        total = sum(gauge.settings.weight for gauge in self._gauges)
        self._shares = [gauge.settings.weight / total for gauge in self._gauges]
        self._missing = tuple(
            NotApplicable(gauge.key, gauge.metric.label, f"No {_words(gauge)} have ever come in.")
            for gauge in self._unfed
        )
        self._by_population: dict[str, tuple[Applying, ...]] = {}
        self._baselines: dict[str, float] = {}

    @property
    def feeds(self) -> Feeds:
        """When each kind of facts last came in."""
        return self._feeds

    @property
    def at(self) -> Moment:
        """When it scores."""
        return self._at

    def applying(self, population: str) -> tuple[Applying, ...]:
        """The metrics that count for a population, in the scorecard's order."""
        found = self._by_population.get(population)
        if found is None:
            parts = zip(self._gauges, self._shares, self._fresh, strict=True)
            found = tuple(
                Applying(
                    gauge,
                    share,
                    gauge.settings.benchmark_for(population),
                    fresh,
                    gauge.settings.prior,
                    MEASURES[gauge.shape],
                )
                for gauge, share, fresh in parts
            )
            self._by_population[population] = found
        return found

    def assess(self, profile: Profile, evidence: Evidence) -> Health:
        """The health that one customer's evidence amounts to. Costs the same however much stands behind it.

        Contributions come without items; ``itemise`` names them.
        """
        return self.health_of(
            [
                contribution(one, measure(one.gauge, evidence, profile, self._at))
                for one in self.applying(profile.population)
            ]
        )

    def score(self, profile: Profile, evidence: Evidence) -> Scored:
        """The figures of ``assess`` alone, for when there are many customers to score."""
        points, known, parts = [], [], []
        for one in self.applying(profile.population):
            found = one.measure(one.gauge, evidence, profile, self._at)
            if found.value is None:
                continue
            weight = one.weight * one.freshness * found.count / (found.count + one.prior)
            added = weight * (found.value - one.benchmark)
            points.append(added)
            known.append(weight)
            parts.append((one.gauge.key, added, found.value))
        baseline = self._baseline(profile.population)
        score = min(max(baseline + math.fsum(points), 0.0), 100.0)
        return Scored(score, baseline, min(math.fsum(known), 1.0), parts)

    def _baseline(self, population: str) -> float:
        found = self._baselines.get(population)
        if found is None:
            found = math.fsum([one.weight * one.benchmark for one in self.applying(population)])
            self._baselines[population] = found
        return found

    def health_of(self, contributions: Sequence[Contribution]) -> Health:
        """The health that these contributions add up to."""
        baseline = math.fsum([one.weight * one.benchmark for one in contributions])
        confidence = math.fsum([one.weight * one.reliability for one in contributions])
        score = baseline + math.fsum([one.points for one in contributions])
        # Rounding can carry the sum a bit or two past the ends of the scale.
        return Health(
            min(max(score, 0.0), 100.0), baseline, min(confidence, 1.0), tuple(contributions), self._missing
        )


def assess(plan: Plan, profile: Profile, evidence: Evidence, feeds: Feeds, at: Moment) -> Health:
    """The health of a single customer; for many, keep an ``Assessor``."""
    return Assessor(plan, feeds, at).assess(profile, evidence)


def contribution(one: Applying, found: Measured, items: tuple[Item, ...] = ()) -> Contribution:
    """What a metric adds, measured like this."""
    metric, prior = one.gauge.metric, one.gauge.settings.prior
    if found is NOTHING or found.value is None:
        return Contribution(
            metric.key, metric.area, 0.0, None, None, one.benchmark, one.weight, 0.0, items,
            0.0, prior, one.freshness, metric.label, metric.unit,
        )  # fmt: skip
    reliability = one.freshness * found.count / (found.count + prior)
    return Contribution(
        metric.key, metric.area, one.weight * reliability * (found.value - one.benchmark),
        found.value, found.native, one.benchmark, one.weight, reliability, items,
        found.count, prior, one.freshness, metric.label, metric.unit,
    )  # fmt: skip


def freshness(gauge: Gauge, feeds: Feeds, now: datetime) -> float:
    """What is left 0..1 of a metric's reliability: 1 until its feeds are ``fresh_days`` old, then halving.

    It halves once for every ``fresh_days`` more. 1 for one that was never fed, which has nothing to lose.
    """
    heard = [feeds[feed] for feed in gauge.metric.feeds if feed in feeds]
    if not heard:
        return 1.0
    late = (now - max(heard)).total_seconds() / _DAY / gauge.settings.fresh_days
    return 1.0 if late <= 1.0 else float(0.5 ** (late - 1.0))


def _words(gauge: Gauge) -> str:
    return " or ".join(
        _FEED_WORDS.get(feed, f"readings of {gauge.metric.label}") for feed in gauge.metric.feeds
    )


_FEED_WORDS: Final = {
    "csat": "CSAT surveys",
    "nps": "NPS surveys",
    "ces": "CES surveys",
    "tickets": "tickets",
    "interactions": "interactions",
}
