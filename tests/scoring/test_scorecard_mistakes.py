import math
from datetime import date
from typing import Any

import pytest

from scoring.metric import AREAS
from scoring.metrics import METRICS
from scoring.scorecard_codec import scorecards_from_dict
from scoring.scorecard_problems import ScorecardErrors
from tests.scoring.test_scorecard_codec import NRR, with_csat, with_metric

CLIENTS = {"populations": ["client"]}

NO_WEIGHT = "At least one enabled metric must have a weight above 0."
NONE = "There is no such setting; there are"
DAYS = "Must be a list of days, from 1 for Monday to 7, each once."
KEY = "Must be up to 40 small letters, digits and underscores, beginning with a letter."
NOBODY = "Must say whom it is for: at least one of populations, kinds, sites, teams, divisions."


def errors_of(data: object) -> dict[str, str]:
    with pytest.raises(ScorecardErrors) as refusal:
        scorecards_from_dict(data)
    return refusal.value.errors


def with_bands(**fields: object) -> dict[str, Any]:
    return {"metrics": {"csat": {}}, "bands": fields}


def with_hours(**fields: object) -> dict[str, Any]:
    return {"metrics": {"csat": {}}, "hours": fields}


def with_others(*entries: object) -> dict[str, Any]:
    return {"metrics": {"csat": {}}, "others": list(entries)}


