"""The history of scores grows thinner with age: by the day, then by the week, then by the month."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.storage import customers, score_history
from bot.storage.database import Database

DAILY: Final = timedelta(days=90)
WEEKLY: Final = timedelta(days=2 * 365)

_PAGE = 200  # customers in one transaction: intake waits for no longer than that takes
_WEEK = timedelta(days=7)


async def thin_history(database: Database, workspace_id: str, today: date) -> int:
    """Forget the days that need not be kept, page by page; returns how many."""
    count, after, full = 0, "", True
    while full:
        page = partial(_thin_page, workspace_id=workspace_id, after=after, today=today)
        dropped, after, full = await database.write(page)
        count += dropped
    return count


def spare_days(days: Iterable[date], today: date) -> list[date]:
    """Which of a customer's days need not be kept.

    All of the last 90 days are; of each older week (ISO) the last day that there is, until two years ago, and
    of each month before that.
    """
    last: dict[tuple[str, int, int], date] = {}
    found = []
    for day in sorted(days, reverse=True):
        group = _group(day, today)
        if last.setdefault(group, day) != day and day < today - DAILY:
            found.append(day)
    return sorted(found)


def _group(day: date, today: date) -> tuple[str, int, int]:
    if day < today - WEEKLY:
        return "month", day.year, day.month
    year, week, _ = day.isocalendar()
    return "week", year, week


def _thin_page(tx: Connection, workspace_id: str, after: str, today: date) -> tuple[int, str, bool]:
    page = [one.id for one in customers.page_of_customers(tx, workspace_id, after, _PAGE)]
    # The last day of the week in which daily history begins may lie on this side of it.
    kept = score_history.old_days(tx, workspace_id, page, today - DAILY + _WEEK)
    dropped = score_history.drop_days(
        tx, workspace_id, {customer_id: spare_days(days, today) for customer_id, days in kept.items()}
    )
    return dropped, (page[-1] if page else after), len(page) == _PAGE
