"""Valid values to test with, and the strategies that draw them at random."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from scoring.evidence import RatedReview
from scoring.metrics import CSAT
from scoring.polarity import Polarity
from scoring.scorecard import Bands, MetricSettings, Scorecard

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def a_review(
    polarity: Polarity = Polarity.POSITIVE, *, days_ago: float = 0.0, id: str = "r1", now: datetime = NOW
) -> RatedReview:
    return RatedReview(id, polarity, now - timedelta(days=days_ago))


def a_scorecard(**csat: Any) -> Scorecard:
    return Scorecard(1, (replace(MetricSettings.default(CSAT), **csat),))


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


polarities = st.sampled_from(Polarity)
half_lives = numbers(14, 400)


@st.composite
def histories(
    draw: st.DrawFn, *, max_size: int = 30, now: datetime = NOW, youngest_days: float = -2.0
) -> list[RatedReview]:
    """Reviews of the last year, by default up to two days ahead of ``now`` (clocks differ)."""
    ages = st.tuples(polarities, numbers(youngest_days, 365))
    rated = draw(st.lists(ages, max_size=max_size))
    return [a_review(polarity, days_ago=age, id=f"r{n}", now=now) for n, (polarity, age) in enumerate(rated)]


@st.composite
def scorecards(draw: st.DrawFn) -> Scorecard:
    healthy = draw(numbers(30, 80))
    settings = MetricSettings(
        metric="csat",
        enabled=True,
        weight=draw(numbers(0.01, 100)),
        window_days=draw(st.integers(1, 3650)),
        half_life_days=draw(half_lives),
        prior=draw(numbers(0.5, 50)),
        benchmark=draw(numbers(0, 100)),
        benchmarks=draw(st.dictionaries(st.sampled_from(["client", "resident"]), numbers(0, 100))),
    )
    bands = Bands(healthy, healthy - draw(numbers(1, 10)), draw(numbers(0, 20)), draw(numbers(0, 0.9)))
    return Scorecard(draw(st.integers(1, 1000)), (settings,), bands)
