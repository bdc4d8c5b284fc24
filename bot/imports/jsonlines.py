"""Records of a file with one JSON object a line."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from bot.imports.columns import Naming
from bot.imports.lines import LONGEST, Lines, TooLong
from bot.imports.values import Record
from bot.sources.jsonbody import decode_json
from bot.sources.values import MalformedBody


def records(file: BinaryIO, naming: Naming, offset: int, line: int) -> Iterator[Record]:
    """The records from ``offset`` on, the first byte of line ``line`` + 1."""
    lines = Lines(file, offset, line)
    while True:
        try:
            text = lines.first()
        except StopIteration:
            return
        except TooLong:
            problem = f"The line is longer than {LONGEST:,} bytes."
            yield Record(lines.line, lines.line, lines.offset, {}, problem)
            continue
        if text.strip():
            cells, problem = _read(text.strip(), naming, broken=lines.broken)
            yield Record(lines.line, lines.line, lines.offset, cells, problem)


def _read(text: str, naming: Naming, *, broken: bool) -> tuple[dict[str, Any], str]:
    if broken:
        return {}, "The line is not text in UTF-8."
    try:
        found = decode_json(text.encode())
    except MalformedBody as error:
        return {}, str(error).replace("The body", "The line").replace("(line 1, ", "(")
    if type(found) is not dict:
        return {}, "The line is not a JSON object."
    return naming.named(found), ""
