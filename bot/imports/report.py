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
    """Writes refused lines with their line number, a sentence for each field, and what they held.

    ``before`` lines were in it already.
    """

    def __init__(self, path: Path, columns: Sequence[str], *, go_on: bool) -> None:
        """``go_on`` appends to the report that is there, if there is one; raises InvalidInput."""
        self._columns = columns
        try:
            self.before = _lines_in(path) if go_on else 0
            mode = "a" if self.before else "w"
            # Half a character, which JSON can spell, is written as it was spelt.
            self._file = path.open(mode, encoding="utf-8", errors="backslashreplace", newline="")
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise InvalidInput({"--report": f"{path} cannot be written: {reason}"}) from None
        self._writer = csv.writer(self._file)
        if not self.before:
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


def _lines_in(path: Path) -> int:
    """How many refused lines a report holds that is there already."""
    if not path.exists():
        return 0
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return max(sum(1 for _ in csv.reader(file)) - 1, 0)


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)
