"""Setting rules from a document."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from automations.codec import rule_to_dict, rules_from_document
from bot.errors import InvalidInput
from bot.storage.database import Database
from bot.usecases.apply_rules import Applied, apply_rules, rules_in_force
from tests.cast import NOW, House, a_house

FULL = """
rules:
  - name: Tell managers about unhappy customers
    when: {trigger: review_received, survey: [csat, nps]}
    conditions:
      all:
        - {type: polarity, is_one_of: [negative]}
        - any: [{type: has_comment}, {type: customer, is_one_of: [Acme, Globex GmbH]}]
        - none: [{type: survey_type, is_one_of: [ces]}]
    then: [{type: post_to_channel, channel: C0ALERTS1}, {type: message_owner}]
    settle: 90s
  - name: Off for now
    enabled: false
    when: {trigger: review_received, survey: [ces]}
    then: [{type: message_owner}]
"""


def rule(name: str, survey: str = "csat", **parts: Any) -> dict[str, Any]:
    when = {"trigger": "review_received", "survey": [survey]}
    return {"name": name, "when": when, "then": [{"type": "message_owner"}], **parts}


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def put(house: House, *rules: dict[str, Any], at: datetime = NOW) -> Applied:
    wanted = rules_from_document({"rules": list(rules)})
    return await house.database.write(lambda tx: apply_rules(tx, house.workspace_id, wanted, "cli:ann", at))


async def names(house: House) -> list[str]:
    return [one.name for one in await house.database.read(lambda tx: rules_in_force(tx, house.workspace_id))]


async def test_the_same_document_again_changes_nothing(house: House) -> None:
    await house.apply_rules(FULL)
    before = await house.rows("SELECT rules_version FROM workspaces")
    wanted = rules_from_document(yaml.safe_load(FULL))
    again = await house.database.write(lambda tx: apply_rules(tx, house.workspace_id, wanted, "cli:ann", NOW))
    assert again == Applied((), (), tuple(one.name for one in wanted), ())
    assert len(await house.rows("SELECT 1 FROM rule_versions")) == 2
    assert await house.rows("SELECT rules_version FROM workspaces") == before
    assert await house.rows("SELECT 1 FROM audit WHERE actor = 'cli:ann'") == []


async def test_rules_come_out_as_they_went_in(house: House) -> None:
    await house.apply_rules(FULL)
    found = await house.database.read(lambda tx: rules_in_force(tx, house.workspace_id))
    assert [rule_to_dict(one) for one in found] == [
        rule_to_dict(one) for one in rules_from_document(yaml.safe_load(FULL))
    ]
    assert [one.version for one in found] == [1, 1]


async def test_added_changed_unchanged_and_removed_are_told_apart(house: House) -> None:
    await put(house, rule("keeps"), rule("changes"), rule("goes"))
    applied = await put(house, rule("comes"), rule("keeps"), rule("changes", "nps"))
    assert applied == Applied(("comes",), ("changes",), ("keeps",), ("goes",))
    assert await names(house) == ["comes", "keeps", "changes"]


async def test_the_order_of_the_document_is_the_order_of_the_rules(house: House) -> None:
    await put(house, rule("a"), rule("b"), rule("c"))
    applied = await put(house, rule("c"), rule("a"), rule("b", "nps"))
    assert applied.unchanged == ("c", "a")
    assert await names(house) == ["c", "a", "b"]
    version = await house.rows("SELECT rules_version FROM workspaces")
    assert version[0][0] == 2, "an order alone must reach those who have the rules compiled"


async def test_every_version_is_kept_with_its_author_and_time(house: House) -> None:
    await put(house, rule("r", "csat"))
    await put(house, rule("r", "nps"), at=NOW + timedelta(hours=1))
    await put(house, at=NOW + timedelta(hours=2))
    rows = await house.rows("SELECT version, author FROM rule_versions ORDER BY version")
    assert rows == [(1, "cli:ann"), (2, "cli:ann")]
    assert await names(house) == []
    assert len(await house.rows("SELECT 1 FROM rules WHERE deleted_at IS NOT NULL")) == 1


async def test_a_name_that_comes_back_is_a_new_rule(house: House) -> None:
    await put(house, rule("r"))
    await put(house)
    assert (await put(house, rule("r"))).added == ("r",)
    assert len(await house.rows("SELECT id FROM rules")) == 2


@pytest.mark.parametrize("renamed", ["TELL ANN", "tell ann", "Tell  Ann", "Tell \uff21nn"])
async def test_a_rule_written_another_way_is_the_same_rule(house: House, renamed: str) -> None:
    await put(house, rule("Tell Ann"))
    before = await house.rows("SELECT id FROM rules")
    applied = await put(house, rule(renamed))
    assert (applied.added, applied.removed) == ((), ())
    assert await house.rows("SELECT id FROM rules") == before
    assert len(await names(house)) == 1


async def test_two_rules_may_swap_their_names(house: House) -> None:
    await put(house, rule("a", "csat"), rule("b", "nps"))
    applied = await put(house, rule("b", "csat"), rule("a", "nps"))
    assert sorted(applied.changed) == ["a", "b"]
    assert await names(house) == ["b", "a"]


async def test_who_did_what_is_in_the_audit_log(house: House) -> None:
    await put(house, rule("a"))
    await put(house, rule("a", "nps"))
    await put(house)
    rows = await house.rows("SELECT action, actor, subject FROM audit WHERE subject LIKE 'rule:%'")
    assert {(row[0], row[1]) for row in rows} == {
        ("rule.added", "cli:ann"),
        ("rule.changed", "cli:ann"),
        ("rule.deleted", "cli:ann"),
    }
    assert len({row[2] for row in rows}) == 1, "all about the same rule"


async def test_a_rule_that_this_version_cannot_read_is_told_in_a_sentence_and_stops_no_review(
    house: House,
) -> None:
    await put(house, rule("fine"), rule("newer"))
    body = '{"name":"newer","when":{"trigger":"moon_phase"},"then":[{"type":"howl"}]}'
    await house.database.write(
        lambda tx: (
            tx.execute(text("UPDATE rules SET body = :body WHERE name = 'newer'"), {"body": body})
            if tx.dialect.name == "sqlite"
            else tx.execute(
                text("UPDATE rules SET body = CAST(:body AS jsonb) WHERE name = 'newer'"), {"body": body}
            )
        )
    )
    with pytest.raises(InvalidInput, match="written by a newer version of Bellwether"):
        await names(house)
    known = await house.database.read(lambda tx: house.knowledge.of(tx, house.workspace_id))
    assert [one.name for one in known.rules.rules] == ["fine"]
