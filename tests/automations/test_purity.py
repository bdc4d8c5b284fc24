"""The engine is values in, values out: no clock, no input or output, nothing from bot."""

import ast
from pathlib import Path

import pytest

import automations

FILES = sorted(Path(automations.__file__).parent.glob("*.py"))
STANDARD = {
    "abc",
    "collections",
    "dataclasses",
    "datetime",
    "difflib",
    "enum",
    "functools",
    "inspect",
    "itertools",
    "re",
    "typing",
    "unicodedata",
}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}


def names_imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_module_imports_nothing_that_could_touch_the_world(file: Path) -> None:
    allowed = STANDARD | {"automations", "scoring"} | ({"yaml"} if file.name == "yaml_text.py" else set())
    assert names_imported(ast.parse(file.read_text())) <= allowed


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_module_never_reads_the_clock_or_a_file(file: Path) -> None:
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }
    assert not calls & (CLOCKS | {"open", "print", "input"})
