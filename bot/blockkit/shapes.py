"""The small language in which the shapes of blocks are written down: a rule yields the problems of one value.

A rule is called with the value and its JSON pointer. Rules compose (``record`` of ``list_of`` of ``string``),
so the tables in elements, rich_text and blocks read like Slack's reference.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Something Slack would refuse: where (a JSON pointer), which kind, and a sentence."""

    pointer: str
    code: str
    sentence: str

    def __str__(self) -> str:
        """The form in which Slack lists it."""
        return f"{self.sentence} [json-pointer:{self.pointer}]"


Rule = Callable[[Any, str], Iterator[Problem]]


def string(maximum: int | None = None, minimum: int = 1) -> Rule:
    """A string of ``minimum`` to ``maximum`` characters."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "wrong_type", "must be a string")
        elif len(value) < minimum:
            yield Problem(at, "too_short", f"must be more than {minimum - 1} characters")
        elif maximum is not None and len(value) > maximum:
            yield Problem(at, "too_long", f"must be less than {maximum + 1} characters")

    return rule


def number(*, above: float | None = None) -> Rule:
    """An int or a float, not a bool; greater than ``above`` when that is given."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Problem(at, "wrong_type", "must be a number")
        elif above is not None and value <= above:
            yield Problem(at, "out_of_range", f"must be greater than {above:g}")

    return rule


def integer(minimum: int = 0, maximum: int | None = None) -> Rule:
    """An int from ``minimum`` to ``maximum``."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem(at, "wrong_type", "must be an integer")
        elif value < minimum or (maximum is not None and value > maximum):
            upper = "" if maximum is None else f" and at most {maximum}"
            yield Problem(at, "out_of_range", f"must be at least {minimum}{upper}")

    return rule


def boolean(value: Any, at: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem(at, "wrong_type", "must be a boolean")


def anything(_value: Any, _at: str) -> Iterator[Problem]:
    """A value whose inside is not checked."""
    yield from ()


def one_of(*allowed: str) -> Rule:
    """One of the words."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(at, "not_allowed", f"must be one of {', '.join(allowed)}")

    return rule


def list_of(item: Rule, minimum: int = 1, maximum: int | None = None) -> Rule:
    """A list of ``minimum`` to ``maximum`` items that all follow the rule."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(at, "wrong_type", "must be a list")
            return
        if len(value) < minimum:
            yield Problem(at, "too_few", f"must have at least {minimum} items")
        if maximum is not None and len(value) > maximum:
            yield Problem(at, "too_many", f"no more than {maximum} items allowed")
        for index, element in enumerate(value):
            yield from item(element, f"{at}/{index}")

    return rule


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Rule) -> Rule:
    """An object with these keys and no others; ``also`` judges the whole once each key is sound."""
    known = {**required, **optional}

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "wrong_type", "must be an object")
            return
        found = False
        for key in required:
            if key not in value:
                found = True
                yield Problem(at, "missing_key", f"missing required field: {key}")
        for key, element in value.items():
            if key not in known:
                found = True
                yield Problem(at, "unknown_key", f"invalid additional property: {key}")
                continue
            for problem in known[key](element, f"{at}/{key}"):
                found = True
                yield problem
        if not found:
            for extra in also:
                yield from extra(value, at)

    return rule


def variant(table: Callable[[], Mapping[str, Rule]], allowed: Collection[str] | None = None) -> Rule:
    """An object whose ``type`` picks the rule; ``table`` is called late so that shapes can nest."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "wrong_type", "must be an object")
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            yield Problem(at, "missing_key", "missing required field: type")
        elif kind not in table():
            yield Problem(at, "unknown_type", f"unsupported type: {kind}")
        elif allowed is not None and kind not in allowed:
            yield Problem(at, "not_allowed", f"unsupported type here: {kind}")
        else:
            yield from table()[kind](value, at)

    return rule


def at_least_one(*keys: str) -> Rule:
    """The object has one of the keys or more."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not any(value.get(key) for key in keys):
            yield Problem(at, "missing_key", f"must have at least one of {', '.join(keys)}")

    return rule


def exactly_one(*keys: str) -> Rule:
    """The object has one of the keys and not two."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if sum(key in value for key in keys) != 1:
            yield Problem(at, "conflict", f"must have exactly one of {', '.join(keys)}")

    return rule
