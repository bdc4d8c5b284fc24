"""The scorecard: how customers are scored."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from bot.cli.desk import Desk
    from bot.storage.scorecards import Version
    from bot.usecases.apply_scorecard import AppliedScorecard
    from bot.usecases.preview_scorecard import Preview
    from scoring.scorecard import Scorecards

commands = typer.Typer(help="How customers are scored (docs/scoring.md).", no_args_is_help=True)

_LONGEST_NOTE = 500
_VERSIONS = 100


DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would change, and for whom, and change nothing.")
]


@commands.command()
def apply(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.yml", help="The scorecard as YAML; - is standard input.")
    ],
    note: Annotated[str, typer.Option(help="Why it is changed, for those who look back.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Make a file the next version of the scorecard, and score every customer with it.

    The same again makes no new version. The versions before it are kept, with the scores they gave. A file
    that does not say whether health is on leaves it as it is.

    Example: `bellwether scorecard apply scorecard.yml --note "CSAT counts more"`
    """
    from bot.errors import InvalidInput

    described = _read(file)
    if len(note) > _LONGEST_NOTE:
        raise InvalidInput({"--note": f"must have at most {_LONGEST_NOTE} characters"})

    def change(tx: "Connection", desk: "Desk") -> "AppliedScorecard":
        from bot.usecases.apply_scorecard import apply_scorecard, scorecards_in_force

        shown = scorecards_in_force(tx, desk.workspace.id).enabled
        wanted = _understood(file, described, enabled=shown)
        return apply_scorecard(tx, desk.workspace.id, wanted, desk.author, note, desk.now)

    _carry_out(context, change, dry_run=dry_run)


@commands.command()
def restore(
    context: typer.Context,
    version: Annotated[
        int, typer.Argument(metavar="VERSION", help="The number that `scorecard versions` lists.")
    ],
    dry_run: DryRun = False,
) -> None:
    """Make an older version the next one, and score every customer with it.

    Example: `bellwether scorecard restore 3`
    """

    def change(tx: "Connection", desk: "Desk") -> "AppliedScorecard":
        from bot.usecases.apply_scorecard import restore_scorecard

        return restore_scorecard(tx, desk.workspace.id, version, desk.author, desk.now)

    _carry_out(context, change, dry_run=dry_run)


@commands.command()
def on(context: typer.Context) -> None:
    """Let everybody in Slack see how customers are.

    Example: `bellwether scorecard on`
    """
    _switch(context, on=True)


@commands.command()
def off(context: typer.Context) -> None:
    """Show no scores in Slack any more; they are computed all the same.

    Example: `bellwether scorecard off`
    """
    _switch(context, on=False)


@commands.command()
def versions(context: typer.Context, as_json: AsJson = False) -> None:
    """List the versions of the scorecard, newest first: who made them, when and why.

    Example: `bellwether scorecard versions`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import moment, put_json, put_table
    from bot.storage import scorecards

    async def work(desk: "Desk") -> "list[Version]":
        return await desk.read(lambda tx: scorecards.list_versions(tx, desk.workspace.id, _VERSIONS))

    found = at_desk(context, work)
    if as_json:
        put_json(
            [
                {
                    "version": one.version,
                    "author": one.author,
                    "note": one.note,
                    "created_at": moment(one.created_at),
                }
                for one in found
            ]
        )
        return
    rows = [(str(one.version), moment(one.created_at), one.author, one.note) for one in found]
    put_table(("Version", "Since", "By", "Why"), rows, numbers=("Version",))


@commands.command()
def suggest(context: typer.Context) -> None:
    """Say which benchmarks and priors the reviews of your own customers speak for; nothing is changed.

    Example: `bellwether scorecard suggest`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import put_lines
    from bot.usecases.suggest_scorecard import suggest_scorecard

    async def work(desk: "Desk") -> "list[str]":
        return await desk.read_known(lambda tx, known: suggest_scorecard(tx, known, desk.now))

    put_lines(*at_desk(context, work))


