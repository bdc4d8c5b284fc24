"""Every command explains itself, fast."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer

from bot.cli.main import build
from tests.cli.conftest import Terminal

# What takes long to load, and what only some commands need.
HEAVY = ("aiohttp", "alembic", "asyncpg", "bot.app", "bot.core", "slack_sdk", "sqlalchemy", "structlog")


def commands() -> Iterator[tuple[str, ...]]:
    """The words of every command and group."""
    root = typer.main.get_command(build())
    assert isinstance(root, typer.core.TyperGroup)
    for name, command in root.commands.items():
        yield (name,)
        if isinstance(command, typer.core.TyperGroup):
            yield from ((name, inner) for inner in command.commands)


@pytest.mark.parametrize("words", [(), *commands()], ids=" ".join)
def test_every_command_takes_help_and_says_what_it_does(alone: Terminal, words: tuple[str, ...]) -> None:
    shown = alone(*words, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert f"Usage: {' '.join(['bellwether', *words])}" in shown.out
    paragraphs = shown.out.split("Usage:")[1].split("\n", 2)[2].strip()
    assert paragraphs[0].isalpha(), "a sentence comes first"
    assert "TODO" not in shown.out


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_option_and_argument_is_explained(words: tuple[str, ...]) -> None:
    command = typer.main.get_command(build())
    for word in words:
        assert isinstance(command, typer.core.TyperGroup)
        command = command.commands[word]
    for parameter in command.params:
        assert getattr(parameter, "help", None), (words, parameter.name)


def test_help_loads_nothing_that_it_does_not_need() -> None:
    program = (
        "import sys; from bot.cli.main import run; code = run(sys.argv[1:]);"
        f"print(*(name for name in {HEAVY} if name in sys.modules)); sys.exit(code)"
    )
    for words in ([], ["source", "add"], ["customers", "list"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *words, "--help"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), words
        assert done.stdout.splitlines()[-1] == "", words


def test_a_group_alone_shows_its_help(alone: Terminal) -> None:
    for words in ((), ("source",)):
        shown = alone(*words)
        assert shown.code == 2
        assert "Usage: bellwether" in shown.out


def test_the_version_is_told(alone: Terminal) -> None:
    shown = alone("--version")
    assert shown.code == 0
    assert shown.out.startswith("bellwether")
