"""What scoring costs: everybody anew beside plain averages in the same database, one event, one card."""

import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from benchmarks.portfolio import NOW, fill
from bot.storage.customers import get_customers
from bot.storage.database import Database, open_database
from bot.storage.migrate import migrate
from bot.usecases.intake.evidence import Ledger
from bot.usecases.knowledge import Knowledge
from bot.usecases.rescore import rescore_workspace
from bot.usecases.show_health import show_health
from scoring.facts import Review
from scoring.polarity import Polarity

_CARDS = 50
_EVENTS = 500
_AVERAGES = (
    "SELECT count(*), sum(mean) FROM (SELECT customer_id, avg(CASE polarity WHEN 'positive' THEN 1.0"
    " WHEN 'neutral' THEN 0.5 ELSE 0.0 END) AS mean FROM reviews WHERE polarity IS NOT NULL"
    " AND counts_at >= {since} GROUP BY customer_id) AS one",
    "SELECT count(*), sum(took) FROM (SELECT customer_id, avg(resolved_at - opened_at) AS took,"
    " count(*) AS n, sum(reopened) AS again FROM tickets WHERE opened_at >= {since}"
    " GROUP BY customer_id) AS one",
)


async def measure_scoring(console: Console, customers: int, postgres: str | None) -> None:
    """Print a table: plain averages in SQL, then Bellwether on the same data."""
    table = Table(
        "", "seconds", "of the averages", "a customer, µs", title=f"{customers:,} customers, 50 facts each"
    )
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'house.db'}"}
        if postgres is not None:
            urls["PostgreSQL"] = postgres
        for engine, url in urls.items():
            database = open_database(url)
            await database.start()
            await migrate(database)
            await _measure(console, table, engine, database, customers)
            await database.close()
    console.print(table)
    console.print(f"Peak memory of this process: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


async def _measure(console: Console, table: Table, engine: str, database: Database, customers: int) -> None:
    workspace_id = await fill(database, customers)
    knowledge = Knowledge()

    def score(days: int, *, recount: bool = False) -> Callable[[], Awaitable[Any]]:
        now = NOW + timedelta(days=days)
        return lambda: rescore_workspace(database, knowledge, workspace_id, now, recount=recount)

    recounted = await _seconds(score(0, recount=True))
    floor = min([await _seconds(lambda: database.read(_averages)) for _ in range(3)])
    again, tomorrow = await _seconds(score(0)), await _seconds(score(1))
    for what, seconds in (
        ("plain averages in SQL", floor),
        ("every fact counted anew", recounted),
        ("everybody scored again, same day", again),
        ("everybody carried to the next day", tomorrow),
    ):
        each = seconds / customers * 1e6
        table.add_row(f"{engine}: {what}", f"{seconds:.2f}", f"{seconds / floor:.1f}", f"{each:.0f}")
    card = await database.read(lambda tx: _card(tx, knowledge, workspace_id))
    console.print(f"{engine}: one card {card * 1000:.1f} ms")
    for history in (50, 5_000):
        event = await database.write(lambda tx, history=history: _event(tx, knowledge, workspace_id, history))  # type: ignore[misc]
        console.print(f"{engine}: one event of a customer with {history:,} facts: {event * 1e6:.0f} µs")


async def _seconds(work: Callable[[], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


def _averages(tx: Connection) -> None:
    since = int((NOW - timedelta(days=182)).timestamp() * 1_000_000)
    for sql in _AVERAGES:
        tx.exec_driver_sql(sql.format(since=since)).all()


def _card(tx: Connection, knowledge: Knowledge, workspace_id: str) -> float:
    known = knowledge.of(tx, workspace_id)
    started = time.perf_counter()
    for number in range(_CARDS):
        show_health(tx, known, f"customer-{number:07}", NOW + timedelta(days=1))
    return (time.perf_counter() - started) / _CARDS


def _event(tx: Connection, knowledge: Knowledge, workspace_id: str, history: int) -> float:
    """Load, let one review count, score and write: of a customer whose sums hold so many facts."""
    known, now = knowledge.of(tx, workspace_id), NOW + timedelta(days=1)
    customer = get_customers(tx, workspace_id, ["customer-0000001"])["customer-0000001"]
    whose = {customer.id: customer}
    ledger = Ledger(known, now)
    ledger.load(tx, whose)
    for number in range(history - 50):
        ledger.exchange(customer.id, None, _review(f"more-{history}-{number}"))
    ledger.write(tx, whose)
    started = time.perf_counter()
    for number in range(_EVENTS):
        ledger = Ledger(known, now)
        ledger.load(tx, whose)
        ledger.exchange(customer.id, None, _review(f"event-{history}-{number}"))
        ledger.write(tx, whose)
    return (time.perf_counter() - started) / _EVENTS


def _review(id_: str) -> Review:
    return Review(id_, "csat", Polarity.POSITIVE, NOW, NOW)