def _switch(context: typer.Context, *, on: bool) -> None:
    from bot.cli.desk import at_desk
    from bot.cli.output import say
    from bot.usecases.apply_scorecard import switch_health

    async def work(desk: "Desk") -> "AppliedScorecard":
        return await desk.write(lambda tx: switch_health(tx, desk.workspace.id, desk.author, desk.now, on=on))

    applied, word = at_desk(context, work), "on" if on else "off"
    say(f"Health is {word} now." if applied.differences else f"Health is {word} already.")


def _carry_out(
    context: typer.Context, change: "Callable[[Connection, Desk], AppliedScorecard]", *, dry_run: bool
) -> None:
    """Put a change in force and score everybody with it, or say what it would change for whom."""
    from bot.cli.desk import at_desk
    from bot.cli.output import say
    from bot.cli.rescoring import score_anew
    from bot.usecases.apply_scorecard import scorecards_in_force
    from bot.usecases.preview_scorecard import preview_scorecard

    async def work(desk: "Desk") -> "tuple[AppliedScorecard, Preview | None, int]":
        def write(tx: "Connection") -> "tuple[AppliedScorecard, Preview | None]":
            known = desk.core.knowledge.of(tx, desk.workspace.id)
            applied = change(tx, desk)
            if not (dry_run and applied.differences):
                return applied, None
            wanted = scorecards_in_force(tx, desk.workspace.id)
            return applied, preview_scorecard(tx, known, wanted, desk.now)

        applied, preview = await desk.write(write, undo=dry_run)
        count = await score_anew(desk) if applied.differences and not dry_run else 0
        return applied, preview, count

    applied, preview, count = at_desk(context, work)
    for one in applied.differences:
        say(f"{one.place}: {_shown(one.before)} -> {_shown(one.after)}")
    if not applied.differences:
        say(f"Nothing changes: version {applied.version} says the same.")
    elif preview is not None:
        _put_preview(preview)
        say("Nothing was changed: this was a dry run.")
    else:
        say(f"Version {applied.version} is in force; customers scored with it: {count}.")


def _put_preview(preview: "Preview") -> None:
    from bot.cli.output import put_table, say
    from bot.slack import words

    say(f"Of {preview.looked_at} customers {len(preview.crossings)} would have another status.")
    rows = [(one.name, words.mark(one.before), words.mark(one.after)) for one in preview.crossings]
    if rows:
        put_table(("Customer", "Now", "Then"), rows)


@commands.command()
def export(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE.yml]", help="Where to write; standard output without it.")
    ] = None,
) -> None:
    """Write the scorecard in force as YAML that `scorecard apply` reads back unchanged.

    Example: `bellwether scorecard export scorecard.yml`
    """
    import yaml

    from bot.cli.desk import at_desk
    from bot.cli.files import write_text
    from bot.cli.output import put, say
    from bot.usecases.apply_scorecard import scorecards_in_force
    from scoring.scorecard_codec import scorecards_to_dict

    async def work(desk: "Desk") -> "Scorecards":
        return await desk.read(lambda tx: scorecards_in_force(tx, desk.workspace.id))

    text = yaml.safe_dump(scorecards_to_dict(at_desk(context, work)), sort_keys=False, allow_unicode=True)
    if file is None:
        put(text)
    else:
        write_text(file, text)
        say(f"Written to {file}.")


def _read(file: Path) -> object:
    import yaml

    from bot.cli.files import read_text
    from bot.errors import InvalidInput

    text = read_text(file)
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f", line {mark.line + 1}"
        raise InvalidInput({f"{file}{line}": f"cannot be read as YAML: {error.problem}."}) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = str(error).partition("\n")[0] or "it is nested too deeply"
        raise InvalidInput({str(file): f"cannot be read as YAML: {why}."}) from None


def _understood(file: Path, described: object, *, enabled: bool) -> "Scorecards":
    from bot.errors import InvalidInput
    from scoring.scorecard_codec import scorecards_from_dict
    from scoring.scorecard_problems import ScorecardErrors

    try:
        return scorecards_from_dict(described, enabled_by_default=enabled)
    except ScorecardErrors as refused:
        raise InvalidInput(
            {f"{file}, {place}": sentence for place, sentence in refused.errors.items()}
        ) from None


def _shown(value: object) -> str:
    return "not there" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
