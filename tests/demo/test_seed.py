"""The portfolio in the database: nothing but what the intake itself would have made of it."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.demo.seed.portfolio import Portfolio
from bot.storage import customers, health
from bot.storage.database import Database
from bot.storage.evidence import get_evidence
from bot.usecases.find_customer import find_customer
from bot.usecases.knowledge import Knowledge
from bot.usecases.rescore import rescore_workspace
from bot.usecases.show_health import show_health
from bot.views import CustomerLine
from scoring.evidence import Evidence
from scoring.status import Status
from scoring.trend import Trend
from tests.demo.conftest import NOW, Planted, planted_in


async def test_everything_arrives(planted: Planted, portfolio: Portfolio) -> None:
    for table in ("reviews", "tickets", "interactions"):
        [count] = await _rows(planted.database, f"SELECT count(*) FROM {table}")
        assert count[0] == len(getattr(portfolio, table))
    [customers_] = await _rows(planted.database, "SELECT count(*) FROM customers")
    assert customers_[0] == len(portfolio.profiles)


async def test_history_raises_no_alert(planted: Planted) -> None:
    for table in ("alerts", "deliveries", "verdicts", "settling"):
        [count] = await _rows(planted.database, f"SELECT count(*) FROM {table}")
        assert count[0] == 0


async def test_nothing_was_put_aside(planted: Planted) -> None:
    [outcomes] = [await _rows(planted.database, "SELECT DISTINCT outcome FROM inbox")]
    assert [row[0] for row in outcomes] == ["accepted"]


async def test_reviews_became_known_after_they_were_given_and_counted_when_given(planted: Planted) -> None:
    [late] = await _rows(planted.database, "SELECT count(*) FROM reviews WHERE received_at < counts_at")
    [moved] = await _rows(
        planted.database, "SELECT count(*) FROM reviews WHERE counts_at != coalesce(rated_at, sent_at)"
    )
    assert (late[0], moved[0]) == (0, 0)


async def test_scores_and_sums_are_those_of_a_rescore_from_scratch(planted: Planted) -> None:
    await _are_those_of_a_rescore(planted)


async def test_it_is_planted_alike_on_both_databases(database: Database, portfolio: Portfolio) -> None:
    planted = Planted(database, await planted_in(database, portfolio), Knowledge())
    await _are_those_of_a_rescore(planted)
    [count] = await _rows(database, "SELECT count(*) FROM reviews")
    assert count[0] == len(portfolio.reviews)


async def test_a_customer_has_a_history_of_scores(planted: Planted) -> None:
    acme = await _find(planted, "Acme")
    [days] = await _rows(
        planted.database, "SELECT count(*) FROM score_days WHERE customer_id = :customer", customer=acme.id
    )
    assert days[0] > 50


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("acme", Status.HEALTHY),
        ("globx", Status.AT_RISK),
        ("hooli", Status.CONCERNING),
        ("initech", Status.NOT_ENOUGH_EVIDENCE),
        ("Marta Kowalczyk", Status.AT_RISK),
    ],
)
async def test_the_cast_stands_as_the_story_says(planted: Planted, name: str, status: Status) -> None:
    found = await _find(planted, name)
    assert found.mark is not None
    assert found.mark.status is status


async def test_globex_falls_and_hooli_rises(planted: Planted) -> None:
    assert await _trend(planted, "globex") is Trend.DOWN
    assert await _trend(planted, "hooli") is Trend.UP


async def test_there_are_customers_of_every_status(planted: Planted) -> None:
    total, counts = await planted.database.read(lambda tx: health.status_counts(tx, planted.workspace_id))
    assert total == 60
    assert all(count >= 5 for count in counts.values())
    assert counts[Status.HEALTHY] > counts[Status.CONCERNING] > counts[Status.AT_RISK]


async def _are_those_of_a_rescore(planted: Planted) -> None:
    before = await planted.database.read(lambda tx: _figures(tx, planted.workspace_id))
    await rescore_workspace(planted.database, planted.knowledge, planted.workspace_id, NOW, recount=True)
    after = await planted.database.read(lambda tx: _figures(tx, planted.workspace_id))
    assert before.keys() == after.keys()
    assert len(before) == 60
    for customer_id, (score, evidence) in after.items():
        assert before[customer_id][0] == pytest.approx(score, abs=1e-9)
        kept = before[customer_id][1]
        assert (kept.marks, kept.runs, kept.topics) == (evidence.marks, evidence.runs, evidence.topics)
        assert kept.tallies.keys() == evidence.tallies.keys()
        for metric, tally in evidence.tallies.items():
            assert kept.tallies[metric].count == tally.count
            assert kept.tallies[metric].weight == pytest.approx(tally.weight, rel=1e-9)
            assert kept.tallies[metric].moment == pytest.approx(tally.moment, rel=1e-9)


def _figures(tx: Connection, workspace_id: str) -> dict[str, tuple[float, Evidence]]:
    ids = [customer_id for customer_id, _ in customers.all_names(tx, workspace_id)]
    lines = health.customer_lines(tx, workspace_id, ids, NOW)
    kept = get_evidence(tx, workspace_id, ids)
    return {
        customer_id: (line.mark.score, kept[customer_id].evidence)
        for customer_id, line in lines.items()
        if line.mark is not None
    }


async def _find(planted: Planted, name: str) -> CustomerLine:
    found = await planted.database.read(lambda tx: find_customer(tx, planted.workspace_id, name, NOW))
    assert found.customer is not None
    return found.customer


async def _trend(planted: Planted, name: str) -> Trend:
    found = await _find(planted, name)

    def work(tx: Connection) -> Trend:
        return show_health(tx, planted.knowledge.of(tx, planted.workspace_id), found.id, NOW).trend

    return await planted.database.read(work)


async def _rows(database: Database, sql: str, **values: Any) -> Sequence[Any]:
    def read(tx: Connection) -> Sequence[Any]:
        return tx.execute(text(sql), values).all()

    return await database.read(read)
