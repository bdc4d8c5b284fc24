import math
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.hours import Hours
from scoring.metric import Direction
from scoring.metrics import METRICS
from scoring.scorecard import Audience, Scorecard, Scorecards, default_scorecard, default_scorecards
from scoring.scorecard_problems import RESPECTS, ScorecardErrors
from scoring.settings import STATUS_LABELS, Bands, Custom, MetricSettings
from scoring.status import Status
from tests.scoring import cards

CSAT = MetricSettings.default(METRICS["csat"])
NRR = Custom("NRR", "%", "Engagement")


def a_card(name: str = "default", *metrics: MetricSettings, **audience: tuple[str, ...]) -> Scorecard:
    return Scorecard(metrics or (CSAT,), Bands(), name, Audience(**audience))


def settings_of(key: str, **changed: Any) -> MetricSettings:
    return replace(MetricSettings.default(METRICS[key]), **changed)


def own(custom: Custom = NRR, key: str = "nrr", **numbers: float) -> MetricSettings:
    return replace(CSAT, metric=key, custom=custom, numbers=numbers or {"worst": 80.0, "best": 120.0})


def errors_of_card(*metrics: Any, **rest: Any) -> dict[str, str]:
    with pytest.raises(ScorecardErrors) as refusal:
        Scorecard(metrics, **rest)
    return refusal.value.errors


def test_the_default_scorecard_has_every_metric_but_counts_no_ces_of_unknown_direction() -> None:
    card = default_scorecard()
    assert [settings.metric for settings in card.metrics] == list(METRICS)
    assert [settings.metric for settings in card.metrics if not settings.enabled] == ["ces"]
    assert (card.window("csat"), card.bands) == (timedelta(days=182), Bands(80.0, 60.0, 4.0, 0.35, 0.0))


def test_health_is_off_until_somebody_turns_it_on() -> None:
    assert default_scorecards().enabled is False
    assert default_scorecards(enabled=True).version == 1


def test_an_active_metric_decides_its_window_and_another_one_has_its_default() -> None:
    narrow = a_card("default", replace(CSAT, window_days=30), replace(own(), enabled=False, window_days=30))
    assert narrow.window("csat") == timedelta(days=30)
    assert narrow.window("nps") == timedelta(days=METRICS["nps"].window_days)
    assert narrow.window("nrr") == timedelta(days=182)


def test_an_unknown_metric_has_no_settings() -> None:
    with pytest.raises(KeyError):
        default_scorecard().settings("gut feeling")


@given(cards.cards())
def test_the_shares_of_the_enabled_metrics_add_up_to_one(card: Scorecard) -> None:
    assert math.fsum(card.share(settings.metric) for settings in card.metrics) == pytest.approx(1.0)


@given(cards.cards(), st.randoms())
def test_the_order_in_which_metrics_are_given_does_not_matter(card: Scorecard, chance: Any) -> None:
    metrics = list(card.metrics)
    chance.shuffle(metrics)
    assert Scorecard(tuple(metrics), card.bands) == card


def test_what_a_scale_is_not_told_it_has_by_default() -> None:
    card = a_card("default", settings_of("volume", numbers={"high": 20.0}))
    assert card.settings("volume").numbers == {"low": 0.5, "high": 20.0}


@pytest.mark.parametrize("key", METRICS)
def test_every_metric_of_the_table_can_be_the_only_one_of_a_scorecard(key: str) -> None:
    direction = Direction.HIGH_IS_EASY if METRICS[key].directed else None
    card = a_card("default", settings_of(key, enabled=True, direction=direction))
    assert card.share(key) == 1.0
    assert card.metric(key) is METRICS[key]


ODD: list[Any] = [None, "text", [1], (), {}, {"a": 1}, object(), b"x", True, math.nan, -math.inf, 10**5000]
each_odd = pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)


def only_sentences(make: Callable[[Any], object], value: Any) -> bool:
    """Whether something can be made of a value, or is refused as it should be."""
    try:
        make(value)
    except ScorecardErrors as refusal:
        return all(place and sentence.endswith(".") for place, sentence in refusal.errors.items())
    return True


@pytest.mark.parametrize("field", [each.name for each in fields(MetricSettings)])
@each_odd
def test_no_odd_value_of_a_metric_raises_anything_but_sentences(field: str, odd: Any) -> None:
    for settings in (settings_of("volume"), settings_of("nps"), own()):
        assert only_sentences(lambda changed: Scorecard((CSAT, changed)), replace(settings, **{field: odd}))


@pytest.mark.parametrize(
    ("part", "use"),
    [
        (Bands, lambda bands: Scorecard((CSAT,), bands)),
        (Audience, lambda audience: Scorecard((CSAT,), audience=audience)),
        (Hours, lambda hours: Scorecards(a_card(), hours=hours)),
    ],
)
@each_odd
def test_no_odd_value_of_a_part_raises_anything_but_sentences(part: Any, use: Any, odd: Any) -> None:
    for field in fields(part):
        assert only_sentences(use, part(**{field.name: odd}))


