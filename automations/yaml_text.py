"""Rules as YAML text: what people write, keep under version control and hand to the command line."""

import re
from collections.abc import Hashable, Iterable
from typing import Any

import yaml

from automations.codec import rules_from_document, rules_to_document
from automations.errors import RuleErrors
from automations.rules import Rule
from automations.wording import named

_MERGE = "tag:yaml.org,2002:merge"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def rules_from_yaml(text: str) -> list[Rule]:
    """The rules of a document, with empty ids; RuleErrors, with line numbers, as ``rules_from_document``."""
    root, document = _parsed(text)
    try:
        return rules_from_document(document)
    except RuleErrors as refused:
        lines = {path: _line_of(path, root) for path in refused.errors} if root is not None else {}
        raise RuleErrors(refused.errors, lines) from None


def rules_to_yaml(rules: Iterable[Rule]) -> str:
    """Text that ``rules_from_yaml`` reads back to the same rules, but for their ids and versions."""
    document = rules_to_document(rules)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100)


def _parsed(text: str) -> tuple[yaml.Node | None, object]:
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        return root, loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(str(error.problem), mark.line + 1 if mark is not None else None) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _unreadable(str(error).partition("\n")[0]) from error
    except RecursionError as error:
        raise _unreadable("it is nested too deeply") from error


def _unreadable(why: str, line: int | None = None) -> RuleErrors:
    sentence = f"It must be YAML, and cannot be read as such: {why}."
    return RuleErrors({"rules": sentence}, {} if line is None else {"rules": line})


class _Loader(yaml.SafeLoader):
    """YAML's plain values; a key that stands twice is refused, where YAML would silently drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = None if key_node.tag == _MERGE else self.construct_object(key_node, deep=True)
            if key is None or not isinstance(key, Hashable):
                continue
            if key in seen:
                problem = f"the key {named(key)} stands twice in one mapping"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def _line_of(path: str, root: yaml.Node) -> int:
    """The line of the innermost thing on the path that is there; a missing key belongs to its mapping."""
    node, line = root, root.start_mark.line
    for key, position in _STEP.findall(path):
        step = _member(node, int(position)) if position else _value(node, key)
        if step is None:
            break
        line, node = step
    return int(line) + 1


def _member(node: yaml.Node, position: int) -> tuple[int, yaml.Node] | None:
    if not isinstance(node, yaml.SequenceNode) or position >= len(node.value):
        return None
    return node.value[position].start_mark.line, node.value[position]


def _value(node: yaml.Node, key: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == key:
                return key_node.start_mark.line, value_node
    return None
