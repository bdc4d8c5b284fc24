"""The scorecard: how customers are scored."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.cli.desk import Desk
    from bot.usecases.apply_scorecard import AppliedScorecard
    from scoring.scorecard import Scorecards

commands = typer.Typer(help="How customers are scored (docs/scoring.md).", no_args_is_help=True)

_LONGEST_NOTE = 500


@commands.command()
def apply(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.yml", help="The scorecard as YAML; - is standard input.")
    ],
    note: Annotated[str, typer.Option(help="Why it is changed, for those who look back.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
) -> None:
    """Make a file the next version of the scorecard, and score every customer with it.

    The same again makes no new version. The versions before it are kept, with the scores they gave.

    Example: `bellwether scorecard apply scorecard.yml --note "CSAT counts more"`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import say
    from bot.cli.rescoring import score_anew
    from bot.errors import InvalidInput
    from bot.usecases.apply_scorecard import apply_scorecard

    wanted = _read(file)
    if len(note) > _LONGEST_NOTE:
        raise InvalidInput({"--note": f"must have at most {_LONGEST_NOTE} characters"})

    async def work(desk: "Desk") -> "tuple[AppliedScorecard, int]":
        applied = await desk.write(
            lambda tx: apply_scorecard(tx, desk.workspace.id, wanted, desk.author, note, desk.now),
            undo=dry_run,
        )
        count = await score_anew(desk) if applied.differences and not dry_run else 0
        return applied, count

    applied, count = at_desk(context, work)
    for one in applied.differences:
        say(f"{one.place}: {_shown(one.before)} -> {_shown(one.after)}")
    if not applied.differences:
        say(f"Nothing changes: version {applied.version} says the same.")
    elif dry_run:
        say("Nothing was changed: this was a dry run.")
    else:
        say(f"Version {applied.version} is in force; customers scored with it: {count}.")


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


def _read(file: Path) -> "Scorecards":
    import yaml

    from bot.cli.files import read_text
    from bot.errors import InvalidInput
    from scoring.scorecard_codec import scorecards_from_dict
    from scoring.scorecard_problems import ScorecardErrors

    text = read_text(file)
    try:
        return scorecards_from_dict(yaml.safe_load(text))
    except ScorecardErrors as refused:
        raise InvalidInput(
            {f"{file}, {place}": sentence for place, sentence in refused.errors.items()}
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f", line {mark.line + 1}"
        raise InvalidInput({f"{file}{line}": f"cannot be read as YAML: {error.problem}."}) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = str(error).partition("\n")[0] or "it is nested too deeply"
        raise InvalidInput({str(file): f"cannot be read as YAML: {why}."}) from None


def _shown(value: object) -> str:
    return "not there" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