@pytest.mark.parametrize(
    "make",
    [
        lambda odd: Scorecard(odd),
        lambda odd: Scorecard((odd,)),
        lambda odd: Scorecard((CSAT,), odd),
        lambda odd: Scorecard((CSAT,), name=odd),
        lambda odd: Scorecard((CSAT,), audience=odd),
        lambda odd: Scorecard((CSAT,), Bands(labels={"healthy": odd})),
        lambda odd: Scorecard((CSAT,), audience=Audience((odd,))),
        lambda odd: Scorecard((replace(CSAT, benchmarks={"client": odd}),)),
        lambda odd: Scorecard((own(Custom(odd, odd, odd)),)),
        lambda odd: Scorecard((own(worst=odd, best=1.0),)),
        lambda odd: Scorecards(a_card(), hours=odd),
        lambda odd: Scorecards(a_card(), hours=Hours(days=(odd,))),
        lambda odd: Scorecards(a_card(), version=odd),
        lambda odd: Scorecards(a_card(), enabled=odd),
    ],
)
@each_odd
def test_no_odd_value_of_a_scorecard_raises_anything_but_sentences(make: Any, odd: Any) -> None:
    assert only_sentences(make, odd)


@pytest.mark.parametrize(
    ("settings", "errors"),
    [
        (replace(CSAT, weight=-3.0), {"metrics.csat.weight": "Must be from 0 to 100, not -3.0."}),
        (
            replace(CSAT, direction=Direction.LOW_IS_EASY),
            {"metrics.csat.direction": "CSAT has no direction."},
        ),
        (replace(CSAT, numbers={"best": 1.0}), {"metrics.csat.best": "The scale of CSAT cannot be set."}),
        (
            settings_of("volume", numbers={"best": 1.0}),
            {"metrics.volume.best": "There is no such number; there are low, high."},
        ),
        (
            settings_of("last_interaction", numbers={"worst": 7.0, "best": 30.0}),
            {"metrics.last_interaction.best": "Must be below worst (7), not 30."},
        ),
        (
            settings_of("ces", enabled=True),
            {"metrics.ces.direction": "Must be said: high_is_easy or low_is_easy."},
        ),
        (
            settings_of("ces", enabled=True, direction="low_is_easy!"),
            {"metrics.ces.direction": "Must be high_is_easy or low_is_easy, not 'low_is_easy!'."},
        ),
        (
            own(key="csat", worst=0.0, best=1.0),
            {"metrics.csat": "Is not one of your own: it has a label, unit and area already."},
        ),
        (own(worst=1.0, best=1.0), {"metrics.nrr.best": "Must not be the same as worst (1)."}),
        (own(best=1.0), {"metrics.nrr.worst": "Must be said."}),
        (
            own(replace(NRR, unit="\n")),
            {"metrics.nrr.unit": "Must not be empty."},
        ),
    ],
)
def test_settings_that_cannot_be_used_are_refused_however_they_are_made(
    settings: MetricSettings, errors: dict[str, str]
) -> None:
    assert errors_of_card(settings) == errors


def test_a_metric_of_ones_own_may_run_either_way() -> None:
    falling = a_card("default", own(worst=5.0, best=-5.0))
    assert falling.settings("nrr").scale(falling.metric("nrr")).value01(-5.0) == 1.0


def test_a_metric_is_in_a_scorecard_once_and_is_known() -> None:
    assert errors_of_card(CSAT, CSAT) == {"metrics.csat": "Is there more than once."}
    errors = errors_of_card(CSAT, replace(CSAT, metric="vibes"))
    assert errors["metrics.vibes"].startswith("There is no metric 'vibes'; there are csat, nps, ")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Must not be empty."),
        (" ", "Must not be empty."),
        ("x" * 61, "Must have up to 60 characters, not 61."),
        ("a\x00b", "Must be one line, without control characters."),
        (None, "Must be said."),
        (5, "Must be text, not a number."),
    ],
)
def test_a_scorecard_has_a_name_of_one_line(name: Any, sentence: str) -> None:
    assert errors_of_card(CSAT, name=name) == {"name": sentence}


def test_two_statuses_cannot_have_one_label() -> None:
    same = Bands(labels={"healthy": "Fine", "at_risk": "fine"})
    assert errors_of_card(CSAT, bands=same) == {
        "bands.labels.healthy": "Is the label of at_risk too.",
        "bands.labels.at_risk": "Is the label of healthy too.",
    }
    Scorecard((CSAT,), Bands(labels={"healthy": "At Risk", "at_risk": "Healthy"}))


def test_the_labels_name_each_status_and_an_audience_is_asked_about_in_every_respect() -> None:
    assert {status.value: status.label for status in Status} == STATUS_LABELS
    assert tuple(field.name for field in fields(Audience)) == RESPECTS
