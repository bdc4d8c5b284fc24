"""Keeping a spreadsheet from running customers' words, and giving them back as they were."""

from collections.abc import Mapping
from typing import Any

# What a report of refused lines puts before the columns of the file: mended, it can be imported itself.
REPORT_COLUMNS = ("line", "problems")

# A spreadsheet runs what begins so; numbers, which begin so as well, are left alone.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def guarded(text: str) -> str:
    """The text with a ' before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def unguarded(cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a report as they were before they were ``guarded``."""
    return {name: value[1:] if value[:1] == "'" else value for name, value in cells.items()}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
