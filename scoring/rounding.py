"""Whole numbers that still add up."""

import math
from collections.abc import Sequence

# Two floats this close are one number: the sums themselves are exact to about 1e-12.
_DIGITS = 9


def shown_score(score: float) -> int:
    """The whole number shown for a score: the nearest, halves upward."""
    return math.floor(round(score, _DIGITS) + 0.5)


def shown_points(score: float, baseline: float, points: Sequence[float]) -> tuple[int, int, list[int]]:
    """Whole numbers to show, in the order given, with shown baseline + sum(shown points) == shown score.

    The score is rounded as ``shown_score`` does; the parts follow by the largest-remainder method (Hamilton),
    so each is less than 1 away from its exact value, none changes sign, and a whole part stays as it is.
    ValueError when score is not the sum of the parts.
    """
    exact = [baseline, *points]
    if not abs(math.fsum(exact) - score) < 1e-6:
        raise ValueError(f"The parts add up to {math.fsum(exact):.6f}, not to the score {score:.6f}.")
    exact = [round(part, _DIGITS) for part in exact]
    shown = [math.floor(part) for part in exact]
    total = shown_score(score)
    by_remainder = sorted(range(len(exact)), key=lambda index: shown[index] - exact[index])
    for index in by_remainder[: total - sum(shown)]:
        shown[index] += 1
    return total, shown[0], shown[1:]
