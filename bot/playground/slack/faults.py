"""Faults on demand: the same Slack, failing in the ways in which the real one does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.clock import Clock


class Failing(StrEnum):
    """How a call fails."""

    DROP_BEFORE = "drop_before"
    """The connection closes and nothing was done."""
    DROP_AFTER = "drop_after"
    """The call is carried out, then the connection closes without an answer."""
    STATUS = "status"
    """An HTTP error status, ``value`` (500 by default), and nothing was done."""
    SLOW = "slow"
    """The answer comes ``value`` seconds late."""
    RATE_LIMIT = "rate_limit"
    """429 with Retry-After ``value`` (1 by default)."""
    REFUSE = "refuse"
    """``ok: false`` with the error ``value``."""


@dataclass(slots=True)
class Fault:
    """A fault of one method (``*`` for all): for ``times`` calls, or until a moment."""

    failing: Failing
    method: str = "*"
    times: int | None = 1
    value: Any = None
    until: datetime | None = None
    when: Callable[[dict[str, Any]], bool] | None = None


class Faults:
    """The faults that wait for calls."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let the calls described fail from now on."""
        self._waiting.append(fault)

    def drop_after(self, method: str = "*", times: int | None = 1) -> None:
        """The next calls are carried out and their answers lost."""
        self.add(Fault(Failing.DROP_AFTER, method, times))

    def drop_before(self, method: str = "*", times: int | None = 1) -> None:
        """The next calls are lost on their way."""
        self.add(Fault(Failing.DROP_BEFORE, method, times))

    def status(self, method: str = "*", status: int = 500, times: int | None = 1) -> None:
        """The next calls are answered with this HTTP status."""
        self.add(Fault(Failing.STATUS, method, times, status))

    def slow(self, method: str = "*", seconds: float = 1.0, times: int | None = 1) -> None:
        """The next calls are answered late."""
        self.add(Fault(Failing.SLOW, method, times, seconds))

    def rate_limit(self, method: str = "*", retry_after: int = 1, times: int | None = 1) -> None:
        """The next calls are answered with 429."""
        self.add(Fault(Failing.RATE_LIMIT, method, times, retry_after))

    def refuse(self, method: str, error: str, times: int | None = 1) -> None:
        """The next calls are refused with this error code."""
        self.add(Fault(Failing.REFUSE, method, times, error))

    def down_until(self, moment: datetime, status: int = 503) -> None:
        """Every call is answered with this HTTP status until the moment."""
        self.add(Fault(Failing.STATUS, "*", None, status, until=moment))

    def clear(self) -> None:
        """Everything works again."""
        self._waiting.clear()

    def take(self, method: str, args: dict[str, Any]) -> Fault | None:
        """The fault for this call, if one waits; it counts as used."""
        now = self._clock()
        self._waiting = [fault for fault in self._waiting if fault.until is None or now < fault.until]
        for fault in self._waiting:
            if fault.method in ("*", method) and (fault.when is None or fault.when(args)):
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._waiting.remove(fault)

    def as_json(self) -> list[dict[str, Any]]:
        """The waiting faults, for the control page."""
        return [
            {
                "failing": fault.failing.value,
                "method": fault.method,
                "times": fault.times,
                "value": fault.value,
                "until": fault.until.isoformat() if fault.until else None,
            }
            for fault in self._waiting
        ]
