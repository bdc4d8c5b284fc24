"""From a native number to a value 0..1 and back: one of these brings every unit to one scale."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Linear:
    """Straight from ``worst`` (0) to ``best`` (1); beyond either end it stays there."""

    worst: float
    best: float

    def value01(self, native: float) -> float:
        """The value 0..1 of a native number."""
        return min(max((native - self.worst) / (self.best - self.worst), 0.0), 1.0)

    def native_of(self, value: float) -> float:
        """The native number of a value 0..1."""
        return self.worst + (self.best - self.worst) * value


@dataclass(frozen=True, slots=True)
class Waiting:
    """For durations: equal steps for equal ratios, from ``best`` (1) or less to ``worst`` (0) or more.

    0 < best < worst. Waiting two hours instead of one hurts as much as eight instead of four; the mean of
    values is the geometric mean of durations.
    """

    worst: float
    best: float

    def value01(self, native: float) -> float:
        """The value 0..1 of a duration."""
        if native <= self.best:
            return 1.0
        if native >= self.worst:
            return 0.0
        return math.log(self.worst / native) / math.log(self.worst / self.best)

    def native_of(self, value: float) -> float:
        """The duration of a value 0..1."""
        return self.worst * math.exp(value * math.log(self.best / self.worst))


@dataclass(frozen=True, slots=True)
class Band:
    """Some is good, none or too much is not: 1 from ``low`` to ``high``.

    Below it falls straight to 0 at none, above it straight to 0 at three times ``high``. 0 < low <= high.
    """

    low: float
    high: float

    def value01(self, native: float) -> float:
        """The value 0..1 of a native number from 0."""
        if native < self.low:
            return max(native / self.low, 0.0)
        if native <= self.high:
            return 1.0
        return max(1.0 - (native - self.high) / (2.0 * self.high), 0.0)


Scale = Linear | Waiting | Band
