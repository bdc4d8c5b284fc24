"""Rules with all their versions, and the verdicts they reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.storage.among import among, beside, texts
from bot.storage.tables import rule_versions, rules, settling, verdicts
from bot.storage.upsert import insert_all, upsert


@dataclass(frozen=True, slots=True)
class StoredRule:
    """A rule in its dict form (automations.codec reads it)."""

    id: str
    name: str
    position: int
    version: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """What one rule decided about one event, with the version of the rule that did."""

    rule_id: str
    rule_name: str
    rule_version: int
    event_key: str
    outcome: str
    checks: list[tuple[bool, str]]


_RULES = (
    select(rules.c.id, rules.c.name, rules.c.position, rules.c.version, rules.c.body)
    .where(rules.c.workspace_id == bindparam("workspace_id"), rules.c.deleted_at.is_(None))
    .order_by(rules.c.position, rules.c.id)
)
_VERDICTS = (
    select(
        verdicts.c.rule_id,
        rules.c.name,
        verdicts.c.rule_version,
        verdicts.c.event_key,
        verdicts.c.outcome,
        verdicts.c.checks,
    )
    .join(rules, rules.c.id == verdicts.c.rule_id)
    .where(
        beside(verdicts.c.workspace_id) == bindparam("workspace_id"),
        beside(rules.c.workspace_id) == bindparam("workspace_id"),
        verdicts.c.review_id == bindparam("review_id"),
    )
    .order_by(rules.c.position)
)
_FIRED = select(verdicts.c.rule_id, verdicts.c.event_key).where(
    beside(verdicts.c.workspace_id) == bindparam("workspace_id"),
    among(verdicts.c.review_id, "review_ids"),
    verdicts.c.outcome == "fired",
)
_VERSIONS_AT = (
    select(rule_versions.c.rule_id, rule_versions.c.version, rule_versions.c.body)
    .join(rules, rules.c.id == rule_versions.c.rule_id)
    .where(
        rule_versions.c.workspace_id == bindparam("workspace_id"),
        rules.c.workspace_id == bindparam("workspace_id"),
        rule_versions.c.created_at <= bindparam("at"),
        rules.c.deleted_at.is_(None) | (rules.c.deleted_at > bindparam("at")),
    )
    .order_by(rules.c.position, rule_versions.c.rule_id, rule_versions.c.version)
)
_DUE = (
    select(settling.c.workspace_id, settling.c.rule_id, settling.c.review_id)
    .where(settling.c.due_at <= bindparam("now"))
    .order_by(settling.c.due_at)
    .limit(bindparam("size"))
    .execution_options(every_workspace="the sweep looks after all of them")
)


def live_rules(tx: Connection, workspace_id: str) -> list[StoredRule]:
    """The rules in force, switched off ones too, in order."""
    return [StoredRule(*row) for row in tx.execute(_RULES, {"workspace_id": workspace_id})]


def add_rule(tx: Connection, row: dict[str, Any], author: str, now: datetime) -> None:
    """Store a new rule with its first version."""
    insert_all(tx, rules, [row])
    _keep_version(tx, row["workspace_id"], row["id"], row["version"], row["body"], author, now)


def change_rule(
    tx: Connection, workspace_id: str, rule_id: str, *, position: int, version: int, body: dict[str, Any],
    author: str, now: datetime,
) -> None:  # fmt: skip
    """Replace a rule by its next version."""
    tx.execute(
        update(rules)
        .where(rules.c.workspace_id == workspace_id, rules.c.id == rule_id)
        .values(position=position, version=version, body=body, name=body["name"])
    )
    _keep_version(tx, workspace_id, rule_id, version, body, author, now)


def move_rule(tx: Connection, workspace_id: str, rule_id: str, position: int) -> None:
    """Give an unchanged rule its place in the order."""
    tx.execute(
        update(rules)
        .where(rules.c.workspace_id == workspace_id, rules.c.id == rule_id)
        .values(position=position)
    )


def delete_rule(tx: Connection, workspace_id: str, rule_id: str, now: datetime) -> None:
    """Take a rule out of force; its versions and verdicts stay."""
    tx.execute(
        update(rules)
        .where(rules.c.workspace_id == workspace_id, rules.c.id == rule_id)
        .values(deleted_at=now)
    )


def _keep_version(
    tx: Connection,
    workspace_id: str,
    rule_id: str,
    version: int,
    body: dict[str, Any],
    author: str,
    now: datetime,
) -> None:
    row = {
        "workspace_id": workspace_id,
        "rule_id": rule_id,
        "version": version,
        "body": body,
        "author": author,
        "created_at": now,
    }
    insert_all(tx, rule_versions, [row])


def put_verdicts(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store verdicts, over earlier ones of the same rule about the same event."""
    columns = ("rule_version", "outcome", "checks", "judged_at")
    upsert(tx, verdicts, rows, keys=("workspace_id", "rule_id", "event_key"), update=columns)


def verdicts_about(tx: Connection, workspace_id: str, review_id: str) -> list[StoredVerdict]:
    """The stored verdicts about one review, in the order of the rules."""
    rows = tx.execute(_VERDICTS, {"workspace_id": workspace_id, "review_id": review_id})
    return [StoredVerdict(*row) for row in rows]


def fired_before(tx: Connection, workspace_id: str, review_ids: Sequence[str]) -> set[tuple[str, str]]:
    """(rule id, event key) of the rules that have fired about these reviews."""
    if not review_ids:
        return set()
    rows = tx.execute(_FIRED, {"workspace_id": workspace_id, "review_ids": texts(review_ids)})
    return {(rule_id, event_key) for rule_id, event_key in rows}


def rules_at(tx: Connection, workspace_id: str, at: datetime) -> dict[str, tuple[int, dict[str, Any]]]:
    """(version, body) by rule id, in order, of the rules that were in force at that moment, as they were."""
    rows = tx.execute(_VERSIONS_AT, {"workspace_id": workspace_id, "at": at})
    return {rule_id: (version, body) for rule_id, version, body in rows}


def put_settling(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Let rules wait for reviews to settle; a review that changes again waits anew."""
    upsert(tx, settling, rows, keys=("workspace_id", "rule_id", "review_id"), update=("due_at",))


def settled(tx: Connection, now: datetime, size: int) -> list[tuple[str, str, str]]:
    """(workspace id, rule id, review id) of what has settled by now, oldest first."""
    return [(row[0], row[1], row[2]) for row in tx.execute(_DUE, {"now": now, "size": size})]


def end_settling(tx: Connection, workspace_id: str, rule_id: str, review_id: str) -> bool:
    """Take one settled event for judging; False when another process has it already."""
    result = tx.execute(
        delete(settling).where(
            settling.c.workspace_id == workspace_id,
            settling.c.rule_id == rule_id,
            settling.c.review_id == review_id,
        )
    )
    return result.rowcount == 1
