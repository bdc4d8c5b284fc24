import json
import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given

from scoring.metrics import CSAT, METRICS
from scoring.scorecard import (
    Bands,
    MetricSettings,
    Scorecard,
    ScorecardErrors,
    default_scorecard,
    scorecard_from_dict,
    scorecard_to_dict,
)
from tests.scoring.cast import a_scorecard, numbers, scorecards


def errors_of(data: object) -> dict[str, str]:
    with pytest.raises(ScorecardErrors) as refusal:
        scorecard_from_dict(data)
    return refusal.value.errors


def with_csat(**fields: object) -> dict[str, Any]:
    return {"metrics": {"csat": fields}}


def with_bands(**fields: object) -> dict[str, Any]:
    return {"metrics": {"csat": {}}, "bands": fields}


@given(scorecards())
def test_a_scorecard_comes_back_from_json_and_yaml_as_it_was(card: Scorecard) -> None:
    data = scorecard_to_dict(card)
    assert scorecard_from_dict(data) == card
    assert scorecard_from_dict(json.loads(json.dumps(data))) == card
    assert scorecard_from_dict(yaml.safe_load(yaml.safe_dump(data))) == card


def test_the_default_scorecard_measures_csat_over_six_months() -> None:
    card = default_scorecard()
    assert card.version == 1
    assert (card.share("csat"), card.window("csat")) == (1.0, timedelta(days=182))
    assert card.bands == Bands(80.0, 60.0, 4.0, 0.35)
    settings = card.settings("csat")
    assert (settings.half_life_days, settings.prior, settings.benchmark) == (90.0, 8.0, 86.0)
    assert scorecard_from_dict(scorecard_to_dict(card)) == card


def test_what_is_left_out_has_its_default() -> None:
    assert scorecard_from_dict({"metrics": {"csat": {}}}) == default_scorecard()
    narrow = scorecard_from_dict(with_csat(window_days=90, benchmarks={"resident": 70}))
    assert narrow == a_scorecard(window_days=90, benchmarks={"resident": 70.0})


def test_a_number_is_kept_in_one_type_however_it_was_written() -> None:
    settings = scorecard_from_dict(with_csat(weight=5, window_days=90.0)).settings("csat")
    assert (type(settings.weight), type(settings.window_days)) == (float, int)


def test_an_active_metric_decides_its_window() -> None:
    assert a_scorecard(window_days=30).window("csat") == timedelta(days=30)


