"""Printing: text for people, which customers' words cannot disturb, and JSON for machines."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.blockkit.escape import clean_name

_WIDE = 10_000  # columns of a "terminal" that is none: a table in a pipe is never cut


def plain(text: str) -> str:
    """The text on one line, without anything that a terminal would obey or that hides in it."""
    indent = len(text) - len(text.lstrip(" "))
    return " " * indent + clean_name(text)


def say(text: str) -> None:
    """Print one line for people to standard output, at once."""
    print(plain(text), flush=True)  # noqa: T201


def put(text: str) -> None:
    """Print text of our own making to standard output as it is."""
    sys.stdout.write(text)
    sys.stdout.flush()


def put_json(value: Any) -> None:
    """Print one JSON document for machines to standard output."""
    ascii_only = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
    put(json.dumps(value, indent=2, ensure_ascii=ascii_only, allow_nan=False) + "\n")


def moment(at: datetime) -> str:
    """A time for machines: ``2026-01-02T03:04:05Z``."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def local(at: datetime, zone: str) -> str:
    """A time for people, in the zone with this IANA name: ``2026-01-02 03:04``."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def put_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[str] = ()) -> None:
    """Print rows under headings; the columns named in ``numbers`` stand to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(Text(heading), justify="right" if heading in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    _console().print(table)


def put_lines(*lines: str, title: str = "") -> None:
    """Print a paragraph of lines, under a title."""
    from rich.text import Text

    console = _console()
    if title:
        console.print(Text(plain(title), style="bold"))
    for line in lines:
        console.print(Text(plain(line)), soft_wrap=True)


def _console() -> Any:
    from rich.console import Console

    console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
    return (
        console
        if console.is_terminal
        else Console(file=sys.stdout, markup=False, highlight=False, emoji=False, width=_WIDE)
    )
