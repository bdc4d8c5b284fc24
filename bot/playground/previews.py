"""What of an uploaded file can be shown at a glance."""

import csv
from itertools import islice

from bot.playground.slack.files import File

_LINES = 6
_COLUMNS = 8
_CELL = 80
_READ = 16_384


def first_rows(file: File) -> list[list[str]]:
    """The first rows of a CSV file, long cells and wide rows cut short; none for any other file."""
    if file.mimetype != "text/csv" or not file.content:
        return []
    lines = file.content[:_READ].decode("utf-8-sig", "replace").splitlines()
    if len(file.content) > _READ:
        lines.pop()  # which is cut in the middle
    try:
        rows = list(islice(csv.reader(lines), _LINES))
    except csv.Error:
        return []
    return [[cell[:_CELL] for cell in row[:_COLUMNS]] for row in rows]