def test_an_unknown_metric_has_no_settings() -> None:
    with pytest.raises(KeyError):
        default_scorecard().settings("gut feeling")


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (with_csat(weight=-3), {"metrics.csat.weight": "Must be from 0 to 100, not -3."}),
        (with_csat(weight=1000), {"metrics.csat.weight": "Must be from 0 to 100, not 1000."}),
        (
            with_csat(weight=10**5000),
            {"metrics.csat.weight": "Must be from 0 to 100, not a number that large."},
        ),
        (with_csat(weight=1e-7), {}),
        (with_csat(weight=0), {"metrics": "At least one enabled metric must have a weight above 0."}),
        (with_csat(enabled=False), {"metrics": "At least one enabled metric must have a weight above 0."}),
        (with_csat(weight=True), {"metrics.csat.weight": "Must be a number, not true."}),
        (with_csat(weight="5"), {"metrics.csat.weight": "Must be a number, not text."}),
        (with_csat(weight=None), {"metrics.csat.weight": "Must be a number, not null."}),
        (with_csat(weight=date(2026, 1, 2)), {"metrics.csat.weight": "Must be a number, not a date."}),
        (with_csat(weight={}), {"metrics.csat.weight": "Must be a number, not a mapping."}),
        (with_csat(weight=[5]), {"metrics.csat.weight": "Must be a number, not a list."}),
        (with_csat(weight=math.nan), {"metrics.csat.weight": "Must be a finite number, not nan."}),
        (with_csat(prior=math.inf), {"metrics.csat.prior": "Must be a finite number, not inf."}),
        (with_csat(prior=0), {"metrics.csat.prior": "Must be from 0.5 to 1000, not 0."}),
        (with_csat(window_days=0), {"metrics.csat.window_days": "Must be from 1 to 3650, not 0."}),
        (with_csat(window_days=7.5), {"metrics.csat.window_days": "Must be a whole number, not 7.5."}),
        (with_csat(half_life_days=0), {"metrics.csat.half_life_days": "Must be from 14 to 3650, not 0."}),
        (with_csat(benchmark=101), {"metrics.csat.benchmark": "Must be from 0 to 100, not 101."}),
        (with_csat(benchmarks=[1]), {"metrics.csat.benchmarks": "Must be a mapping, not a list."}),
        (
            with_csat(benchmarks={"client": "x", " ": 5}),
            {
                "metrics.csat.benchmarks.client": "Must be a number, not text.",
                "metrics.csat.benchmarks. ": "A population must have a name.",
            },
        ),
        (with_csat(enabled=1), {"metrics.csat.enabled": "Must be true or false, not a number."}),
        (
            with_csat(colour="red"),
            {
                "metrics.csat.colour": "There is no such setting; there are enabled, weight, window_days, "
                "half_life_days, prior, benchmark, benchmarks."
            },
        ),
        ({"metrics": {"vibes": {}}}, {"metrics.vibes": "There is no metric 'vibes'; there are csat."}),
        ({"metrics": {"csat": 5}}, {"metrics.csat": "Must be a mapping, not a number."}),
        ({"metrics": []}, {"metrics": "Must be a mapping, not a list."}),
        ({}, {"metrics": "At least one enabled metric must have a weight above 0."}),
        (None, {"scorecard": "Must be a mapping, not null."}),
        ("csat", {"scorecard": "Must be a mapping, not text."}),
        (
            with_bands(healthy_from=50),
            {"bands.concerning_from": "Must be below healthy_from (50), not 60."},
        ),
        (
            with_bands(healthy_from=60),
            {"bands.concerning_from": "Must be below healthy_from (60), not 60."},
        ),
        (with_bands(healthy_from=120), {"bands.healthy_from": "Must be from 0 to 100, not 120."}),
        (with_bands(min_confidence=1), {"bands.min_confidence": "Must be from 0 to 0.95, not 1."}),
        (with_bands(margin=-1), {"bands.margin": "Must be from 0 to 20, not -1."}),
        (
            with_bands(healthy_from=98),
            {"bands.margin": "Must leave room: an edge plus or minus the margin must lie from 0 to 100."},
        ),
        (
            with_bands(edge=5),
            {
                "bands.edge": "There is no such setting; there are healthy_from, concerning_from, margin, "
                "min_confidence."
            },
        ),
        ({"metrics": {"csat": {}}, "bands": 5}, {"bands": "Must be a mapping, not a number."}),
        ({"metrics": {"csat": {}}, "version": 0}, {"version": "Must be a whole number from 1."}),
        ({"metrics": {"csat": {}}, "version": True}, {"version": "Must be a whole number from 1."}),
        (
            {"metrics": {"csat": {}}, "notes": ""},
            {"notes": "There is no such setting; there are version, metrics, bands."},
        ),
    ],
)
def test_bad_input_is_refused_with_a_sentence_beside_its_field(data: object, errors: dict[str, str]) -> None:
    if errors:
        assert errors_of(data) == errors
    else:
        scorecard_from_dict(data)


def test_all_problems_are_told_at_once() -> None:
    data = {"metrics": {"csat": {"weight": -3, "window_days": 0}, "vibes": {}}, "bands": {"healthy_from": 40}}
    assert set(errors_of(data)) == {
        "metrics.csat.weight",
        "metrics.csat.window_days",
        "metrics.vibes",
        "bands.concerning_from",
    }
    with pytest.raises(ScorecardErrors, match=r"metrics\.csat\.weight: Must be from 0 to 100, not -3\.; "):
        scorecard_from_dict(data)


def test_no_way_of_making_a_scorecard_skips_the_checks() -> None:
    with pytest.raises(ScorecardErrors) as refusal:
        a_scorecard(weight=-3.0)
    assert refusal.value.errors == {"metrics.csat.weight": "Must be from 0 to 100, not -3.0."}
    csat = MetricSettings.default(CSAT)
    with pytest.raises(ScorecardErrors, match=r"metrics\.csat: Is there more than once\."):
        Scorecard(1, (csat, csat))
    with pytest.raises(ScorecardErrors, match=r"metrics\.vibes: There is no metric 'vibes'"):
        Scorecard(1, (csat, replace(csat, metric="vibes")))


@given(numbers(-100, 100))
def test_native_and_normalized_csat_turn_into_each_other(native: float) -> None:
    assert CSAT.value_of(native) == pytest.approx((native + 100) / 2)
    assert CSAT.native_of(CSAT.value_of(native)) == pytest.approx(native, abs=1e-12)


def test_every_metric_of_the_table_stands_under_its_own_key_and_can_be_scored() -> None:
    for key, metric in METRICS.items():
        assert metric.key == key
        assert Scorecard(1, (MetricSettings.default(metric),)).share(key) == 1.0
        assert metric.higher_is_better is (metric.native_of(100) > metric.native_of(0))
