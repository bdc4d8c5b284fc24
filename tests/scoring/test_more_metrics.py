"""METRICS grows by a line: a second metric in the table is scored and stored without other changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import given

from scoring.evidence import RatedReview, Tally
from scoring.health import assess, itemise
from scoring.metrics import CSAT, METRICS, Metric
from scoring.scorecard import (
    MetricSettings,
    Scorecard,
    default_scorecard,
    scorecard_from_dict,
    scorecard_to_dict,
)
from tests.scoring import naive
from tests.scoring.cast import NOW, histories, numbers

LOYALTY = Metric(
    key="loyalty",
    area="Loyalty",
    label="Loyalty",
    unit="net score, -100 to +100",
    native_min=-100.0,
    native_max=100.0,
    survey_type="nps",
    default_weight=10.0,
    default_half_life_days=120.0,
)


@pytest.fixture(autouse=True, scope="module")
def _a_second_metric() -> Iterator[None]:
    with patch.dict("scoring.metrics.METRICS", {"loyalty": LOYALTY}):
        yield


@given(numbers(0, 100), numbers(1, 100), histories(), histories())
def test_two_metrics_share_the_score_by_their_weights(
    one_weight: float, other_weight: float, csat: list[RatedReview], loyalty: list[RatedReview]
) -> None:
    card = Scorecard(
        1,
        (
            replace(MetricSettings.default(CSAT), weight=one_weight),
            replace(MetricSettings.default(LOYALTY), weight=other_weight, benchmark=40.0),
        ),
    )
    reviews = {"csat": csat, "loyalty": loyalty}
    expected = naive.health(card, "client", reviews, NOW)
    tallies = {"csat": Tally.of(csat, 90), "loyalty": Tally.of(loyalty, 120)}
    for health in (assess(card, "client", tallies, NOW), itemise(card, "client", reviews, NOW)):
        assert health.score == pytest.approx(expected.score, abs=1e-9)
        assert health.confidence == pytest.approx(expected.confidence, abs=1e-9)
        assert {one.metric: one.points for one in health.contributions} == pytest.approx(
            expected.points, abs=1e-9
        )
        assert sum(one.weight for one in health.contributions) == pytest.approx(1.0, abs=1e-12)
        assert [one.weight for one in health.contributions] == [card.share("csat"), card.share("loyalty")]


@given(histories())
def test_a_metric_without_data_takes_nothing_from_the_others_but_confidence(
    csat: list[RatedReview],
) -> None:
    both = assess(default_scorecard(), "client", {"csat": Tally.of(csat, 90)}, NOW)
    points = {one.metric: one.points for one in both.contributions}
    assert points["loyalty"] == 0.0
    assert both.confidence <= default_scorecard().share("csat")


def test_a_disabled_metric_counts_for_nothing_and_shows_the_last_six_months() -> None:
    off = replace(MetricSettings.default(LOYALTY), enabled=False, window_days=30)
    card = Scorecard(1, (off, MetricSettings.default(CSAT)))
    assert card.window("loyalty") == timedelta(days=182)
    assert (card.share("csat"), card.share("loyalty")) == (1.0, 0.0)
    for health in (assess(card, "client", {}, NOW), itemise(card, "client", {}, NOW)):
        assert [one.metric for one in health.contributions] == ["csat"]


def test_a_metric_left_out_of_the_scorecard_is_off() -> None:
    card = Scorecard(1, (MetricSettings.default(CSAT),))
    assert card.settings("loyalty") == MetricSettings.default(LOYALTY, enabled=False)
    assert card.share("loyalty") == 0.0


def test_metrics_stand_in_the_order_of_the_table_and_survive_storage() -> None:
    card = Scorecard(3, tuple(MetricSettings.default(metric) for metric in (LOYALTY, CSAT)))
    assert [settings.metric for settings in card.metrics] == list(METRICS) == ["csat", "loyalty"]
    assert scorecard_from_dict(scorecard_to_dict(card)) == card
