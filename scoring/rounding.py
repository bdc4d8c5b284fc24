"""Whole numbers that still add up."""

import math
from collections.abc import Sequence

# Two floats this close are one number: the sums themselves are exact to about 1e-12.
_DIGITS = 9


def shown_score(score: float) -> int:
    """The whole number shown for a score: the nearest, halves upward."""
    return math.floor(round(score, _DIGITS) + 0.5)


def shown_points(score: float, baseline: float, points: Sequence[float]) -> tuple[int, int, list[int]]:
    """Whole numbers to show: (score, baseline, points), with baseline + sum(points) == score exactly.

    The score is rounded as ``shown_score`` does and the parts as ``shown_parts`` does. ValueError when score
    is not the sum of the parts.
    """
    exact = math.fsum([baseline, *points])
    if not abs(exact - score) < 1e-6:
        raise ValueError(f"The parts add up to {exact:.6f}, not to the score {score:.6f}.")
    total = shown_score(score)
    shown_baseline, *parts = shown_parts(total, [baseline, *points])
    return total, shown_baseline, parts


def shown_parts(total: int, parts: Sequence[float]) -> list[int]:
    """Whole numbers for the parts of a total that is shown already, in the order given, adding up to it.

    By the largest-remainder method (Hamilton): each is less than 1 away from its exact value, none changes
    sign, and a whole part stays as it is. ValueError when the total is 1 or more away from the sum of the
    parts.
    """
    exact = [round(part, _DIGITS) for part in parts]
    if not abs(math.fsum(exact) - total) < 1:
        raise ValueError(f"The parts add up to {math.fsum(exact):.6f}, which cannot be shown as {total}.")
    shown = [math.floor(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: shown[index] - exact[index])
    for index in by_remainder[: total - sum(shown)]:
        shown[index] += 1
    return shown
