"""A station on the way of a survey, as the page shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.demo.surveys import Sent

Named = Callable[[str], str]
"""What people call a channel id, or the destination of a delivery."""


class State(StrEnum):
    """Where a survey stands with one station."""

    DONE = "done"
    WAITING = "waiting"  # something will still happen by itself
    NOTHING = "nothing"  # reached, and there was nothing to do
    REFUSED = "refused"  # the way ends here


@dataclass(frozen=True, slots=True)
class Line:
    """One detail: a rule's verdict, a place that an alert goes to. ``due`` is when it is tried (again)."""

    state: State
    text: str
    ms: float | None = None
    channel: str = ""
    ts: str = ""
    due: datetime | None = None

    def as_json(self, now: datetime) -> dict[str, Any]:
        """For the page, whose clock is another: it hears how many ``seconds`` are left."""
        left = None if self.due is None else round(max((self.due - now).total_seconds(), 0.0), 1)
        return {
            "state": self.state.value,
            "text": self.text,
            "ms": self.ms,
            "channel": self.channel,
            "ts": self.ts,
            "seconds": left,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One station; ``ms`` since the request left, None while it was not reached.

    ``commands`` are what a person can type in a shell about it.
    """

    name: str
    state: State
    text: str
    ms: float | None = None
    lines: tuple[Line, ...] = ()
    commands: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether more will come of it."""
        return self.state is State.WAITING or any(line.state is State.WAITING for line in self.lines)

    def as_json(self, now: datetime) -> dict[str, Any]:
        """For the page."""
        return {
            "name": self.name,
            "state": self.state.value,
            "text": self.text,
            "ms": self.ms,
            "lines": [line.as_json(now) for line in self.lines],
            "commands": list(self.commands),
        }


def ms_since(sent: Sent, at: datetime) -> float:
    """Milliseconds from the request's leaving to that moment."""
    return round(max((at - sent.at).total_seconds(), 0.0) * 1000, 1)
