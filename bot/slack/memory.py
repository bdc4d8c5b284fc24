"""A small memory for answers of Slack that change seldom, so that look-ups do not spend the rate limit."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Remembers each value for a number of seconds; the oldest make room when there are too many.

    ``clock`` counts seconds and never goes back.
    """

    def __init__(self, *, most: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._kept: dict[Key, tuple[float, Value]] = {}

    def recall(self, key: Key) -> tuple[Value] | None:
        """The value in a tuple of one, for it may itself be None; None when there is nothing to recall."""
        found = self._kept.get(key)
        if found is None or found[0] <= self._clock():
            self._kept.pop(key, None)
            return None
        return (found[1],)

    def keep(self, key: Key, value: Value, seconds: float) -> Value:
        """Remember the value for so long, and hand it back."""
        self._kept.pop(key, None)
        while len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (self._clock() + seconds, value)
        return value
