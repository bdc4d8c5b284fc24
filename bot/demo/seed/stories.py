"""How a customer's mood moved over two years, as a few points in time with straight lines between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Points = tuple[tuple[float, float], ...]  # (weeks ago, value), from long ago to now


@dataclass(frozen=True, slots=True)
class Story:
    """``mood`` is the chance 0..1 that an answer is positive, ``pace`` multiplies the number of tickets.

    In the weeks of ``theme_weeks`` (from, until; weeks ago) complaints are about ``theme``.
    """

    mood: Points
    pace: Points = ((104.0, 1.0), (0.0, 1.0))
    theme: str = ""
    theme_weeks: tuple[float, float] = (0.0, 0.0)

    def theme_at(self, weeks_ago: float) -> str:
        """What is being complained about then; empty when nothing in particular."""
        begins, ends = self.theme_weeks
        return self.theme if ends <= weeks_ago <= begins else ""


def level(points: Sequence[tuple[float, float]], weeks_ago: float) -> float:
    """The value on the line through the points; before the first and after the last it stays."""
    if weeks_ago >= points[0][0]:
        return points[0][1]
    for (earlier, high), (later, low) in pairwise(points):
        if weeks_ago >= later:
            return low + (high - low) * (weeks_ago - later) / (earlier - later)
    return points[-1][1]


def steady(mood: float) -> Story:
    """The same all the time."""
    return Story(((104.0, mood), (0.0, mood)))


FALLING = Story(
    mood=((104.0, 0.94), (6.4, 0.92), (5.4, 0.4), (3.5, 0.1), (0.0, 0.03)),
    pace=((104.0, 0.9), (6.4, 0.9), (4.0, 3.4), (0.0, 4.2)),
    theme="handover",
    theme_weeks=(6.5, 0.0),
)
RECOVERING = Story(
    mood=((104.0, 0.9), (40.0, 0.85), (30.0, 0.15), (19.0, 0.1), (14.0, 0.6), (9.0, 0.95), (0.0, 0.97)),
    pace=((104.0, 1.0), (36.0, 1.0), (30.0, 2.4), (19.0, 2.0), (12.0, 1.0), (0.0, 1.0)),
    theme="migration",
    theme_weeks=(36.0, 14.0),
)
FLOODED = Story(
    mood=((104.0, 0.85), (3.4, 0.85), (3.1, 0.02), (0.0, 0.05)),
    pace=((104.0, 1.0), (3.4, 1.0), (3.1, 14.0), (0.0, 8.0)),
    theme="flood",
    theme_weeks=(3.3, 0.0),
)
OVERPRICED = Story(
    mood=((104.0, 0.93), (13.0, 0.9), (11.0, 0.5), (0.0, 0.3)),
    theme="price",
    theme_weeks=(12.0, 0.0),
)
ERODING = Story(mood=((104.0, 0.96), (52.0, 0.9), (26.0, 0.5), (0.0, 0.2)))
BUSIER: Points = ((104.0, 0.6), (60.0, 0.9), (26.0, 1.2), (0.0, 1.5))
"""The desk as a whole has more to do than two years ago."""

IMPROVING = Story(mood=((104.0, 0.5), (52.0, 0.65), (20.0, 0.88), (0.0, 0.94)))
