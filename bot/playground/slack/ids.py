"""Identifiers in Slack's form: readable, unique within one workspace, the same on every run."""

from collections import Counter
from datetime import datetime


class Ids:
    """Counts one series per prefix: ``C0000000001``, ``C0000000002``."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def next(self, prefix: str) -> str:
        """The next identifier that starts with the prefix."""
        self._counts[prefix] += 1
        return f"{prefix}{self._counts[prefix]:010d}"


class Timestamps:
    """Message timestamps: seconds and microseconds as text, each greater than all before it."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, now: datetime) -> str:
        """A timestamp for something that happens now; a microsecond later when the clock stands still."""
        self._last = max(self._last + 1, round(now.timestamp() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
