"""The health score once more, the slow and obvious way: what the fast implementation is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scoring.evidence import RatedReview
from scoring.polarity import Polarity
from scoring.scorecard import Scorecard

VALUE = {Polarity.POSITIVE: 1.0, Polarity.NEUTRAL: 0.5, Polarity.NEGATIVE: 0.0}


@dataclass
class NaiveHealth:
    score: float
    baseline: float
    confidence: float
    points: dict[str, float]
    item_points: dict[str, list[float]]


def effective(reviews: Sequence[RatedReview], now: datetime, half_life_days: float) -> tuple[float, float]:
    count = 0.0
    positive = 0.0
    for review in reviews:
        age_days = (now - review.at).total_seconds() / 86400
        weight = 0.5 ** (age_days / half_life_days)
        count += weight
        positive += weight * VALUE[review.polarity]
    return count, positive


def health(
    card: Scorecard, population: str, reviews: Mapping[str, Sequence[RatedReview]], now: datetime
) -> NaiveHealth:
    enabled = [settings for settings in card.metrics if settings.enabled]
    total = sum(settings.weight for settings in enabled)
    answer = NaiveHealth(0.0, 0.0, 0.0, {}, {})
    for settings in enabled:
        share = settings.weight / total
        benchmark = settings.benchmarks.get(population, settings.benchmark)
        mine = reviews.get(settings.metric, [])
        count, positive = effective(mine, now, settings.half_life_days)
        answer.baseline += share * benchmark
        points = 0.0
        if count > 0:
            reliability = count / (count + settings.prior)
            value = 100 * positive / count
            points = share * reliability * (value - benchmark)
            answer.confidence += share * reliability
        answer.points[settings.metric] = points
        answer.item_points[settings.metric] = []
        for review in mine:
            weight = effective([review], now, settings.half_life_days)[0]
            gain = 100 * weight * (VALUE[review.polarity] - benchmark / 100)
            answer.item_points[settings.metric].append(share * gain / (count + settings.prior))
    answer.score = answer.baseline + sum(answer.points.values())
    return answer
