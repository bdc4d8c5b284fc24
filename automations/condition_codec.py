"""The tree of conditions in its written form: one condition, or all, any or none around a list of them."""

from collections.abc import Mapping

from automations.checks import Testable
from automations.conditions import CONDITIONS, Condition
from automations.errors import Problems, under
from automations.forms import read_tagged, refuse_unknown_keys, write_tagged
from automations.groups import ALWAYS, GROUPS, Group
from automations.wording import listed, meant, named

MOST_CONDITIONS = 50
DEEPEST_GROUP = 5


def read_conditions(data: object, path: str, problems: Problems) -> Testable:
    """The conditions of a rule. None, an empty mapping, an empty list and an empty ``all`` mean: always.

    After a problem the value returned is of no use.
    """
    if data is None or data in ({}, [], {"all": []}):
        return ALWAYS
    return _Reader(problems).read(data, path, depth=0) or ALWAYS


def write_conditions(conditions: Testable) -> dict[str, object]:
    """The written form of one condition or group."""
    if isinstance(conditions, Condition):
        return write_tagged(CONDITIONS, "type", conditions)
    if isinstance(conditions, Group):
        key = next(key for key, group in GROUPS.items() if type(conditions) is group)
        return {key: [write_conditions(member) for member in conditions.members]}
    raise TypeError(f"{type(conditions).__name__} has no written form")


class _Reader:
    """Reads one tree, counting its conditions; what is too deep or too many is not looked into."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._count = 0

    def read(self, data: object, path: str, depth: int) -> Testable | None:
        if not isinstance(data, Mapping):
            self._problems.add(path, f"It must be a mapping with {_shape()}, not {named(data)}.")
            return None
        groups = [key for key in GROUPS if key in data]
        if "type" in data or not groups:
            return self._read_condition(data, path)
        if len(groups) > 1:
            self._problems.add(
                path,
                f"It must have only one of {listed(groups)}; put one inside the other to use both.",
            )
            return None
        refuse_unknown_keys(data, groups, path, self._problems)
        return self._read_group(groups[0], data[groups[0]], under(path, groups[0]), depth + 1)

    def _read_condition(self, data: Mapping[object, object], path: str) -> Condition | None:
        self._count += 1
        if self._count > MOST_CONDITIONS:
            self._problems.add(
                path,
                f"A rule must have at most {MOST_CONDITIONS} conditions, and this is one more.",
            )
            return None
        if "type" not in data:
            self._problems.add(path, f"It must have {_shape()}{_meant_key(data)}.")
            return None
        return read_tagged(CONDITIONS, "type", data, path, self._problems)

    def _read_group(self, key: str, data: object, path: str, depth: int) -> Group | None:
        if depth > DEEPEST_GROUP:
            self._problems.add(path, f"Groups must not be nested more than {DEEPEST_GROUP} deep.")
            return None
        if not isinstance(data, list) or not data:
            self._problems.add(path, f"It must be a list of at least one condition, not {named(data)}.")
            return None
        members = []
        for position, each in enumerate(data):
            if self._count > MOST_CONDITIONS:
                break
            members.append(self.read(each, f"{path}[{position}]", depth))
        return GROUPS[key](tuple(member for member in members if member is not None))


def _shape() -> str:
    return f"type: {listed(list(CONDITIONS), 'or')}, or one of {listed(list(GROUPS))}"


def _meant_key(data: Mapping[object, object]) -> str:
    for key in data:
        if isinstance(key, str) and key in CONDITIONS:
            return f" (did you mean type: {key}?)"
        if isinstance(key, str) and (guess := meant(key, ["type", *GROUPS])):
            return guess
    return f", not {listed([named(key) for key in data][:3])}" if data else ""
