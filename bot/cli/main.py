"""The whole command line: its groups in one table, and what becomes of errors."""

import io
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from bot.cli import (
    bench,
    customers,
    database,
    deliveries,
    health,
    imports,
    inbox,
    initiatives,
    rules,
    scorecard,
    serving,
    source,
)
from bot.cli.boundary import guarded
from bot.cli.output import say

_HELP = """How customers feel, while there is still time to act.

Set it up with a `.env` file or environment variables (docs/settings.md), look whether all is well with
`bellwether check`, and run it with `bellwether serve`. `bellwether demo` shows all of it without a Slack.
"""
_WORKSPACE = "--workspace"


def run(argv: Sequence[str]) -> int:
    """Run the command that the arguments name; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal's encoding lacks
    command = typer.main.get_command(build())
    arguments = _workspace_first(argv)
    return guarded(lambda: command.main(arguments, prog_name="bellwether", standalone_mode=False))


def build() -> typer.Typer:
    """The tree of commands."""
    root = typer.Typer(
        help=_HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    root.callback()(_root)
    for name, command in COMMANDS.items():
        root.command(name)(command)
    for name, group in GROUPS.items():
        root.add_typer(group, name=name)
    return root


def _print_version(asked: bool) -> None:
    if asked:
        try:
            say(f"bellwether {version('bellwether')}")
        except PackageNotFoundError:
            say("bellwether, not installed: run from its sources")
        raise typer.Exit


def _root(
    ctx: typer.Context,
    workspace: Annotated[
        str | None,
        typer.Option(
            help="The workspace to work on, by name or Slack team id; needed when there are several."
        ),
    ] = None,
    version_: Annotated[  # noqa: ARG001
        bool,
        typer.Option(
            "--version", help="Print the version and leave.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    ctx.obj = workspace


def _workspace_first(argv: Sequence[str]) -> list[str]:
    """``--workspace`` may stand anywhere before a ``--``."""
    end = argv.index("--") if "--" in argv else len(argv)
    found: list[str] = []
    others: list[str] = []
    words = iter(argv[:end])
    for word in words:
        if word == _WORKSPACE:
            found += [word, *([name] if (name := next(words, None)) is not None else [])]
        else:
            (found if word.startswith(f"{_WORKSPACE}=") else others).append(word)
    return [*found, *others, *argv[end:]]


COMMANDS: dict[str, Callable[..., None]] = {
    "serve": serving.serve,
    "demo": serving.demo,
    "migrate": database.migrate,
    "check": database.check,
    "health": health.health,
    "rescore": health.rescore,
    "bench": bench.bench,
}

GROUPS = {
    "source": source.commands,
    "import": imports.commands,
    "rules": rules.commands,
    "scorecard": scorecard.commands,
    "customers": customers.commands,
    "deliveries": deliveries.commands,
    "inbox": inbox.commands,
    "initiatives": initiatives.commands,
}
