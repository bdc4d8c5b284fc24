"""Records of a CSV file. One that cannot be taken apart is one refused line; the next is read as usual."""

import csv
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from bot.errors import InvalidInput
from bot.imports.columns import Header
from bot.imports.lines import LONGEST, Lines, TooLong
from bot.imports.values import Record

_UNCLOSED = 1_000  # quotes never closed: each makes us read up to the longest cell twice


def records(file: BinaryIO, header: Header, offset: int, line: int) -> Iterator[Record]:
    """The records from ``offset`` on, the first byte of line ``line`` + 1; raises InvalidInput."""
    lines, unclosed = Lines(file, offset, line), 0
    while True:
        start = lines.line + 1
        try:
            cells = _next_record(lines, header.delimiter)
        except StopIteration:
            return
        except TooLong:
            yield Record(start, lines.line, lines.offset, {}, f"The line is longer than {LONGEST:,} bytes.")
            continue
        except csv.Error as error:
            unclosed += lines.line > start
            if unclosed > _UNCLOSED:
                raise InvalidInput(
                    {f"line {start}": "too many quotes are never closed: is it CSV?"}
                ) from None
            problem = _sentence(error, lines.line > start)
            lines.back()
            yield Record(start, start, lines.offset, {}, problem)
            continue
        if not any(cells):
            continue
        problem = _misfit(len(header.columns), cells, broken=lines.broken)
        yield Record(start, lines.line, lines.offset, header.named(cells), problem)


def _next_record(lines: Lines, delimiter: str) -> list[str]:
    # A reader for each record: its state after an error would be the next record's.
    return next(csv.reader(chain([lines.first()], lines), delimiter=delimiter, strict=True))


def _sentence(error: csv.Error, several_lines: bool) -> str:
    what = str(error)
    if several_lines or "unexpected end" in what:
        return "A quote is opened here and not closed, or one inside a quoted cell is not written twice."
    if "larger than field limit" in what:
        return f"A cell is longer than {csv.field_size_limit():,} characters."
    if "expected after" in what:
        return "A quote stands inside a quoted cell: write it twice."
    return "The line cannot be taken apart as CSV."


def _misfit(width: int, cells: list[str], *, broken: bool) -> str:
    if broken:
        return "The line is not text in UTF-8."
    while len(cells) > width and not cells[-1]:  # spreadsheets write delimiters behind the last column
        cells.pop()
    if len(cells) != width:
        return (
            f"The line has {len(cells)} cells, and the header {width}: is a cell with a delimiter not quoted?"
        )
    return ""
