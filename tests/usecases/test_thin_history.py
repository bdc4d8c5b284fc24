"""The history of scores grows thinner with age, and keeps the last word of every week and month."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.storage.database import Database
from bot.usecases.thin_history import DAILY, WEEKLY, spare_days, thin_history
from tests.cast import a_house, a_review

TODAY = date(2026, 3, 2)
days = st.sets(st.integers(0, 1500).map(lambda ago: TODAY - timedelta(days=ago)))


def kept(found: set[date], today: date = TODAY) -> list[date]:
    return sorted(found - set(spare_days(found, today)))


def test_three_years_of_days_become_a_few_hundred() -> None:
    every = {TODAY - timedelta(days=ago) for ago in range(3 * 365)}
    left = kept(every)
    recent = [day for day in left if day >= TODAY - DAILY]
    weekly = [day for day in left if TODAY - WEEKLY <= day < TODAY - DAILY]
    monthly = [day for day in left if day < TODAY - WEEKLY]
    assert len(recent) == 91
    assert {day.isoweekday() for day in weekly} == {7}
    assert len(weekly) == 92
    assert len(monthly) == 13
    assert monthly[-2] == date(2024, 2, 29)


@given(days)
def test_recent_days_stay_and_every_week_and_month_keeps_its_last(found: set[date]) -> None:
    left = kept(found)
    assert {day for day in found if day >= TODAY - DAILY} <= set(left)
    assert {(day.year, day.month) for day in found} >= {(day.year, day.month) for day in left}
    older = {day.isocalendar()[:2] for day in found if TODAY - WEEKLY <= day < TODAY - DAILY}
    assert older <= {day.isocalendar()[:2] for day in left}


@given(days, st.integers(0, 800))
def test_what_was_thinned_before_is_thinned_again_as_it_ages(found: set[date], nights: int) -> None:
    early = TODAY - timedelta(days=nights)
    twice = kept({*kept({day for day in found if day <= early}, early), *(d for d in found if d > early)})
    assert kept(set(twice)) == twice
    assert {(day.year, day.month) for day in twice} <= {(day.year, day.month) for day in found}


async def test_the_days_of_all_customers_are_thinned_in_the_database(database: Database) -> None:
    house, other = await a_house(database), await a_house(database)
    for one in (house, other):
        await one.receive(a_review())
        ((customer_id,),) = await one.rows(
            "SELECT id FROM customers WHERE workspace_id = :workspace", workspace=one.workspace_id
        )
        row = "(:workspace, :customer, :day, 1, 70.0, 0.5, 'concerning')"
        for ago in range(200):
            sql = f"INSERT INTO score_days VALUES {row}"
            values = {
                "workspace": one.workspace_id,
                "customer": customer_id,
                "day": TODAY - timedelta(days=ago),
            }
            await database.write(lambda tx, sql=sql, values=values: _execute(tx, sql, values))  # type: ignore[misc]
    dropped = await thin_history(database, house.workspace_id, TODAY)
    assert dropped == len(spare_days({TODAY - timedelta(days=ago) for ago in range(200)}, TODAY))
    assert dropped > 80
    assert await thin_history(database, house.workspace_id, TODAY) == 0
    counts = await house.rows(
        "SELECT COUNT(*) FROM score_days WHERE workspace_id = :workspace", workspace=other.workspace_id
    )
    assert counts == [(200,)]


def _execute(tx: Connection, sql: str, values: dict[str, object]) -> None:
    from sqlalchemy import Date, Text, bindparam, text

    typed = text(sql).bindparams(bindparam("day", type_=Date()), bindparam("workspace", type_=Text()))
    tx.execute(typed, values)
