import copy
import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.metric import Direction
from scoring.metrics import METRICS
from scoring.scorecard import Scorecard, Scorecards, default_scorecard, default_scorecards
from scoring.scorecard_codec import (
    scorecard_from_dict,
    scorecard_to_dict,
    scorecards_from_dict,
    scorecards_to_dict,
)
from scoring.scorecard_problems import ScorecardErrors
from scoring.settings import MetricSettings
from tests.scoring import cards

NRR = {"label": "NRR", "unit": "%", "area": "Engagement", "worst": 80, "best": 120}


def with_csat(**fields: object) -> dict[str, Any]:
    return {"metrics": {"csat": fields}}


def with_metric(key: str, **fields: object) -> dict[str, Any]:
    return {"metrics": {"csat": {}, key: fields}}


def refusal(data: object) -> dict[str, str]:
    """The sentences with which something is refused, none when it is read."""
    try:
        read = scorecards_from_dict(data)
    except ScorecardErrors as refused:
        return refused.errors or {"": "It was refused without a word."}
    assert scorecards_from_dict(scorecards_to_dict(read)) == read
    return {}


@given(cards.scorecards())
def test_scorecards_come_back_from_json_as_they_were(all_of_them: Scorecards) -> None:
    data = scorecards_to_dict(all_of_them)
    assert scorecards_from_dict(data) == all_of_them
    assert scorecards_from_dict(json.loads(json.dumps(data))) == all_of_them


@settings(max_examples=20)  # YAML takes a hundred times as long
@given(cards.scorecards())
def test_scorecards_come_back_from_yaml_as_they_were(all_of_them: Scorecards) -> None:
    data = scorecards_to_dict(all_of_them)
    assert scorecards_from_dict(yaml.safe_load(yaml.safe_dump(data))) == all_of_them


@given(cards.cards(name="vip"))
def test_one_scorecard_comes_back_as_it_was(card: Scorecard) -> None:
    assert scorecard_from_dict(json.loads(json.dumps(scorecard_to_dict(card)))) == card


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """What describes scorecards well, but for one place."""
    data = copy.deepcopy(scorecards_to_dict(draw(cards.scorecards())))
    inside: Any = data
    while True:
        places = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        place = draw(st.sampled_from(places))
        deeper = isinstance(inside[place], dict | list) and inside[place]
        if not deeper or draw(st.booleans()):
            inside[place] = draw(json_values)
            return data
        inside = inside[place]


@given(json_values | damaged())
def test_whatever_is_read_is_scorecards_or_is_refused_with_sentences(data: Any) -> None:
    assert all(place and sentence.endswith(".") for place, sentence in refusal(data).items())


def test_the_defaults_read_the_same_again() -> None:
    assert scorecards_from_dict(scorecards_to_dict(default_scorecards())) == default_scorecards()
    assert scorecard_from_dict(scorecard_to_dict(default_scorecard())) == default_scorecard()


def test_what_is_left_out_has_its_default() -> None:
    read = scorecards_from_dict({"metrics": {key: {} for key in METRICS}})
    assert read == default_scorecards()
    assert read.enabled is False


def test_a_metric_must_be_named_to_be_in_the_scorecard() -> None:
    card = scorecards_from_dict({"metrics": {"csat": {}}}).default
    assert card.metrics == (MetricSettings.default(METRICS["csat"]),)
    assert card.settings("nps").enabled is False


def test_the_other_scorecards_inherit_no_metric_from_the_default() -> None:
    vip = {"name": "vip", "for": {"populations": ["client"]}, "metrics": {"csat": {}}}
    read = scorecards_from_dict({"metrics": {"csat": {}, "nps": {}}, "others": [vip]})
    assert [each.metric for each in read.cards["vip"].metrics] == ["csat"]


def test_what_the_version_before_stored_is_read_with_health_on() -> None:
    numbers = {"weight": 1.0, "window_days": 182, "half_life_days": 90.0, "prior": 8.0, "benchmark": 86.0}
    csat = {"enabled": True, **numbers, "benchmarks": {"client": 80.0}}
    edges = {"healthy_from": 80.0, "concerning_from": 60.0, "margin": 4.0, "min_confidence": 0.35}
    stored = {"version": 1, "metrics": {"csat": csat}, "bands": edges}
    read = scorecards_from_dict(stored, version=7, enabled_by_default=True)
    assert (read.version, read.enabled, read.others) == (7, True, ())
    assert read.default.settings("csat").benchmark_for("client") == 80.0
    assert read.default.settings("csat").fresh_days == METRICS["csat"].fresh_days


def test_what_says_whether_health_is_on_is_believed() -> None:
    data = {**with_csat(), "enabled": False}
    assert scorecards_from_dict(data, enabled_by_default=True).enabled is False


def test_a_number_is_kept_in_one_type_however_it_was_written() -> None:
    csat = scorecard_from_dict(with_csat(weight=5, window_days=90.0)).settings("csat")
    assert (type(csat.weight), type(csat.window_days)) == (float, int)
    ends = scorecard_from_dict(with_metric("volume", low=1, high=2)).settings("volume").numbers
    assert [type(end) for end in ends.values()] == [float, float]


def test_an_option_stands_for_its_numbers_and_a_number_beside_it_wins() -> None:
    option = "1 hours are fine, 8 are not"
    assert option in [each.label for each in METRICS["first_response"].options]
    read = scorecard_from_dict(with_metric("first_response", option=option))
    assert read.settings("first_response").numbers == {"best": 1.0, "worst": 8.0}
    read = scorecard_from_dict(with_metric("first_response", option=option, worst=10))
    assert read.settings("first_response").numbers == {"best": 1.0, "worst": 10.0}


@pytest.mark.parametrize("key", [key for key, metric in METRICS.items() if metric.options])
def test_every_option_can_be_chosen_and_one_of_them_is_the_default(key: str) -> None:
    labels = [option.label for option in METRICS[key].options]
    chosen = [scorecard_from_dict(with_metric(key, option=label)).settings(key) for label in labels]
    assert MetricSettings.default(METRICS[key]) in chosen


def test_a_ces_counts_as_soon_as_its_direction_is_said() -> None:
    assert scorecard_from_dict(with_metric("ces")).settings("ces").enabled is False
    told = scorecard_from_dict(with_metric("ces", direction="low_is_easy")).settings("ces")
    assert (told.enabled, told.direction) == (True, Direction.LOW_IS_EASY)


def test_a_metric_of_ones_own_needs_no_more_than_its_name_and_scale() -> None:
    card = scorecard_from_dict(with_metric("nrr", **NRR))
    metric = card.metric("nrr")
    assert (metric.label, metric.unit, metric.area) == ("NRR", "%", "Engagement")
    assert metric.feeds == ("readings:nrr",)
    assert card.settings("nrr").scale(metric).value01(100) == 0.5
