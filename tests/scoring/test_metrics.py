"""The table of metrics: complete, consistent, and open to a workspace's own."""

import pytest

from scoring.metric import AREAS, Metric, Shape
from scoring.metrics import METRICS, custom_metric
from scoring.scales import Band
from scoring.scorecard import default_scorecard
from scoring.settings import MetricSettings

EACH = pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)


def test_the_weights_add_up_to_a_hundred_and_what_customers_say_weighs_most() -> None:
    assert sum(metric.weight for metric in METRICS.values()) == 100
    said = sum(metric.weight for metric in METRICS.values() if metric.area == "Satisfaction")
    assert said == 60


@EACH
def test_each_is_declared_whole(metric: Metric) -> None:
    assert METRICS[metric.key] is metric
    assert metric.area in AREAS
    assert metric.label
    assert metric.unit
    assert metric.feeds
    assert 0 <= metric.benchmark <= 100
    assert metric.adjustable == bool(metric.options)


@EACH
def test_the_scale_of_a_mean_goes_both_ways(metric: Metric) -> None:
    if metric.shape is not Shape.MEAN:
        return
    assert not isinstance(metric.scale, Band)
    for value in (0.0, 0.25, 1.0):
        assert metric.scale.value01(metric.scale.native_of(value)) == pytest.approx(value)


@EACH
def test_every_option_is_one_that_its_scale_can_have_and_the_first_is_the_default(metric: Metric) -> None:
    for option in metric.options:
        assert set(option.values) == set(metric.numbers)
        scale = metric.scale_of(option.values)
        assert {name: getattr(scale, name) for name in metric.numbers} == dict(option.values)
    if metric.options:
        default = MetricSettings.default(metric).numbers
        assert dict(metric.options[0].values) == pytest.approx(dict(default))
        assert len({option.label for option in metric.options}) == len(metric.options)


def test_more_is_better_of_some_and_less_of_others_and_a_band_knows_neither() -> None:
    better = {key: metric.higher_is_better for key, metric in METRICS.items()}
    assert (better["csat"], better["first_response"], better["volume"]) == (True, False, None)


def test_csat_is_normalised_as_smileback_does() -> None:
    scale = METRICS["csat"].scale
    assert not isinstance(scale, Band)
    assert [scale.native_of(value) for value in (0.0, 0.5, 1.0)] == [-100.0, 0.0, 100.0]


def test_a_workspace_may_measure_what_it_likes() -> None:
    own = custom_metric("seats", "Seats used", "seats", "Engagement", worst=0, best=50)
    assert own.feeds == ("readings:seats",)
    assert own.scale.value01(25) == 0.5


def test_the_default_scorecard_has_every_metric_and_leaves_off_what_must_be_told_its_direction() -> None:
    card = default_scorecard()
    assert [one.metric for one in card.metrics] == list(METRICS)
    assert [one.metric for one in card.metrics if not one.enabled] == ["ces"]
    assert sum(card.share(key) for key in METRICS) == pytest.approx(1.0)
