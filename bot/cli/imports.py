"""Importing history from files."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import AsJson

commands = typer.Typer(
    help="History from files: reviews, customers, tickets, interactions and readings.", no_args_is_help=True
)

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A CSV or JSON Lines file in UTF-8; `-` is standard input.")
]
Source = Annotated[
    str, typer.Option(help="The source that the ids in the file are of; what it sends later revises this.")
]
Rename = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="THEIRS=OURS", help="A column's name in the file, and ours. Repeat it."),
]
Zone = Annotated[
    str | None,
    typer.Option(
        help="Where times without an offset are told, such as Europe/Berlin; else they are refused."
    ),
]
ReportFile = Annotated[
    Path | None,
    typer.Option(help="Write the refused lines to this CSV file; mended, it can be imported itself."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")]
FromStart = Annotated[
    bool, typer.Option("--from-start", help="Read all of a file that was half done, instead of going on.")
]
EraseEmpty = Annotated[
    bool, typer.Option("--erase-empty", help="Let an empty cell erase what is stored; else it stays.")
]
Alerts = Annotated[
    bool, typer.Option("--alerts", help="Let the rules look at every review and alert; else none does.")
]


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    file: Path
    source: str
    renamed: list[str]
    zone: str | None
    report: Path | None
    dry_run: bool
    from_start: bool
    as_json: bool
    erase_empty: bool = False
    alerts: bool = False


@commands.command()
def reviews(
    context: typer.Context,
    file: File,
    source: Source,
    renamed: Rename = None,
    timezone: Zone = None,
    report: ReportFile = None,
    alerts: Alerts = False,
    dry_run: DryRun = False,
    from_start: FromStart = False,
    as_json: AsJson = False,
) -> None:
    """Import survey responses; rules stay silent about them.

    Leaves with 1 when lines were refused; the others are taken. The same file again changes nothing, or goes
    on where it was stopped. The columns are in docs/import.md.

    Example: `bellwether import reviews history.csv --source acme-surveys --map Rating=score`
    """
    from bot.cli.importing import run_import

    asked = Options(file, source, renamed or [], timezone, report, dry_run, from_start, as_json)
    run_import(context, "reviews", replace(asked, alerts=alerts))


@commands.command()
def customers(
    context: typer.Context,
    file: File,
    source: Source,
    renamed: Rename = None,
    report: ReportFile = None,
    erase_empty: EraseEmpty = False,
    dry_run: DryRun = False,
    from_start: FromStart = False,
    as_json: AsJson = False,
) -> None:
    """Import customers, with the domains and aliases by which reviews find them.

    Leaves with 1 when lines were refused; the others are taken. The same file again changes nothing, or goes
    on where it was stopped. The columns are in docs/import.md.

    Example: `bellwether import customers crm.csv --source crm`
    """
    from bot.cli.importing import run_import

    asked = Options(file, source, renamed or [], None, report, dry_run, from_start, as_json, erase_empty)
    run_import(context, "customers", asked)


@commands.command()
def tickets(
    context: typer.Context,
    file: File,
    source: Source,
    renamed: Rename = None,
    timezone: Zone = None,
    report: ReportFile = None,
    erase_empty: EraseEmpty = False,
    dry_run: DryRun = False,
    from_start: FromStart = False,
    as_json: AsJson = False,
) -> None:
    """Import tickets: when they were opened, answered, resolved and reopened.

    Leaves with 1 when lines were refused; the others are taken. The same file again changes nothing, or goes
    on where it was stopped. The columns are in docs/import.md.

    Example: `bellwether import tickets desk.csv --source desk --timezone Europe/Berlin`
    """
    from bot.cli.importing import run_import

    asked = Options(file, source, renamed or [], timezone, report, dry_run, from_start, as_json, erase_empty)
    run_import(context, "tickets", asked)


@commands.command()
def interactions(
    context: typer.Context,
    file: File,
    source: Source,
    renamed: Rename = None,
    timezone: Zone = None,
    report: ReportFile = None,
    erase_empty: EraseEmpty = False,
    dry_run: DryRun = False,
    from_start: FromStart = False,
    as_json: AsJson = False,
) -> None:
    """Import calls, mails, chats and visits, with their tone and topic.

    Leaves with 1 when lines were refused; the others are taken. The same file again changes nothing, or goes
    on where it was stopped. The columns are in docs/import.md.

    Example: `bellwether import interactions calls.jsonl --source desk`
    """
    from bot.cli.importing import run_import

    asked = Options(file, source, renamed or [], timezone, report, dry_run, from_start, as_json, erase_empty)
    run_import(context, "interactions", asked)


@commands.command()
def readings(
    context: typer.Context,
    file: File,
    source: Source,
    renamed: Rename = None,
    timezone: Zone = None,
    report: ReportFile = None,
    dry_run: DryRun = False,
    from_start: FromStart = False,
    as_json: AsJson = False,
) -> None:
    """Import figures of metrics of your own, such as seats used, which a scorecard can count.

    Leaves with 1 when lines were refused; the others are taken. The same file again changes nothing, or goes
    on where it was stopped. The columns are in docs/import.md.

    Example: `bellwether import readings seats.csv --source crm`
    """
    from bot.cli.importing import run_import

    asked = Options(file, source, renamed or [], timezone, report, dry_run, from_start, as_json)
    run_import(context, "readings", asked)
