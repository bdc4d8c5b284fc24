"""Rules as JSON and YAML hold them, and back without loss. Everything that is wrong is said at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from automations.actions import ACTIONS, Action
from automations.condition_codec import read_conditions, write_conditions
from automations.errors import Problems, under
from automations.forms import (
    read_fields,
    read_tagged,
    refuse_unknown_keys,
    write_fields,
    write_tagged,
)
from automations.groups import ALWAYS
from automations.rules import Rule
from automations.triggers import TRIGGERS
from automations.wording import fold, named

MOST_ACTIONS = 20
RULE_KEYS = ("name", "enabled", "when", "conditions", "then", "settle")


def rule_from_dict(data: object, *, id: str, version: int = 1) -> Rule:
    """The rule that a mapping describes; RuleErrors with a sentence for everything that is wrong with it."""
    problems = Problems()
    parts = _read_rule(data, "", problems)
    problems.raise_if_any()
    return Rule(id=id, version=version, **parts)


def rule_to_dict(rule: Rule) -> dict[str, object]:
    """The shortest form, without defaults and without id and version, which are not the author's to write."""
    head = write_fields(rule)
    written: dict[str, object] = {"name": head.pop("name")}
    if "enabled" in head:
        written["enabled"] = head["enabled"]
    written["when"] = write_tagged(TRIGGERS, "trigger", rule.when)
    if rule.conditions != ALWAYS:
        written["conditions"] = write_conditions(rule.conditions)
    written["then"] = [write_tagged(ACTIONS, "type", action) for action in rule.then]
    if "settle" in head:
        written["settle"] = head["settle"]
    return written


def rules_from_document(document: object) -> list[Rule]:
    """The rules under the key ``rules``, with empty ids for the caller to replace.

    RuleErrors like ``rule_from_dict``. Names must differ by more than case, since people call rules by name.
    """
    problems = Problems()
    entries = _entries(document, problems)
    read = [_read_rule(entry, f"rules[{position}]", problems) for position, entry in enumerate(entries)]
    first_use: dict[str, int] = {}
    for position, parts in enumerate(read):
        name = parts.get("name")
        if name is None:
            continue
        first = first_use.setdefault(fold(name), position)
        if first != position:
            problems.add(
                f"rules[{position}].name",
                f"It must differ from every other rule's, and rules[{first}] has it.",
            )
    problems.raise_if_any()
    return [Rule(id="", **parts) for parts in read]


def rules_to_document(rules: Iterable[Rule]) -> dict[str, object]:
    """The document that ``rules_from_document`` reads back to equal rules, but for their ids and versions."""
    return {"rules": [rule_to_dict(rule) for rule in rules]}


def _entries(document: object, problems: Problems) -> list[object]:
    if not isinstance(document, Mapping):
        problems.add(
            "rules",
            f"The document must be a mapping with the key rules, not {named(document)}.",
        )
        return []
    refuse_unknown_keys(document, ["rules"], "", problems)
    entries = document.get("rules")
    if not isinstance(entries, list):
        problems.add("rules", f"It must be a list of rules, not {named(entries)}.")
        return []
    return entries


def _read_rule(data: object, path: str, problems: Problems) -> dict[str, Any]:
    """The parts of a rule that are right; the others have become problems."""
    if not isinstance(data, Mapping):
        problems.add(
            path or "rule",
            f"It must be a mapping with name, when and then, not {named(data)}.",
        )
        return {}
    refuse_unknown_keys(data, RULE_KEYS, path, problems)
    parts = read_fields(Rule, data, path, problems)
    if "when" in data:
        parts["when"] = read_tagged(TRIGGERS, "trigger", data["when"], under(path, "when"), problems)
    else:
        problems.add(
            under(path, "when"),
            "It is required: what sets the rule off, such as {trigger: review_received}.",
        )
    parts["conditions"] = read_conditions(data.get("conditions"), under(path, "conditions"), problems)
    if "then" in data:
        parts["then"] = _read_actions(data["then"], under(path, "then"), problems)
    else:
        problems.add(under(path, "then"), f"It is required: a list of 1 to {MOST_ACTIONS} actions.")
    return parts


def _read_actions(data: object, path: str, problems: Problems) -> tuple[Action | None, ...]:
    if not isinstance(data, list) or not 1 <= len(data) <= MOST_ACTIONS:
        found = f"{len(data)} of them" if isinstance(data, list) else named(data)
        problems.add(path, f"It must be a list of 1 to {MOST_ACTIONS} actions, not {found}.")
        return ()
    actions = tuple(
        read_tagged(ACTIONS, "type", each, f"{path}[{position}]", problems)
        for position, each in enumerate(data)
    )
    for position, action in enumerate(actions):
        if action is not None and action in actions[:position]:
            first = actions.index(action)
            problems.add(
                f"{path}[{position}]",
                f"It must differ from the other actions, and {path}[{first}] is the same.",
            )
    return actions
