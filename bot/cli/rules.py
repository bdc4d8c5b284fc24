"""Rules: who is told what, when."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson

if TYPE_CHECKING:
    from automations.rules import Rule

commands = typer.Typer(help="Who is told what, and when (docs/rules.md).", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE.yml", help="The rules as YAML; - is standard input.")]


@commands.command()
def apply(
    context: typer.Context,
    file: File,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
) -> None:
    """Put the rules of a file in force: these and no others.

    Everything that is wrong with the file is told at once, and then nothing changes.

    Example: `bellwether rules apply rules.yml --dry-run`
    """
    from automations.errors import RuleErrors
    from automations.yaml_text import rules_from_yaml
    from bot.cli.files import read_text
    from bot.errors import InvalidInput

    text = read_text(file)
    try:
        wanted = rules_from_yaml(text)
    except RuleErrors as refused:
        raise InvalidInput(
            {
                _place(file, path, refused.lines.get(path)): sentence
                for path, sentence in refused.errors.items()
            }
        ) from None
    _apply(context, wanted, dry_run=dry_run)


@commands.command()
def export(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE.yml]", help="Where to write; standard output without it.")
    ] = None,
) -> None:
    """Write the rules in force as YAML that `rules apply` reads back unchanged.

    Example: `bellwether rules export rules.yml`
    """
    from automations.yaml_text import rules_to_yaml
    from bot.cli.desk import Desk, at_desk
    from bot.cli.files import write_text
    from bot.cli.output import put, say
    from bot.usecases.apply_rules import rules_in_force

    async def work(desk: Desk) -> str:
        return rules_to_yaml(await desk.read(lambda tx: rules_in_force(tx, desk.workspace.id)))

    text = at_desk(context, work)
    if file is None:
        put(text)
    else:
        write_text(file, text)
        say(f"Written to {file}.")


@commands.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the rules in force, in their order."""
    from automations.codec import rule_to_dict
    from bot.cli.desk import Desk, at_desk
    from bot.cli.output import put_json, put_table, say
    from bot.usecases.apply_rules import rules_in_force

    async def work(desk: Desk) -> "list[Rule]":
        return await desk.read(lambda tx: rules_in_force(tx, desk.workspace.id))

    found = at_desk(context, work)
    if as_json:
        put_json([{"id": rule.id, "version": rule.version, **rule_to_dict(rule)} for rule in found])
    elif found:
        rows = [(rule.name, "on" if rule.enabled else "off", str(rule.version)) for rule in found]
        put_table(("Rule", "Is", "Version"), rows, numbers=("Version",))
    else:
        say("There is no rule yet. Write one (docs/rules.md) and run: bellwether rules apply FILE.yml")


def _apply(context: typer.Context, wanted: "list[Rule]", *, dry_run: bool) -> None:
    from bot.cli.desk import Desk, at_desk
    from bot.cli.output import say
    from bot.usecases.apply_rules import Applied, apply_rules

    async def work(desk: Desk) -> Applied:
        return await desk.write(
            lambda tx: apply_rules(tx, desk.workspace.id, wanted, desk.author, desk.now), undo=dry_run
        )

    applied = at_desk(context, work)
    for what, names in (("Added", applied.added), ("Changed", applied.changed), ("Removed", applied.removed)):
        for name in names:
            say(f"{what}: {name}")
    say(f"Unchanged: {len(applied.unchanged)} of {len(wanted)}")
    if dry_run:
        say("Nothing was changed: this was a dry run.")


def _place(file: Path, path: str, line: int | None) -> str:
    return f"{file}, {path}" if line is None else f"{file}, line {line}, {path}"