def an_other(name: str = "vip", whom: object = CLIENTS, **fields: object) -> dict[str, Any]:
    return {"name": name, "for": whom, "metrics": {"csat": {}}, **fields}


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (with_csat(weight=-3), {"metrics.csat.weight": "Must be from 0 to 100, not -3."}),
        (with_csat(weight=1000), {"metrics.csat.weight": "Must be from 0 to 100, not 1000."}),
        (
            with_csat(weight=10**5000),
            {"metrics.csat.weight": "Must be from 0 to 100, not a number that large."},
        ),
        (with_csat(weight=0), {"metrics": NO_WEIGHT}),
        (with_csat(enabled=False), {"metrics": NO_WEIGHT}),
        (with_csat(weight=True), {"metrics.csat.weight": "Must be a number, not true."}),
        (with_csat(weight="5"), {"metrics.csat.weight": "Must be a number, not text."}),
        (with_csat(weight=None), {"metrics.csat.weight": "Must be a number, not null."}),
        (with_csat(weight=date(2026, 1, 2)), {"metrics.csat.weight": "Must be a number, not a date."}),
        (with_csat(weight=[5]), {"metrics.csat.weight": "Must be a number, not a list."}),
        (with_csat(weight=math.nan), {"metrics.csat.weight": "Must be a finite number, not nan."}),
        (with_csat(prior=math.inf), {"metrics.csat.prior": "Must be a finite number, not inf."}),
        (with_csat(window_days=0), {"metrics.csat.window_days": "Must be from 1 to 3650, not 0."}),
        (with_csat(window_days=7.5), {"metrics.csat.window_days": "Must be a whole number, not 7.5."}),
        (with_csat(half_life_days=0), {"metrics.csat.half_life_days": "Must be from 14 to 3650, not 0."}),
        (with_csat(fresh_days=0), {"metrics.csat.fresh_days": "Must be from 1 to 3650, not 0."}),
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
            with_csat(worst=5),
            {
                "metrics.csat.worst": f"{NONE} enabled, weight, window_days, half_life_days, prior, "
                "benchmark, fresh_days, benchmarks."
            },
        ),
        (
            with_metric("volume", worst=5),
            {
                "metrics.volume.worst": f"{NONE} enabled, weight, window_days, half_life_days, prior, "
                "benchmark, fresh_days, option, low, high, benchmarks."
            },
        ),
        (
            with_metric("variety", option="all"),
            {
                "metrics.variety.option": "There is no option 'all'; there are "
                "'3 topics are fine, 12 are not', '2 topics are fine, 6 are not'."
            },
        ),
        (with_metric("volume", low=9), {"metrics.volume.high": "Must be at least low (9), not 8."}),
        (with_metric("volume", low=0), {"metrics.volume.low": "Must be from 0.001 to 1000000, not 0."}),
        (
            with_metric("resolution", best=80),
            {"metrics.resolution.best": "Must not be the same as worst (80)."},
        ),
        (
            with_metric("resolution", best=81),
            {"metrics.resolution.best": "Must be below worst (80), not 81."},
        ),
        (
            with_metric("resolution", best=-1),
            {"metrics.resolution.best": "Must be from 0.001 to 1000000, not -1."},
        ),
        (
            with_metric("variety", best=1e9),
            {"metrics.variety.best": "Must be from -1000000 to 1000000, not 1000000000.0."},
        ),
        (
            with_metric("ces", enabled=True),
            {"metrics.ces.direction": "Must be said: high_is_easy or low_is_easy."},
        ),
        (
            with_metric("ces", direction="up"),
            {"metrics.ces.direction": "Must be high_is_easy or low_is_easy, not 'up'."},
        ),
        (
            with_metric("nrr", label=" ", area="Money", worst=5, best=5),
            {
                "metrics.nrr.label": "Must not be empty.",
                "metrics.nrr.unit": "Must be said.",
                "metrics.nrr.area": f"Must be one of {', '.join(AREAS)}.",
                "metrics.nrr.best": "Must not be the same as worst (5).",
            },
        ),
        (
            with_metric("nrr", label="NRR", unit="%", area="Effort", best=5),
            {"metrics.nrr.worst": "Must be said."},
        ),
        (
            with_metric("NRR", **NRR),
            {"metrics.NRR": KEY},
        ),
        (
            {"metrics": {"vibes": {}}},
            {
                "metrics.vibes": f"There is no metric 'vibes'; there are {', '.join(METRICS)}. "
                "One of your own needs label, unit, area, worst and best."
            },
        ),
        ({"metrics": {"csat": 5}}, {"metrics.csat": "Must be a mapping, not a number."}),
        ({"metrics": []}, {"metrics": "Must be a mapping, not a list."}),
        ({}, {"metrics": NO_WEIGHT}),
        (None, {"scorecard": "Must be a mapping, not null."}),
        ("csat", {"scorecard": "Must be a mapping, not text."}),
        (with_bands(healthy_from=60), {"bands.concerning_from": "Must be below healthy_from (60), not 60."}),
        (with_bands(healthy_from=120), {"bands.healthy_from": "Must be from 0 to 100, not 120."}),
        (with_bands(dwell_days=61), {"bands.dwell_days": "Must be from 0 to 60, not 61."}),
        (
            with_bands(healthy_from=98),
            {"bands.margin": "Must leave room: an edge plus or minus the margin must lie from 0 to 100."},
        ),
        (
            with_bands(edge=5),
            {
                "bands.edge": f"{NONE} healthy_from, concerning_from, margin, "
                "min_confidence, dwell_days, labels."
            },
        ),
        (with_bands(labels="red"), {"bands.labels": "Must be a mapping, not text."}),
        ({**with_csat(), "bands": 5}, {"bands": "Must be a mapping, not a number."}),
        (
            with_bands(labels={"fine": "Fine", "healthy": "x" * 31, "at_risk": "two\nlines"}),
            {
                "bands.labels.fine": "There is no such status; there are healthy, concerning, at_risk, "
                "not_enough_evidence.",
                "bands.labels.healthy": "Must have up to 30 characters, not 31.",
                "bands.labels.at_risk": "Must be one line, without control characters.",
            },
        ),
        (
            with_bands(labels={"at_risk": "HEALTHY "}),
            {"bands.labels.at_risk": "Is the label of healthy too."},
        ),
        ({**with_csat(), "version": 0}, {"version": "Must be a whole number from 1."}),
        ({**with_csat(), "version": True}, {"version": "Must be a whole number from 1."}),
        ({**with_csat(), "enabled": "yes"}, {"enabled": "Must be true or false, not text."}),
        (
            {**with_csat(), "notes": ""},
            {"notes": f"{NONE} version, enabled, hours, metrics, bands, others."},
        ),
        (with_hours(opens=25), {"hours.opens": "Must be from 0 to 24, not 25."}),
        (with_hours(opens=17), {"hours.closes": "Must be after opens (17), not 17."}),
        (with_hours(days=[]), {"hours.days": DAYS}),
        (with_hours(days=[1, 8]), {"hours.days": DAYS}),
        (with_hours(days=[1, 1]), {"hours.days": DAYS}),
        (with_hours(days="Mon"), {"hours.days": DAYS}),
        (with_hours(lunch=12), {"hours.lunch": f"{NONE} opens, closes, days."}),
        ({**with_csat(), "hours": 8}, {"hours": "Must be a mapping, not a number."}),
        ({**with_csat(), "others": {}}, {"others": "Must be a list, not a mapping."}),
        (with_others(5), {"others.1": "Must be a mapping, not a number."}),
        (
            with_others({"metrics": {"csat": {}}}),
            {
                "others.1.name": "Must be said.",
                "others.1.for": NOBODY,
            },
        ),
        (with_others(an_other(metrics={})), {"others.vip.metrics": NO_WEIGHT}),
        (
            with_others(an_other(metrics={"csat": {"weight": -1}}, bands={"margin": "x"})),
            {
                "others.vip.metrics.csat.weight": "Must be from 0 to 100, not -1.",
                "others.vip.bands.margin": "Must be a number, not text.",
            },
        ),
        (
            with_others(an_other(whom={"populations": "client"})),
            {"others.vip.for.populations": "Must be a list of names, not text."},
        ),
        (
            with_others(an_other(whom={"sites": ["Oslo", 5]})),
            {"others.vip.for.sites": "Name 2: Must be text, not a number."},
        ),
        (
            with_others(an_other(whom={"towns": ["Oslo"], "sites": ["Oslo"]})),
            {"others.vip.for.towns": f"{NONE} populations, kinds, sites, teams, divisions."},
        ),
        (
            with_others(an_other(hours={})),
            {"others.vip.hours": f"{NONE} name, for, metrics, bands."},
        ),
    ],
)
def test_bad_input_is_refused_with_a_sentence_beside_its_field(data: object, errors: dict[str, str]) -> None:
    assert errors_of(data) == errors


def test_all_problems_of_all_scorecards_are_told_at_once() -> None:
    data = {
        "metrics": {"csat": {"weight": -3, "window_days": 0}, "vibes": {}},
        "bands": {"healthy_from": 40},
        "hours": {"days": []},
        "others": [an_other(bands={"margin": -1}), an_other("kings")],
        "notes": "",
    }
    assert set(errors_of(data)) == {
        "metrics.csat.weight",
        "metrics.csat.window_days",
        "metrics.vibes",
        "bands.concerning_from",
        "hours.days",
        "others.vip.bands.margin",
        "others.kings.for",
        "notes",
    }
    with pytest.raises(ScorecardErrors, match=r"metrics\.csat\.weight: Must be from 0 to 100, not -3\.; "):
        scorecards_from_dict(data)
