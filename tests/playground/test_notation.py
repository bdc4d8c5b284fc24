"""The short form in which published payloads are noted."""

import pytest

from tests.playground.published.notation import differences, read


def test_a_departure_is_told_by_its_place() -> None:
    skeleton = read("!a:s !b:n !c{!d:b} e[{f:s}] g:s[]", {})
    value = {"a": 1, "c": {"d": None}, "e": [{"f": "x", "h": 1}], "g": ["x", 2]}
    assert differences(value, skeleton) == {
        ".a: int", ".b: missing", ".c.d: null", ".e[].h: unknown", ".g[]: int"
    }  # fmt: skip


def test_a_skeleton_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="no key with a type"):
        read("a:x", {})
