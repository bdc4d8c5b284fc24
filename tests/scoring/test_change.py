"""Why a score changed: whatever happened, the parts are the whole, and each is what its name says."""

import doctest
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import fsum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.change import Cause, Change, Side, explain, merged
from scoring.facts import Fact, Interaction, Profile, Review, Ticket
from scoring.hours import Hours
from scoring.measure import Moment
from scoring.plan import Plan, feed_of
from scoring.polarity import Polarity
from scoring.scorecard import Scorecard, default_scorecard
from scoring.windows import Day
from tests.scoring.cards import cards

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MONTH_AGO = NOW - timedelta(days=30)
ACME = Profile("client", NOW - timedelta(days=400))
FEEDS = ("csat", "nps", "tickets", "interactions")


def before(days: float) -> datetime:
    return NOW - timedelta(days=days)


def a_review(
    polarity: Polarity | None = Polarity.POSITIVE,
    *,
    days_ago: float = 3.0,
    id: str = "r",
    survey: str = "csat",
) -> Review:
    return Review(id, survey, polarity, before(days_ago), before(days_ago))


def a_ticket(*, days_ago: float = 3.0, id: str = "t", resolved: float | None = None) -> Ticket:
    ended = None if resolved is None else before(resolved)
    return Ticket(id, before(days_ago), before(days_ago - 0.1), ended, topic="printing")


def a_side(
    facts: Iterable[Fact] = (),
    *,
    at: datetime = NOW,
    card: Scorecard | None = None,
    feeds: Iterable[str] = FEEDS,
    profile: Profile = ACME,
) -> Side:
    plan = Plan(card or default_scorecard(), Hours(), UTC)
    heard = dict.fromkeys(feeds, at)
    return Side(plan, heard, Moment(at, Day.of(at, UTC)), profile, list(facts))


def did(change: Change) -> set[Cause]:
    return {part.cause for part in change.parts if part.points}


def with_metric(key: str, **changed: Any) -> Scorecard:
    card = default_scorecard()
    metrics = tuple(replace(one, **changed) if one.metric == key else one for one in card.metrics)
    return replace(card, metrics=metrics)


ages = st.floats(0.01, 300)
polarities = st.sampled_from([*Polarity, None])


@st.composite
def some_facts(draw: st.DrawFn) -> list[Fact]:
    found: list[Fact] = [
        a_review(polarity, days_ago=age, id=f"r{n}", survey=survey)
        for n, (polarity, age, survey) in enumerate(
            draw(st.lists(st.tuples(polarities, ages, st.sampled_from(["csat", "nps"])), max_size=8))
        )
    ]
    for n, (age, share, topic) in enumerate(
        draw(st.lists(st.tuples(ages, st.floats(0, 1), st.sampled_from(["vpn", ""])), max_size=5))
    ):
        resolved = before(age * share) if share > 0.3 else None
        found.append(Ticket(f"t{n}", before(age), before(age * 0.99), resolved, topic=topic))
    tones = st.sampled_from(["grievance", "commendation", ""])
    for n, (age, tone) in enumerate(draw(st.lists(st.tuples(ages, tones), max_size=5))):
        found.append(Interaction(f"i{n}", before(age), tone))
    return found


@st.composite
def sides(draw: st.DrawFn) -> tuple[Side, Side]:
    """Two sides that have some of their facts in common, told differently here and there."""
    facts, kept = draw(some_facts()), draw(st.integers(0, 99))
    then = [fact for n, fact in enumerate(facts) if (n + kept) % 3]
    now = [
        replace(fact, polarity=draw(polarities)) if isinstance(fact, Review) and n % 4 == 0 else fact
        for n, fact in enumerate(facts)
        if (n + kept) % 5
    ]
    cards = draw(
        st.sampled_from([None, with_metric("csat", weight=10.0), with_metric("csat", benchmark=50.0)])
    )
    feeds = draw(st.lists(st.sampled_from(FEEDS), unique=True))
    earlier = before(draw(st.floats(0, 200)))
    return a_side(then, at=earlier, feeds=feeds), a_side(now, card=cards)


def holds_together(change: Change) -> None:
    assert fsum(part.points for part in change.parts) == pytest.approx(change.points, abs=1e-9)
    for part in change.parts:
        assert fsum(move.points for move in part.moves) == pytest.approx(part.points, abs=1e-9)
        assert fsum(move.points for move in merged(part.moves)) == pytest.approx(part.points, abs=1e-9)
    assert [part.cause for part in change.parts] == list(Cause)


@given(sides())
def test_the_parts_are_the_difference_and_their_moves_are_the_parts(pair: tuple[Side, Side]) -> None:
    then, now = pair
    change = explain(then, now)
    holds_together(change)
    assert change.before == then.health()
    assert change.after == now.health()


@settings(max_examples=25)  # drawing a scorecard takes long
@given(sides(), cards({}), cards({}))
def test_so_they_are_whatever_the_scorecards_say(
    pair: tuple[Side, Side], one: Scorecard, other: Scorecard
) -> None:
    then, now = pair
    holds_together(
        explain(
            replace(then, plan=Plan(one, Hours(), UTC)), replace(now, plan=Plan(other, Hours(0, 24), UTC))
        )
    )


@given(some_facts(), st.floats(0.01, 365))
def test_where_nothing_happened_there_is_nothing_but_ageing(facts: list[Fact], days: float) -> None:
    earlier = before(days)
    then = a_side(facts, at=earlier)
    change = explain(then, replace(a_side(facts), feeds=then.feeds))
    assert did(change) <= {Cause.AGEING}
    assert change.part(Cause.AGEING).touched == frozenset()


