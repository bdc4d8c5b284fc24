"""The record of every call that reached the Web API, for tests and for the page."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call. ``accepted`` means carried out, though a fault may have lost the answer on purpose."""

    method: str
    args: dict[str, Any]
    at: datetime
    app_id: str | None
    status: int
    answer: dict[str, Any]

    @property
    def accepted(self) -> bool:
        """Whether Slack did what was asked."""
        return self.answer.get("ok") is True

    @property
    def error(self) -> str | None:
        """Slack's error code, if it refused."""
        error = self.answer.get("error")
        return None if error is None else str(error)


class Calls:
    """Recorded calls, oldest first; iterate, or ask for one method with ``of``."""

    def __init__(self) -> None:
        self._calls: deque[RecordedCall] = deque(maxlen=_KEPT)

    def record(self, call: RecordedCall) -> None:
        """Keep one call; the oldest are forgotten."""
        self._calls.append(call)

    def __iter__(self) -> Iterator[RecordedCall]:
        return iter(list(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def of(self, method: str) -> list[RecordedCall]:
        """The accepted calls of one method, oldest first."""
        return [call for call in self._calls if call.method == method and call.accepted]

    def refused(self, method: str | None = None) -> list[RecordedCall]:
        """The calls that were refused, of one method or of all."""
        return [call for call in self._calls if not call.accepted and method in (None, call.method)]

    def clear(self) -> None:
        """Forget all calls so far."""
        self._calls.clear()
