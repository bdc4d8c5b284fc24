"""What of an uploaded file can be shown at a glance; pictures are shown whole, and need none."""

import csv
from dataclasses import asdict
from itertools import islice
from typing import Any

from bot.playground.slack.files import File
from bot.playground.word_text import first_paragraphs

PDF = "application/pdf"

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LINES = 6
_COLUMNS = 8
_CELL = 80
_READ = 16_384


def preview_of(file: File) -> dict[str, Any]:
    """The first ``rows`` of a CSV file, the first ``paragraphs`` of a Word document, or that it has ``pages``
    which the browser draws itself; an empty object for what only its name can be shown of."""
    content = file.content or b""
    if file.mimetype == "text/csv":
        rows = _first_rows(content)
        return {"rows": rows} if rows else {}
    if file.mimetype == _WORD or file.name.lower().endswith(".docx"):
        paragraphs = [asdict(each) for each in first_paragraphs(content)]
        return {"paragraphs": paragraphs} if paragraphs else {}
    return {"pages": True} if file.mimetype == PDF and content.startswith(b"%PDF-") else {}


def _first_rows(content: bytes) -> list[list[str]]:
    """Long cells and wide rows are cut short."""
    lines = content[:_READ].decode("utf-8-sig", "replace").splitlines()
    if len(content) > _READ:
        lines.pop()  # which is cut in the middle
    try:
        rows = list(islice(csv.reader(lines), _LINES))
    except csv.Error:
        return []
    return [[cell[:_CELL] for cell in row[:_COLUMNS]] for row in rows]
