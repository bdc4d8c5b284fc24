"""How the databases find what a request needs: never by reading a history from end to end."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from bot.sources.values import NotUnderstood
from bot.storage import deliveries, house, inbox, workspaces
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.storage.risks import Risk
from bot.usecases.claim_alert import claim_alert
from bot.usecases.end_flags import end_flags
from bot.usecases.explain_alert import explain_alert
from bot.usecases.explain_change import explain_change
from bot.usecases.find_customer import find_customer
from bot.usecases.find_source import SourceFinder
from bot.usecases.finish_alert import finish_alert
from bot.usecases.list_risks import list_risks
from bot.usecases.outbox import Claimant
from bot.usecases.remind_of_flags import remind_of_flags
from bot.usecases.rescore import rescore_workspace
from bot.usecases.set_flag import set_flag
from bot.usecases.show_day import show_day
from bot.usecases.show_flag import show_flag
from bot.usecases.show_health import show_health
from bot.usecases.show_history import show_history
from bot.usecases.show_home import show_home
from bot.usecases.snooze_alert import snooze_alert
from bot.usecases.thin_history import thin_history
from bot.vault import Vault
from bot.views import FlagChoice
from scoring.status import Flag
from tests.cast import NOW, House, Recorder, a_company, a_house, a_review, a_ticket
from tests.usecases.sending import a_sender, always, until

# They grow with every survey, click or customer's contact. Customers and their scores are looked through by
# name and by status; there are as many as the team can care for.
HISTORIES = {
    "reviews", "inbox", "alerts", "deliveries", "messages", "verdicts", "audit", "tickets", "interactions",
    "contacts", "contact_customers", "score_days", "slack_events", "settling", "rule_versions",
    "flag_changes", "status_changes", "review_versions", "readings",
}  # fmt: skip
# The first columns of most indexes: alone they stand for everything that a workspace has.
TOO_WIDE = {"workspace_id"}
ALLOWED = {
    "SELECT inbox.id": "the checklist asks for any one event",
    "SELECT count(*) AS count_1 FROM inbox": "an index of nothing but what was quarantined",
    "SELECT rule_versions.rule_id": "the versions of all rules, of which a team has dozens",
}

Statements = dict[str, Any]  # the parameters it was run with, by SQL
NOBODY = Claimant("nobody", sends=False)
A_FLAG = FlagChoice(Flag.DANGER, "Why")


@contextmanager
def recorded() -> Iterator[Statements]:
    """Every statement that looks for rows while the block runs."""
    found: Statements = {}

    def note(_c: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        if not many and sql.startswith(("SELECT", "UPDATE", "DELETE")):
            found.setdefault(sql, parameters)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
async def grown(database: Database) -> House:
    """Two workspaces with hundreds of reviews each, a third of them alerts."""
    houses = [await a_house(database), await a_house(database)]
    for one in houses:
        await one.apply_rules()
        await one.receive(
            *(
                a_review(
                    f"r{n}",
                    score=n % 3 - 1,
                    company=a_company(f"c{n % 50}", f"Company {n % 50}"),
                    rated_at=NOW - timedelta(hours=n),
                    ticket=a_ticket(f"t{n}"),
                )
                for n in range(450)
            )
        )
        await one.receive(*(NotUnderstood("Broken.", f"bad-{n}", b"{}") for n in range(20)))
        await database.write(lambda tx, done=one.handed[20:]: finish_all(tx, done))  # type: ignore[misc]
    if database.dialect == "postgresql":
        await database.write(lambda tx: tx.execute(text("ANALYZE")))
    return houses[0]


def finish_all(tx: Connection, done: list[Delivery]) -> None:
    for one in done:
        tx.execute(text("UPDATE alerts SET state = 'done' WHERE id = :id"), {"id": one.alert_id})
        sent = text("UPDATE deliveries SET state = 'sent', claimed_by = NULL WHERE id = :id")
        tx.execute(sent, {"id": one.id})


async def take_in(house_: House) -> None:
    await house_.receive(a_review("new", company=a_company("c7", "Company 7"), ticket=a_ticket("t-new")))
    await house_.receive(a_review("r9", score=1, changed_at=NOW), a_review("r10", score=-1, changed_at=NOW))
    await house_.receive(
        a_review("r12", action="delete", status="deleted", company=None, contact=None, changed_at=NOW),
        a_review("elsewhere", company=a_company("c-new", "Company 3")),
        NotUnderstood("Broken.", "bad-new", b"{}"),
    )


async def find_the_source(house_: House) -> None:
    await SourceFinder(house_.database, Vault(["a key"])).find("a guess")


async def show_cards(house_: House) -> None:
    def read(tx: Connection) -> None:
        known = house_.knowledge.of(tx, house_.workspace_id)
        found = find_customer(tx, house_.workspace_id, "Company 7", NOW).customer
        assert found is not None
        show_health(tx, known, found.id, NOW)
        explain_change(tx, known, found.id, NOW.date() - timedelta(days=10), None, NOW)
        show_history(tx, known, found.id, NOW)
        show_day(tx, known, found.id, NOW.date(), NOW)
        show_home(tx, known, NOW)
        find_customer(tx, house_.workspace_id, "compnay 8", NOW)
        deliveries.list_deliveries(tx, house_.workspace_id, "failed", 20)

    await house_.database.read(read)


async def click(house_: House) -> None:
    alerts = [delivery.alert_id for delivery in house_.handed[:3]]
    workspace, until_then = house_.workspace_id, NOW + timedelta(days=1)

    def write(tx: Connection) -> None:
        claim_alert(tx, workspace, alerts[0], "U1", NOBODY, NOW)
        finish_alert(tx, workspace, alerts[1], "U1", NOBODY, NOW)
        set_flag(tx, workspace, _customer(tx, workspace), "U1", A_FLAG, NOBODY, NOW)
        show_flag(tx, workspace, _customer(tx, workspace), NOW)
        remind_of_flags(tx, workspace, NOBODY, NOW + timedelta(days=25))
        end_flags(tx, workspace, NOBODY, NOW + timedelta(days=40))
        snooze_alert(tx, workspace, alerts[2], "U1", until_then, "later", NOBODY, NOW)
        explain_alert(tx, workspace, alerts[0], NOW)
        house.first_time(tx, "Ev1", NOW)
        workspaces.find_team(tx, "T1")

    await house_.database.write(write)


def _customer(tx: Connection, workspace_id: str) -> str:
    found = find_customer(tx, workspace_id, "Company 7", NOW).customer
    assert found is not None
    return found.id


async def sweep_and_send(house_: House) -> None:
    slack = Recorder()
    sender = a_sender(house_, always(slack), alone=False)
    sender.hand_over(house_.handed[:20])
    await until(lambda: not sender._tasks)
    await click(house_)
    for step in (sender._doubt, sender._let_settle, sender._wake_snoozed, sender._claim, sender._look_for):
        await step()
    house_.clock.move(days=2)
    for step in (sender._doubt, sender._wake_snoozed, sender._claim, sender._look_for):
        await step()
    await until(lambda: not sender._tasks)
    await sender.stop()


async def keep_house(house_: House) -> None:
    def write(tx: Connection) -> None:
        inbox.forget_events(tx, NOW - timedelta(days=30))
        house.forget_slack_events(tx, NOW)

    await house_.database.write(write)


async def score_anew(house_: House) -> None:
    await rescore_workspace(house_.database, house_.knowledge, house_.workspace_id, NOW)
    later = NOW.date() + timedelta(days=200)
    await thin_history(house_.database, house_.workspace_id, later)


async def test_no_request_reads_a_history_from_end_to_end(grown: House) -> None:
    with recorded() as statements:
        for flow in (take_in, find_the_source, show_cards, sweep_and_send, keep_house, score_anew):
            await flow(grown)
    assert len(statements) > 50
    explain = explain_sqlite if grown.database.dialect == "sqlite" else explain_postgresql
    bad = []
    for sql, parameters in statements.items():
        reads = await grown.database.write(lambda tx, s=sql, p=parameters: explain(tx, s, p))  # type: ignore[misc]
        if reads and not is_allowed(sql):
            bad.append(f"{reads} in {' '.join(sql.split())}")
    assert not bad, "\n".join(bad)


async def test_a_page_of_those_at_risk_is_read_from_its_index_from_where_the_last_one_ended(
    grown: House,
) -> None:
    place = Risk(1, 20.0, "a customer")

    def read(tx: Connection) -> str:
        with recorded() as statements:
            list_risks(tx, grown.workspace_id, place, 50, NOW)
        ((sql, given),) = [one for one in statements.items() if one[0].startswith("SELECT scores.cust")]
        if tx.dialect.name == "sqlite":
            return str([row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)])
        for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin"):
            tx.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        return str([row[0] for row in tx.exec_driver_sql(f"EXPLAIN {sql}", given)])

    plan = await grown.database.write(read)
    assert "ix_scores_workspace_id_status_score" in plan
    assert "TEMP B-TREE" not in plan


def is_allowed(sql: str) -> bool:
    return " ".join(sql.split()).startswith(tuple(ALLOWED))


def explain_sqlite(tx: Connection, sql: str, parameters: Any) -> list[str]:
    """What SQLite would read whole: a table, an index, or all of a workspace in one."""
    plan = [str(row[3]) for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    found = []
    for line in plan:
        how = re.match(r"(SCAN|SEARCH) (\w+)", line)
        if how is None or how[2] not in HISTORIES:
            continue
        columns = set(re.findall(r"(\w+)[=<>]", line))
        if how[1] == "SCAN" or columns <= TOO_WIDE:
            found.append(line)
    return found


def explain_postgresql(tx: Connection, sql: str, parameters: Any) -> list[str]:
    """The same for PostgreSQL, which is told that tables are too large to be read, hashed or sorted."""
    for way in ("seqscan", "hashjoin", "mergejoin"):
        tx.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    answer = tx.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", parameters).scalar_one()
    (plan,) = json.loads(answer) if isinstance(answer, str) else answer
    return [found for node in nodes(plan["Plan"]) if (found := reads_all(node))]


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from nodes(inner)


def reads_all(node: dict[str, Any]) -> str:
    kind, table = node["Node Type"], node.get("Relation Name", "")
    if kind == "Seq Scan" and table in HISTORIES:
        return f"Seq Scan on {table}"
    index = str(node.get("Index Name", ""))
    is_history = any(table in index for table in HISTORIES)
    condition = str(node.get("Index Cond", ""))
    columns = set(re.findall(r"\(?\(?(\w+) (?:[=<>]+|IS)", condition))
    if index and is_history and columns <= TOO_WIDE:
        return f"{kind} on {index} with {condition or 'no condition'}"
    return ""


async def test_a_bad_plan_would_be_noticed(database: Database) -> None:
    explain = explain_sqlite if database.dialect == "sqlite" else explain_postgresql
    for sql in (
        "SELECT * FROM reviews WHERE comment = 'x'",
        "SELECT * FROM reviews WHERE workspace_id = 'w' AND comment = 'x'",
        "UPDATE deliveries SET state = 'sent' WHERE destination = 'x'",
        "DELETE FROM inbox WHERE received_at < 5",
    ):
        assert await database.write(lambda tx, sql=sql: explain(tx, sql, ())), sql  # type: ignore[misc]
