"""Setting a workspace's rules from a document, and reading them for writing out again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from automations.codec import rule_from_dict, rule_to_dict
from automations.errors import RuleErrors
from automations.rules import Rule
from automations.wording import fold
from bot.errors import InvalidInput
from bot.ids import new_id
from bot.storage import audit, house, rules, workspaces
from bot.storage.rules import StoredRule


@dataclass(frozen=True, slots=True)
class Applied:
    """What a document changed, by rule name."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def apply_rules(tx: Connection, workspace_id: str, wanted: list[Rule], author: str, now: datetime) -> Applied:
    """Make the rules in force those of ``wanted``, in their order.

    A rule is known by its name, however it is spaced and capitalised: the same again changes nothing, another
    body makes the next version, and a rule that is not named any more is taken out of force, with its history
    kept.
    """
    house.lock_workspace(tx, workspace_id)
    live = rules.live_rules(tx, workspace_id)
    present = {fold(stored.name): stored for stored in live}
    added, changed, unchanged = [], [], []
    for position, rule in enumerate(wanted):
        stored = present.pop(fold(rule.name), None)
        body = rule_to_dict(rule)
        if stored is None:
            _add(tx, workspace_id, rule.name, position, body, author, now)
            added.append(rule.name)
        elif stored.body != body:
            _change(tx, workspace_id, stored, position, body, author, now)
            changed.append(rule.name)
        else:
            if stored.position != position:
                rules.move_rule(tx, workspace_id, stored.id, position)
            unchanged.append(rule.name)
    for stored in present.values():
        rules.delete_rule(tx, workspace_id, stored.id, now)
        audit.record(tx, workspace_id, author, "rule.deleted", f"rule:{stored.id}", now)
    removed = tuple(stored.name for stored in present.values())
    if added or [stored.name for stored in live] != unchanged:
        workspaces.raise_version(tx, workspace_id, "rules_version")
    return Applied(tuple(added), tuple(changed), tuple(unchanged), removed)


def rules_in_force(tx: Connection, workspace_id: str) -> list[Rule]:
    """The rules, switched off ones too, in their order; ``apply_rules`` would find them unchanged.

    Raises InvalidInput when one of them cannot be read.
    """
    try:
        return [
            rule_from_dict(stored.body, id=stored.id, version=stored.version)
            for stored in rules.live_rules(tx, workspace_id)
        ]
    except RuleErrors:
        sentence = "one of the stored rules was written by a newer version of Bellwether: use that one"
        raise InvalidInput({"rules": sentence}) from None


def _add(
    tx: Connection,
    workspace_id: str,
    name: str,
    position: int,
    body: dict[str, object],
    author: str,
    now: datetime,
) -> None:
    row = {
        "id": new_id(),
        "workspace_id": workspace_id,
        "name": name,
        "position": position,
        "version": 1,
        "body": body,
    }
    rules.add_rule(tx, row, author, now)
    audit.record(tx, workspace_id, author, "rule.added", f"rule:{row['id']}", now)


def _change(
    tx: Connection,
    workspace_id: str,
    stored: StoredRule,
    position: int,
    body: dict[str, object],
    author: str,
    now: datetime,
) -> None:
    version = stored.version + 1
    rules.change_rule(
        tx, workspace_id, stored.id, position=position, version=version, body=body, author=author, now=now
    )
    audit.record(tx, workspace_id, author, "rule.changed", f"rule:{stored.id}", now, version=version)
