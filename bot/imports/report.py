"""The report of refused lines: a CSV file that can be mended and imported itself."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.errors import InvalidInput
from bot.imports.formulas import REPORT_COLUMNS, guarded
from bot.imports.values import Refused


class Report:
    """Writes refused lines with their line number, a sentence for each field, and what they held."""

    def __init__(self, path: Path, columns: Sequence[str], *, go_on: bool) -> None:
        """``go_on`` appends to the report that is there, if there is one; raises InvalidInput."""
        self._columns = columns
        try:
            beginning = not (go_on and path.exists())
            self._file = path.open("w" if beginning else "a", encoding="utf-8", newline="")
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise InvalidInput({"--report": f"{path} cannot be written: {reason}"}) from None
        self._writer = csv.writer(self._file)
        if beginning:
            self._writer.writerow([*REPORT_COLUMNS, *columns])

    def write(self, refused: Sequence[Refused]) -> None:
        """Add lines; they are in the file when this returns."""
        for one in refused:
            cells = [guarded(_text(one.cells.get(column))) for column in self._columns]
            self._writer.writerow([one.line, " ".join(one.problems), *cells])
        self._file.flush()

    def close(self) -> None:
        """Finish."""
        self._file.close()


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)
