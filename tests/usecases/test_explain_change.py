"""Why a score changed, from what is stored: every point has its cause, and the cause its facts."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from math import fsum

import pytest
from sqlalchemy import Connection

from bot.errors import InvalidInput, NotFound
from bot.past_views import ChangePart, ChangeView, DayView, HistoryView
from bot.storage.database import Database
from bot.usecases.apply_scorecard import apply_scorecard
from bot.usecases.explain_change import explain_change
from bot.usecases.rescore import rescore_workspace
from bot.usecases.show_day import show_day
from bot.usecases.show_health import show_health
from bot.usecases.show_history import show_history
from scoring.change import Cause
from scoring.scorecard import Scorecards, default_scorecard
from tests.cast import NOW, House, a_house, a_review

TODAY = date(2026, 3, 2)


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


async def acme(house: House) -> str:
    return str((await house.rows("SELECT id FROM customers WHERE name = 'Acme'"))[0][0])


async def change(house: House, since: int = 30, until: int | None = None) -> ChangeView:
    customer, now = await acme(house), house.clock()
    first = TODAY - timedelta(days=since)
    last = None if until is None else TODAY - timedelta(days=until)

    def read(tx: Connection) -> ChangeView:
        known = house.knowledge.of(tx, house.workspace_id)
        return explain_change(tx, known, customer, first, last, now)

    return await house.database.read(read)


async def history(house: House) -> HistoryView:
    customer = await acme(house)

    def read(tx: Connection) -> HistoryView:
        return show_history(tx, house.knowledge.of(tx, house.workspace_id), customer, house.clock())

    return await house.database.read(read)


async def around(house: House, days_ago: int) -> DayView:
    customer, day = await acme(house), TODAY - timedelta(days=days_ago)

    def read(tx: Connection) -> DayView:
        return show_day(tx, house.knowledge.of(tx, house.workspace_id), customer, day, house.clock())

    return await house.database.read(read)


def parts(view: ChangeView) -> dict[Cause, ChangePart]:
    return {part.cause: part for part in view.parts}


async def a_past(house: House) -> None:
    """Praise long ago, a complaint of last week, and an old praise that was taken back three days ago."""
    house.clock.now = ago(60)
    await house.receive(*(a_review(f"old-{n}", 1.0, rated_at=ago(60 + n)) for n in range(6)))
    house.clock.now = ago(7)
    await house.receive(a_review("bad", rated_at=ago(7)))
    house.clock.now = ago(3)
    await house.receive(a_review("old-0", -1.0, rated_at=ago(60), changed_at=ago(3)))
    house.clock.now = NOW


async def test_the_parts_are_the_difference_exactly_and_as_shown(house: House) -> None:
    await a_past(house)
    view = await change(house)
    points = [part.points for part in view.parts]
    assert fsum(points) == pytest.approx(view.after.score - view.before.score, abs=1e-9)
    assert view.before.shown + sum(part.shown for part in view.parts) == view.after.shown
    for part in view.parts:
        named = fsum(item.points for item in (*part.worst, *part.best))
        assert named + part.others + part.rest == pytest.approx(part.points, abs=1e-9)


async def test_it_ends_at_the_score_of_the_card(house: House) -> None:
    await a_past(house)
    customer = await acme(house)
    card = await house.database.read(
        lambda tx: show_health(tx, house.knowledge.of(tx, house.workspace_id), customer, NOW)
    )
    view = await change(house)
    assert view.after.score == card.health.score
    assert (view.after.status, view.after.at) == (card.status, NOW)


async def test_the_review_that_came_and_the_one_that_was_corrected_are_named(house: House) -> None:
    await a_past(house)
    found = parts(await change(house))
    assert found[Cause.NEW].points < 0
    assert found[Cause.REVISED].points < 0
    ids = {
        external: review_id for review_id, external in await house.rows("SELECT id, external_id FROM reviews")
    }
    assert [item.line.id for item in found[Cause.NEW].worst] == [ids["bad"]]
    assert [item.line.id for item in found[Cause.REVISED].worst] == [ids["old-0"]]
    assert found[Cause.NEW].worst[0].line.review is not None
    assert found[Cause.SCORECARD].points == found[Cause.BENCHMARKS].points == 0.0


async def test_between_two_days_without_news_there_is_only_ageing(house: House) -> None:
    await a_past(house)
    found = parts(await change(house, since=40, until=20))
    assert {cause for cause, part in found.items() if part.points} == {Cause.AGEING}


async def test_another_scorecard_is_named_with_its_versions(house: House) -> None:
    await a_past(house)
    house.clock.now = ago(1)
    card = default_scorecard()
    metrics = tuple(
        replace(one, weight=5.0, benchmark=50.0) if one.metric == "csat" else one for one in card.metrics
    )
    wanted = Scorecards(replace(card, metrics=metrics))

    def write(tx: Connection) -> None:
        apply_scorecard(tx, house.workspace_id, wanted, "ann", "Less of CSAT", house.clock())

    await house.database.write(write)
    house.clock.now = NOW
    view = await change(house)
    found = parts(view)
    assert found[Cause.SCORECARD].points != 0.0
    (expected,) = found[Cause.BENCHMARKS].worst
    assert (expected.line.kind, expected.line.text) == ("expectation", "CSAT")
    assert expected.points == pytest.approx(found[Cause.BENCHMARKS].points)
    assert (view.before.scorecard_version, view.after.scorecard_version) == (1, 2)
    assert fsum(part.points for part in view.parts) == pytest.approx(
        view.after.score - view.before.score, abs=1e-9
    )
    markers = [(one.kind, one.text) for one in (await around(house, 0)).markers]
    assert ("scorecard", "Scorecard 2: Less of CSAT") in markers


@pytest.mark.parametrize(
    ("since", "until", "place"), [(-1, None, "since"), (10, 20, "until"), (9000, None, "since")]
)
async def test_days_that_do_not_follow_each_other_are_refused(
    house: House, since: int, until: int | None, place: str
) -> None:
    await a_past(house)
    with pytest.raises(InvalidInput) as refused:
        await change(house, since, until)
    assert list(refused.value.problems) == [place]


async def test_a_customer_that_is_gone_has_no_past(house: House) -> None:
    def read(tx: Connection) -> ChangeView:
        known = house.knowledge.of(tx, house.workspace_id)
        return explain_change(tx, known, "gone", TODAY - timedelta(days=30), None, NOW)

    with pytest.raises(NotFound):
        await house.database.read(read)


async def test_the_history_has_a_score_for_each_day_and_marks_the_big_moves(house: House) -> None:
    for days in (9, 8, 7):
        house.clock.now = ago(days)
        if days == 7:
            await house.receive(*(a_review(f"bad-{n}", rated_at=ago(7)) for n in range(9)))
        elif days == 9:
            await house.receive(a_review("good", 1.0, rated_at=ago(9)))
        await rescore_workspace(house.database, house.knowledge, house.workspace_id, house.clock())
    house.clock.now = NOW
    view = await history(house)
    assert [one.day for one in view.days] == [TODAY - timedelta(days=n) for n in (9, 8, 7)]
    (move,) = [one for one in view.markers if one.kind == "move"]
    assert move.at == TODAY - timedelta(days=7)
    assert "mostly new evidence" in move.text
    statuses = [one.text for one in view.markers if one.kind == "status"]
    assert statuses
    assert statuses[0].startswith("Not enough evidence → ")


async def test_around_a_day_stands_what_happened_within_three_days(house: House) -> None:
    await a_past(house)
    view = await around(house, 8)
    assert [(what, line.kind) for what, line in view.happenings] == [("rated", "review")]
    assert view.happenings[0][1].at == ago(7)
    assert (await around(house, 30)).happenings == ()
