"""The health score: an additive sum of evidence, exact to the single review.

Score = B + sum of W * r * (v - b) over the enabled metrics (docs/scoring.md): W the metric's share of the
weights, v its recency-decayed value 0..100, b its benchmark for the population, r = N / (N + prior) its
reliability from the effective count N of reviews (the posterior weight of a beta-binomial model), and B the
weighted mean of the benchmarks.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from scoring.evidence import RatedReview, Tally, weight_at
from scoring.metrics import METRICS
from scoring.scorecard import MetricSettings, Scorecard

_NO_EVIDENCE: Final = Tally()


@dataclass(frozen=True, slots=True)
class Item:
    """What one piece of evidence adds to the score, in signed points; ``id`` is the review's."""

    kind: Literal["review"]
    id: str
    points: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one metric adds to the score: points == weight * reliability * (value - benchmark).

    ``value`` is 0..100 and ``native`` the same in the metric's own unit, both recency-decayed and None
    without evidence; ``benchmark`` is a value, ``weight`` the share of all weights 0..1, ``reliability``
    0..1. The items' points, where there are items, add up to ``points``.
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


@dataclass(frozen=True, slots=True)
class Health:
    """A customer's score 0..100 and its parts: score == baseline + the sum of the contributions' points.

    ``baseline`` is the score without any evidence, ``confidence`` the part 0..1 of the weights that evidence
    stands behind. There is one contribution per enabled metric, in the order of the METRICS table.
    """

    score: float
    baseline: float
    confidence: float
    contributions: tuple[Contribution, ...]


def assess(card: Scorecard, population: str, tallies: Mapping[str, Tally], now: datetime) -> Health:
    """The health that one customer's tallies, by metric, amount to at ``now``; one left out has no data.

    Costs the same however many reviews stand behind a tally. The tallies must hold the reviews inside each
    metric's window, weighed with its half-life. Contributions come without items.
    """
    total = card.total_weight
    contributions = []
    for settings in card.metrics:
        if settings.enabled:
            tally = tallies.get(settings.metric, _NO_EVIDENCE)
            count, positive = tally.effective(now, settings.half_life_days)
            contributions.append(_contribution(settings, total, population, count, positive))
    return _health(contributions)


def itemise(
    card: Scorecard, population: str, reviews: Mapping[str, Sequence[RatedReview]], now: datetime
) -> Health:
    """The health that ``assess`` gives for ``Tally.of`` these reviews, to 1e-9, with every review's points.

    ``reviews`` are the rated reviews inside each metric's window; the items keep their order. With w = 2 **
    (-age / half-life) and x = 1, 0.5 or 0, a review's points are W * 100 * w * (x - b / 100) / (N + prior).
    """
    total = card.total_weight
    contributions = []
    for settings in card.metrics:
        if settings.enabled:
            found = reviews.get(settings.metric, ())
            contributions.append(_itemised(settings, total, population, found, now))
    return _health(contributions)


def _itemised(
    settings: MetricSettings, total: float, population: str, reviews: Sequence[RatedReview], now: datetime
) -> Contribution:
    weights = [weight_at(review.at, now, settings.half_life_days) for review in reviews]
    values = [review.polarity.value01 for review in reviews]
    count = math.fsum(weights)
    positive = math.fsum(weight * value for weight, value in zip(weights, values, strict=True))
    expected = settings.benchmark_for(population) / 100.0
    unit = settings.weight / total * 100.0 / (count + settings.prior)
    items = tuple(
        Item("review", review.id, unit * weight * (value - expected))
        for review, weight, value in zip(reviews, weights, values, strict=True)
    )
    return _contribution(settings, total, population, count, positive, items)


def _contribution(
    settings: MetricSettings,
    total: float,
    population: str,
    count: float,
    positive: float,
    items: tuple[Item, ...] = (),
) -> Contribution:
    metric = METRICS[settings.metric]
    share = settings.weight / total
    benchmark = settings.benchmark_for(population)
    if not count:
        return Contribution(metric.key, metric.area, 0.0, None, None, benchmark, share, 0.0, items)
    value = 100.0 * (positive / count)
    reliability = count / (count + settings.prior)
    points = share * reliability * (value - benchmark)
    native = metric.native_of(value)
    return Contribution(metric.key, metric.area, points, value, native, benchmark, share, reliability, items)


def _health(contributions: Sequence[Contribution]) -> Health:
    baseline = math.fsum([one.weight * one.benchmark for one in contributions])
    confidence = math.fsum([one.weight * one.reliability for one in contributions])
    score = baseline + math.fsum([one.points for one in contributions])
    # Rounding can carry the sum a bit or two past the ends of the scale.
    return Health(min(max(score, 0.0), 100.0), baseline, min(confidence, 1.0), tuple(contributions))
