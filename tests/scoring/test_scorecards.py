from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from scoring.facts import Profile
from scoring.hours import Hours
from scoring.scorecard import Audience, Scorecard, Scorecards
from scoring.scorecard_problems import ScorecardErrors
from tests.scoring.test_scorecard import NRR, a_card, own


def errors_of_cards(*others: Scorecard, **rest: Any) -> dict[str, str]:
    with pytest.raises(ScorecardErrors) as refusal:
        Scorecards(rest.pop("default", a_card()), others, **rest)
    return refusal.value.errors


CLIENT = Profile("client", datetime(2026, 1, 1, tzinfo=UTC), site="Oslo", team="north")


@pytest.mark.parametrize(
    ("audience", "holds"),
    [
        ({}, True),
        ({"populations": ("client", "resident")}, True),
        ({"populations": ("resident",)}, False),
        ({"populations": ("client",), "sites": ("Oslo",)}, True),
        ({"populations": ("client",), "sites": ("Rome",)}, False),
        ({"kinds": ("company",)}, True),
        ({"teams": ("south",)}, False),
        ({"divisions": ("any",)}, False),
    ],
)
def test_an_audience_is_those_who_are_one_of_the_named_in_every_respect(
    audience: dict[str, tuple[str, ...]], holds: bool
) -> None:
    assert Audience(**audience).holds(CLIENT) is holds


def test_the_first_scorecard_that_is_for_a_customer_is_its_scorecard() -> None:
    oslo = a_card("oslo", populations=("client",), sites=("Oslo",))
    clients = a_card("clients", populations=("client",))
    both = Scorecards(a_card(), (oslo, clients))
    assert both.card_of(CLIENT).name == "oslo"
    assert both.card_of(replace(CLIENT, site="Rome")).name == "clients"
    assert both.card_of(replace(CLIENT, population="resident")).name == "default"
    assert list(both.cards) == ["default", "oslo", "clients"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"populations": ("client",)}, {"populations": ("client",)}),
        ({"populations": ("client", "resident")}, {"populations": ("resident", "client")}),
        ({"populations": ("client", "resident")}, {"populations": ("client",)}),
        ({"populations": ("client",)}, {"populations": ("client",), "sites": ("Oslo",)}),
    ],
)
def test_a_scorecard_that_could_never_apply_is_refused(
    first: dict[str, tuple[str, ...]], second: dict[str, tuple[str, ...]]
) -> None:
    assert errors_of_cards(a_card("one", **first), a_card("two", **second)) == {
        "others.two.for": "Can never apply: one comes first, and is for all of these."
    }


def test_another_scorecard_says_whom_it_is_for_and_the_default_does_not() -> None:
    assert set(errors_of_cards(a_card("vip"))) == {"others.vip.for"}
    assert set(errors_of_cards(default=a_card("default", kinds=("company",)))) == {"for"}
    assert set(errors_of_cards(default=a_card("all"))) == {"name"}


def test_no_two_scorecards_have_one_name() -> None:
    errors = errors_of_cards(a_card("vip", kinds=("company",)), a_card("VIP ", kinds=("individual",)))
    assert errors == {"others.VIP .name": "Is there more than once."}
    assert set(errors_of_cards(a_card("Default", kinds=("company",)))) == {"others.Default.name"}


def test_a_metric_of_ones_own_is_the_same_in_every_scorecard_but_for_its_settings() -> None:
    vip = a_card("vip", own(worst=1.0, best=2.0), kinds=("company",))
    Scorecards(a_card("default", own()), (vip,))
    assert errors_of_cards(vip, default=a_card("default", own(replace(NRR, unit="EUR")))) == {
        "others.vip.metrics.nrr": "Must have the label, unit and area that it has in default."
    }


@pytest.mark.parametrize("version", [0, -1, True, 1.0, "1", None])
def test_a_version_counts_from_one(version: Any) -> None:
    assert errors_of_cards(version=version) == {"version": "Must be a whole number from 1."}


def test_hours_must_open_before_they_close() -> None:
    assert errors_of_cards(hours=Hours(9.0, 9.0)) == {"hours.closes": "Must be after opens (9), not 9."}
    assert set(errors_of_cards(hours=Hours(-1.0, 25.0, ()))) == {"hours.opens", "hours.closes", "hours.days"}
