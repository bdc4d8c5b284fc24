"""How is this customer?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.errors import NotFound
from bot.storage import flags
from bot.storage.database import Database
from bot.usecases.finish_alert import finish_alert
from bot.usecases.outbox import Claimant
from bot.usecases.show_health import show_health
from bot.views import FlagMark, HealthView
from scoring.status import Flag, Status
from scoring.trend import Trend
from tests.cast import NOW, House, a_company, a_house, a_review

NOBODY = Claimant("", sends=False)


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


@pytest.fixture
async def berlin(database: Database) -> House:
    """A house in Berlin, where winter is one hour ahead of UTC and summer two."""
    return await a_house(database, timezone="Europe/Berlin")


async def customer_id(house: House, name: str = "Acme") -> str:
    return str((await house.rows("SELECT id FROM customers WHERE name = :name", name=name))[0][0])


async def show(house: House, name: str = "Acme") -> HealthView:
    customer = await customer_id(house, name)

    def read(tx: Connection) -> HealthView:
        return show_health(tx, house.knowledge.of(tx, house.workspace_id), customer, house.clock())

    return await house.database.read(read)


async def test_the_score_is_the_baseline_and_its_contributions_and_these_their_reviews(house: House) -> None:
    await house.receive(
        *(a_review(f"r{n}", score=n % 3 - 1, rated_at=NOW - timedelta(days=11 * n)) for n in range(12))
    )
    view = await show(house)
    found = view.health
    assert found.score == pytest.approx(
        found.baseline + sum(one.points for one in found.contributions), abs=1e-9
    )
    (csat,) = [one for one in found.contributions if one.metric == "csat"]
    assert csat.points == pytest.approx(sum(item.points for item in csat.items), abs=1e-9)
    assert csat.native == pytest.approx(2.0 * (csat.value or 0.0) - 100.0, abs=1e-9)
    assert len(csat.items) == 12
    points = sorted(item.points for item in csat.items)
    shown = sorted(item.points for item in csat.items if item.id in view.reviews)
    # The newest review is the last contact too, which may be among the three best.
    assert set(points[:3] + points[-2:]) <= set(shown)


async def test_a_customer_without_reviews_stands_at_the_benchmark(house: House) -> None:
    await house.receive(a_review(score=None))
    view = await show(house)
    assert view.health.score == pytest.approx(view.health.baseline, abs=0.1)
    assert view.health.confidence < 0.01, "only how long nobody has been heard of is known"
    assert (view.status, view.trend) == (Status.NOT_ENOUGH_EVIDENCE, Trend.UNKNOWN)
    assert (view.csat.native, view.csat.normalized, view.csat.response_rate) == (None, None, 0.0)
    assert view.last_reviews == ()
    assert view.reviews == {}


async def test_both_figures_of_csat_and_the_response_rate(house: House) -> None:
    scores = [1, 1, 1, 0, -1, None, None, None]
    await house.receive(*(a_review(f"r{n}", score=score) for n, score in enumerate(scores)))
    csat = (await show(house)).csat
    assert csat.native == pytest.approx(40.0)  # (3 * 100 + 0 - 100) / 5
    assert csat.normalized == pytest.approx(70.0)  # (40 + 100) / 2
    assert (csat.positive, csat.neutral, csat.negative, csat.rated, csat.sent) == (3, 1, 1, 5, 8)
    assert csat.response_rate == pytest.approx(0.625)  # 5 / 8
    assert (csat.first_day, csat.last_day) == (date(2025, 9, 1), date(2026, 3, 2))  # 182 days apart


async def test_other_surveys_are_not_csat(house: House) -> None:
    await house.receive(
        a_review("n", survey_type="nps", score=0.0, scale_min=0.0, scale_max=10.0, polarity="negative"),
        a_review("c", score=1.0),
    )
    view = await show(house)
    assert (view.csat.sent, view.csat.native) == (1, 100.0)
    assert {line.survey_type for line in view.last_reviews} == {"nps", "csat"}


@pytest.mark.parametrize(
    ("now", "first", "first_day", "last_day"),
    [
        # Half past eleven at night in UTC is the next day in Berlin.
        ("2026-03-02T23:30", "2025-09-01T22:00", date(2025, 9, 2), date(2026, 3, 3)),
        ("2026-03-02T22:30", "2025-08-31T22:00", date(2025, 9, 1), date(2026, 3, 2)),
        # The window begins in winter, at 23:00 UTC, and ends in summer, on the day of 23 hours.
        ("2026-03-29T00:30", "2025-09-27T22:00", date(2025, 9, 28), date(2026, 3, 29)),
        ("2026-06-15T12:00", "2025-12-14T23:00", date(2025, 12, 15), date(2026, 6, 15)),
        # It begins on the day of 25 hours.
        ("2026-04-26T12:00", "2025-10-25T22:00", date(2025, 10, 26), date(2026, 4, 26)),
    ],
)
async def test_the_window_is_whole_days_of_the_workspace(
    berlin: House, now: str, first: str, first_day: date, last_day: date
) -> None:
    berlin.clock.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    edge = datetime.fromisoformat(first).replace(tzinfo=UTC)
    moment = timedelta(microseconds=1)
    await berlin.receive(
        a_review("just in", score=1, rated_at=edge), a_review("just out", score=-1, rated_at=edge - moment)
    )
    view = await show(berlin)
    assert (view.csat.positive, view.csat.negative, view.csat.sent) == (1, 0, 1)
    assert (view.csat.first_day, view.csat.last_day) == (first_day, last_day)
    assert view.timezone == "Europe/Berlin"
    assert await berlin.csat() == {"Acme": (1, 1.0)}


async def test_a_review_leaves_the_window_at_midnight_and_not_before(berlin: House) -> None:
    berlin.clock.now = datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC)
    await berlin.receive(a_review("old", score=-1, rated_at=datetime(2025, 9, 1, 12, 0, tzinfo=UTC)))
    assert (await show(berlin)).csat.negative == 1
    berlin.clock.move(seconds=1)
    assert (await show(berlin)).csat.negative == 0


async def test_the_arrow_needs_strong_evidence(house: House) -> None:
    earlier = [a_review(f"a{n}", score=1, rated_at=NOW - timedelta(days=100 + n)) for n in range(12)]
    await house.receive(*earlier, a_review("b", score=0))
    assert (await show(house)).trend is Trend.STEADY
    await house.receive(*(a_review(f"c{n}", score=-1, rated_at=NOW - timedelta(days=n)) for n in range(12)))
    assert (await show(house)).trend is Trend.DOWN


async def test_the_last_five_answers_are_shown_newest_first(house: House) -> None:
    await house.receive(*(a_review(f"r{n}", score=1, rated_at=NOW - timedelta(days=n)) for n in range(8)))
    await house.receive(a_review("unrated", score=None), a_review("gone", score=-1))
    await house.receive(a_review("gone", action="delete", status="deleted", changed_at=NOW, company=None))
    shown = (await show(house)).last_reviews
    assert [line.rated_at for line in shown] == [NOW - timedelta(days=n) for n in range(5)]


async def test_open_alerts_are_shown_and_done_ones_not(house: House) -> None:
    await house.apply_rules()
    await house.receive(*(a_review(f"r{n}", rated_at=NOW - timedelta(days=n)) for n in range(7)))
    assert len((await show(house)).open_alerts) == 5
    for (alert,) in await house.rows("SELECT id FROM alerts"):
        await house.database.write(
            lambda tx, alert=alert: finish_alert(tx, house.workspace_id, alert, "U1", NOBODY, NOW)  # type: ignore[misc]
        )
    assert (await show(house)).open_alerts == ()


async def test_the_status_stays_calm_around_an_edge(house: House) -> None:
    # 84.1 would be Healthy; a customer that was Concerning must climb past 80 + 4 first.
    await house.receive(*(a_review(f"r{n}", score=1) for n in range(20)))
    assert (await show(house)).status is Status.HEALTHY
    await house.receive(*(a_review(f"s{n}", score=-1) for n in range(20)))
    worse = await show(house)
    assert worse.status is not Status.HEALTHY
    assert worse.status.value == (await house.rows("SELECT status FROM scores"))[0][0]


async def test_a_flag_stands_above_the_status(house: House) -> None:
    await house.receive(a_review())
    customer = await customer_id(house)
    mark = FlagMark(Flag.DANGER, "left", "U1", NOW, None)
    await house.database.write(lambda tx: flags.put_flag(tx, house.workspace_id, customer, mark))
    view = await show(house)
    assert (view.customer.flag, view.flag) == (Flag.DANGER, mark)


async def test_a_customer_that_is_gone_is_told_in_a_sentence(house: House) -> None:
    with pytest.raises(NotFound, match="no such customer"):
        await house.database.read(
            lambda tx: show_health(tx, house.knowledge.of(tx, house.workspace_id), "nobody", NOW)
        )


async def test_populations_are_measured_against_their_own_benchmark(house: House) -> None:
    await house.receive(
        a_review("1", company=a_company("1", "Acme")),
        a_review("2", company=a_company("2", "Flat 7", population="resident")),
    )
    assert (await show(house, "Flat 7")).customer.population == "resident"
    await house.receive(a_review("3", company=a_company("1", "Acme", population="prospect")))
    assert (await show(house)).customer.population == "prospect"
