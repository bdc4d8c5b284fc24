"""The engines are functions of their arguments: no clock, no chance, nothing outside."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(file for engine in ("automations", "scoring") for file in (ROOT / engine).rglob("*.py"))

CLOCK = {"now", "utcnow", "today"}
CLOCK_OWNERS = {"date", "datetime", "time"}
OUTSIDE = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"}

# What an engine may import. A list of what it may not would miss the next module that reads a file.
PURE = set(
    "abc automations bisect calendar cmath collections copy dataclasses datetime decimal difflib enum "
    "fractions functools graphlib heapq inspect itertools json keyword math numbers operator re scoring "
    "statistics string textwrap types typing unicodedata yaml".split()
)


def impurities(source: str) -> Iterator[str]:
    """What in this source text an engine must not do, each as ``line: what``."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (f"{node.lineno}: imports {name.name}" for name in names if not is_pure(name.name))
            case ast.ImportFrom(module=str(module), level=0) if not is_pure(module):
                yield f"{node.lineno}: imports {module}"
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCK:
                yield f"{node.lineno}: reads the clock with {name}()"
            case ast.Call(func=ast.Name(id=name)) if name in CLOCK | OUTSIDE:
                yield f"{node.lineno}: calls {name}()"
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name) if (
                owner in CLOCK_OWNERS and name in CLOCK | {"time"}
            ):
                yield f"{node.lineno}: mentions {owner}.{name}"


def is_pure(module: str) -> bool:
    return module.partition(".")[0] in PURE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_an_engine_depends_on_its_arguments_alone(file: Path) -> None:
    assert list(impurities(file.read_text(encoding="utf-8"))) == []


def test_there_are_engines_to_look_at() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in FILES} == {"automations", "scoring"}


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("import time", "1: imports time"),
        ("import os.path", "1: imports os.path"),
        ("from socket import create_connection", "1: imports socket"),
        ("from collections.abc import Mapping\nimport json, sqlite3", "2: imports sqlite3"),
        ("def late():\n    import random", "2: imports random"),
        ("import bot.storage", "1: imports bot.storage"),
        ("moment = clock.now()", "1: reads the clock with now()"),
        ("moment = now()", "1: calls now()"),
        ("made = field(default_factory=datetime.now)", "1: mentions datetime.now"),
        ("made = field(default_factory=datetime.datetime.utcnow)", "1: mentions datetime.utcnow"),
        ("read = time.time", "1: mentions time.time"),
        ("with open('rules.yml') as file: ...", "1: calls open()"),
        ("print('fired')", "1: calls print()"),
        ("eval('1')", "1: calls eval()"),
    ],
)
def test_the_check_sees_what_an_engine_must_not_do(source: str, complaint: str) -> None:
    assert complaint in impurities(source)


@pytest.mark.parametrize("day", ["datetime.date.today()", "date.today()", "datetime.today()"])
def test_the_check_sees_every_way_to_ask_for_the_day(day: str) -> None:
    assert "1: reads the clock with today()" in impurities(f"day = {day}")


@pytest.mark.parametrize(
    "source",
    [
        "def judge(event, now): return now - event.at",
        "age = facts.now - review.at",
        "from .rules import Rule",
        "from datetime import UTC, datetime\nstart = datetime(2020, 1, 1, tzinfo=UTC)",
        "import yaml\nyaml.safe_load(text)",
    ],
)
def test_the_check_lets_pure_code_pass(source: str) -> None:
    assert list(impurities(source)) == []