@given(some_facts())
def test_between_a_score_and_itself_there_is_nothing(facts: list[Fact]) -> None:
    assert did(explain(a_side(facts), a_side(facts))) == set()


@given(some_facts(), st.sampled_from(Polarity))
def test_what_was_said_a_moment_ago_is_new_evidence_and_nothing_else(
    facts: list[Fact], polarity: Polarity
) -> None:
    said = a_review(polarity, id="said", days_ago=0.0)
    change = explain(a_side(facts), a_side([*facts, said]))
    assert did(change) <= {Cause.NEW}
    assert change.part(Cause.NEW).touched == {"said"}


@given(some_facts())
def test_a_deleted_review_is_evidence_revised(facts: list[Fact]) -> None:
    gone = a_review(Polarity.NEGATIVE, id="gone")
    change = explain(a_side([*facts, gone]), a_side(facts))
    assert did(change) <= {Cause.REVISED}
    assert change.part(Cause.REVISED).points > 0
    assert change.part(Cause.REVISED).touched == {"gone"}


@given(some_facts(), st.floats(1, 100))
def test_another_weight_is_a_change_of_the_scorecard(facts: list[Fact], weight: float) -> None:
    change = explain(a_side(facts), a_side(facts, card=with_metric("csat", weight=weight)))
    assert did(change) <= {Cause.SCORECARD}


@given(some_facts(), st.floats(0, 100))
def test_another_benchmark_is_a_drift_of_benchmarks(facts: list[Fact], benchmark: float) -> None:
    change = explain(a_side(facts), a_side(facts, card=with_metric("csat", benchmark=benchmark)))
    assert did(change) <= {Cause.BENCHMARKS}


def test_without_evidence_another_benchmark_moves_what_is_expected() -> None:
    change = explain(a_side(), a_side(card=with_metric("csat", benchmark=50.0)))
    (move,) = change.part(Cause.BENCHMARKS).moves
    assert (move.metric, move.kind, move.id) == ("csat", "expectation", "csat")
    assert move.points == pytest.approx(change.points)
    assert move.points < 0


def test_a_late_answer_is_new_and_a_corrected_one_is_revised() -> None:
    asked, answered = a_review(None), a_review(Polarity.NEGATIVE)
    assert did(explain(a_side([asked]), a_side([answered]))) == {Cause.NEW}
    assert did(explain(a_side([a_review()]), a_side([answered]))) == {Cause.REVISED}


def test_a_ticket_that_was_resolved_is_news_and_one_that_was_opened_earlier_is_told_anew() -> None:
    opened = a_ticket(days_ago=20)
    resolved = explain(a_side([opened]), a_side([a_ticket(days_ago=20, resolved=1)]))
    assert did(resolved) == {Cause.NEW}
    assert resolved.part(Cause.NEW).touched == {"t"}
    assert did(explain(a_side([opened]), a_side([a_ticket(days_ago=25)]))) == {Cause.REVISED}


def test_both_at_once_are_told_apart() -> None:
    change = explain(a_side([a_ticket(days_ago=20)]), a_side([a_ticket(days_ago=25, resolved=1)]))
    assert did(change) == {Cause.REVISED, Cause.NEW}


def test_a_feed_that_fell_silent_ages_what_came_from_it() -> None:
    then = a_side([a_review(days_ago=200)], at=before(190))
    change = explain(then, replace(a_side([a_review(days_ago=200)]), feeds=then.feeds))
    fresh = explain(then, a_side([a_review(days_ago=200)]))
    assert did(change) == {Cause.AGEING}
    assert change.after.confidence < fresh.after.confidence


def test_the_first_survey_of_a_kind_lets_its_metric_apply_and_counts_as_new() -> None:
    nps = a_review(id="n", survey="nps", days_ago=0)
    facts = [a_review()]
    change = explain(a_side(facts, feeds=["csat"]), a_side([*facts, nps], feeds=["csat", "nps"]))
    assert did(change) == {Cause.NEW}
    assert {move.kind for move in change.part(Cause.NEW).moves} >= {"expectation", "review"}


def test_globex_can_read_what_a_month_did() -> None:
    old, bad = a_review(id="old", days_ago=60), a_review(Polarity.NEGATIVE, id="bad", days_ago=2)
    change = explain(a_side([old], at=MONTH_AGO, feeds=["csat"]), a_side([old, bad], feeds=["csat"]))
    assert did(change) == {Cause.AGEING, Cause.NEW}
    new = change.part(Cause.NEW)
    assert new.points < 0
    strongest = merged(new.moves)[0]
    assert (strongest.kind, strongest.id) == ("review", "bad")
    assert {feed_of(fact) for fact in (old, bad)} == {"csat"}


def test_another_population_is_compared_with_others() -> None:
    card = default_scorecard()
    metrics = tuple(replace(one, benchmarks={"resident": 40.0}) for one in card.metrics)
    split = replace(card, metrics=metrics)
    moved = replace(ACME, population="resident")
    change = explain(a_side([a_review()], card=split), a_side([a_review()], card=split, profile=moved))
    assert did(change) == {Cause.BENCHMARKS}


def test_the_page_about_it_says_what_the_code_does() -> None:
    page = Path(__file__).parents[2] / "docs" / "changes.md"
    found = doctest.testfile(str(page), module_relative=False, optionflags=doctest.REPORT_NDIFF)
    assert (found.failed, found.attempted > 10) == (0, True)
