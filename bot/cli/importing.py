"""Running an import for a person who watches or a machine that reads."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot.cli.boundary import complain
from bot.cli.desk import Desk, at_desk
from bot.cli.imports import Options
from bot.cli.output import put_json, say
from bot.cli.progress import progress
from bot.errors import InvalidInput, Unavailable
from bot.imports.columns import Naming, read_map
from bot.imports.opening import Opened, opened
from bot.imports.report import Report
from bot.imports.table import KINDS, Kind
from bot.imports.values import Counts, Refused
from bot.storage import audit
from bot.storage.import_progress import Progress
from bot.storage.sources import StoredSource
from bot.usecases.import_customers import import_customers
from bot.usecases.import_file import Batch, Import, Store, begun, import_file
from bot.usecases.import_interactions import import_interactions
from bot.usecases.import_readings import import_readings
from bot.usecases.import_reviews import import_reviews
from bot.usecases.import_tickets import import_tickets
from bot.usecases.intake.people import People
from bot.usecases.manage_sources import require_source

_GOES_ON = "What was stored stays: the same command goes on there."
_SHOWN = 10  # refused lines, when there is no report


@dataclass(slots=True)
class _Result:
    """What came of it."""

    counts: Counts
    resumed_after: int | None
    warnings: Sequence[str]
    refused: list[Refused] = field(default_factory=list)  # the first ones


def run_import(context: typer.Context, name: str, asked: Options) -> None:
    """Import the file and say what came of it; leaves with 1 when lines were refused."""
    kind = KINDS[name]
    zone = _zone(asked.zone)
    naming = Naming(kind.columns, read_map(asked.renamed, kind.columns))
    with ExitStack() as stack:
        # The house is opened only for a file that can be read.
        file = stack.enter_context(opened(asked.file, naming, kind.required))
        result = at_desk(context, lambda desk: _import(desk, kind, file, zone, asked))
    for sentence in result.warnings:
        complain(sentence)
    if asked.as_json:
        put_json(_as_data(result, name, asked))
    else:
        _tell(result, name, asked)
    if result.counts.refused:
        raise typer.Exit(1)


async def _import(
    desk: Desk, kind: Kind[Any], file: Opened, zone: ZoneInfo | None, asked: Options
) -> _Result:
    source = await desk.read(lambda tx: require_source(tx, desk.workspace.id, asked.source))
    people = People()
    meaning = repr((asked.renamed, asked.erase_empty, asked.alerts))
    work = Import(kind, source, file, zone, meaning, _store(desk, kind, source, people, asked))
    after = None
    if not (asked.from_start or asked.dry_run):
        after = await desk.write(lambda tx: begun(tx, work, desk.now))
    result = _Result(Counts(), after.line if after else None, ())
    with ExitStack() as stack:
        report = _report(asked, kind, after)
        if report is not None:
            stack.callback(report.close)
        moved = stack.enter_context(progress(f"Importing {kind.name}", file.size, in_bytes=True))
        done = _Watcher(people, result, report, moved, after.position if after else 0)
        write = partial(desk.write, undo=asked.dry_run)
        try:
            result.counts = await import_file(write, work, after, desk.core.clock, done)
        except Unavailable as error:
            raise Unavailable(f"{str(error).capitalize()}. {_GOES_ON}") from error
    result.warnings = [*file.naming.warnings(), *_missing(asked, report, after)]
    if not asked.dry_run:
        await _record(desk, source, kind, result)
    return result


def _store(desk: Desk, kind: Kind[Any], source: StoredSource, people: People, asked: Options) -> Store[Any]:
    """How rows of that kind are stored."""
    knowledge = desk.core.knowledge
    kept: dict[str, Any] = {"erase_empty": asked.erase_empty}
    stores: dict[str, Store[Any]] = {
        "reviews": lambda tx, rows, now: import_reviews(
            tx, knowledge, people, source, rows, now, alerts=asked.alerts
        ),
        "customers": lambda tx, rows, now: import_customers(tx, knowledge, source, rows, now, **kept),
        "tickets": lambda tx, rows, now: import_tickets(tx, knowledge, people, source, rows, now, **kept),
        "interactions": lambda tx, rows, now: import_interactions(
            tx, knowledge, people, source, rows, now, **kept
        ),
        "readings": lambda tx, rows, now: import_readings(tx, knowledge, people, source, rows, now),
    }
    return stores[kind.name]


@dataclass(slots=True)
class _Watcher:
    """Sees every batch once it is kept."""

    people: People
    result: _Result
    report: Report | None
    moved: Callable[[int], None]
    position: int

    def __call__(self, batch: Batch) -> None:
        self.people.remember(batch.stored.met)
        if self.report is not None:
            self.report.write(batch.refused)
        self.result.refused += batch.refused[: _SHOWN - len(self.result.refused)]
        self.moved(batch.position - self.position)
        self.position = batch.position


def _report(asked: Options, kind: Kind[Any], after: Progress | None) -> Report | None:
    return Report(asked.report, kind.columns, go_on=after is not None) if asked.report else None


def _missing(asked: Options, report: Report | None, after: Progress | None) -> list[str]:
    """What the report lacks of what was refused before an interruption: it was not there, or not written."""
    missing = after.counts["refused"] - report.before if after and report else 0
    if missing <= 0:
        return []
    lines = "1 line that was" if missing == 1 else f"{missing:,} lines that were"
    return [f"{asked.report} lacks {lines} refused before the interruption; --from-start lists all."]


async def _record(desk: Desk, source: StoredSource, kind: Kind[Any], result: _Result) -> None:
    counts = asdict(result.counts)
    await desk.write(
        lambda tx: audit.record(
            tx,
            desk.workspace.id,
            desk.author,
            f"{kind.name}.imported",
            f"source:{source.id}",
            desk.now,
            **counts,
        )
    )


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput({"--timezone": f"{name!r} is not a zone such as Europe/Berlin"}) from None


def _tell(result: _Result, name: str, asked: Options) -> None:
    counts = result.counts
    if result.resumed_after is not None:
        say(f"Went on behind line {result.resumed_after:,}, where it was stopped before.")
    older = f", {counts.older:,} older than what is stored" if counts.older else ""
    say(
        f"{name.capitalize()}: {counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged"
        f"{older}, {counts.refused:,} refused."
    )
    if asked.dry_run:
        say("Nothing was changed: this was a dry run.")
    if asked.report is not None:
        say(f"The refused lines are in {asked.report}.")
        return
    complain(*(f"line {one.line}: {' '.join(one.problems)}" for one in result.refused))
    if counts.refused > len(result.refused):
        more = counts.refused - len(result.refused)
        complain(f"{more:,} more lines were refused; --report FILE.csv --from-start lists all of them.")


def _as_data(result: _Result, name: str, asked: Options) -> dict[str, Any]:
    return {
        "kind": name,
        "source": asked.source,
        **asdict(result.counts),
        "resumed_after_line": result.resumed_after,
        "dry_run": asked.dry_run,
        "refused_lines": [{"line": one.line, "problems": list(one.problems)} for one in result.refused],
        "warnings": list(result.warnings),
    }
