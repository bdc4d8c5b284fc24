"""Reading files of tests as the import does."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from bot.imports.columns import Naming
from bot.imports.opening import Opened, opened
from bot.imports.table import KINDS
from bot.imports.values import Record, Refused

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@contextmanager
def a_file(path: Path, content: str | bytes, kind: str = "reviews", **renamed: str) -> Iterator[Opened]:
    """The file with this content, open as one of that kind."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    columns = KINDS[kind].columns
    with opened(path, Naming(columns, renamed), KINDS[kind].required) as found:
        yield found


def records(path: Path, content: str | bytes, kind: str = "reviews", **renamed: str) -> list[Record]:
    """All records of a file with this content."""
    with a_file(path, content, kind, **renamed) as found:
        return list(found.records(0, 0))


def understood(kind: str, cells: Mapping[str, Any], zone: tzinfo | None = None) -> Any:
    """What a row with these cells says."""
    return KINDS[kind].understand(Record(2, 2, 0, cells), NOW, NOW + timedelta(days=1), zone)


def problems(kind: str, cells: Mapping[str, Any]) -> tuple[str, ...]:
    """Why such a row is refused."""
    found = understood(kind, cells)
    assert isinstance(found, Refused)
    return found.problems
