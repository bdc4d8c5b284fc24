"""Running sums: what many observations amount to, so that one more costs the same however many there are.

Recency is exponential decay: an observation of age d days weighs 2 ** (-d / half_life) (docs/scoring.md).
Kept as forward decay (Cormode et al. 2009, "Forward decay: a practical time decay model"): weights are summed
relative to a fixed landmark and scaled down to ``now`` only when read, so that nothing stored ever has to be
decayed again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

LANDMARK: Final = datetime(2020, 1, 1, tzinfo=UTC)

_SECONDS_PER_DAY: Final = 86_400.0
_MOST_DOUBLINGS: Final = 1000.0  # a float ends at 2 ** 1024; the rest is room for the sum


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of one customer and one metric over its window.

    ``weight`` is the sum of 2 ** ((at - LANDMARK) / half_life) over the observations, ``moment`` that of the
    weights times their values 0..1; ``count`` and ``total`` are the same undecayed. All of one tally must be
    weighed with one half-life. Adding and removing is O(1), and the order does not matter (to 1e-12).
    """

    weight: float = 0.0
    moment: float = 0.0
    count: int = 0
    total: float = 0.0

    def plus(self, at: datetime, x: float, half_life_days: float) -> "Tally":
        """With one more observation. ValueError when its date is too far ahead to weigh."""
        weight = weight_of(at, half_life_days)
        return Tally(self.weight + weight, self.moment + weight * x, self.count + 1, self.total + x)

    def minus(self, at: datetime, x: float, half_life_days: float) -> "Tally":
        """Without one that was added before with this half-life. ValueError when none is left."""
        if self.count < 1:
            raise ValueError("An observation cannot be taken away: the tally holds none.")
        if self.count == 1:
            return EMPTY
        weight = weight_of(at, half_life_days)
        # Rounding must not leave a mean outside 0..1.
        left, total = max(self.weight - weight, 0.0), max(self.total - x, 0.0)
        return Tally(left, min(max(self.moment - weight * x, 0.0), left), self.count - 1, total)

    def counting(self, n: int, x: float = 0.0) -> "Tally":
        """With ``n`` more (or fewer) that are only counted. ValueError when fewer than none are left."""
        if self.count + n < 0:
            raise ValueError("An observation cannot be taken away: the tally holds none.")
        return Tally(0.0, 0.0, self.count + n, self.total + x)

    def effective(self, now: datetime, half_life_days: float) -> tuple[float, float]:
        """(N, K): the effective count at ``now`` and the sum of values, 0 <= K <= N.

        A fresh observation counts 1, one a half-life old 1/2. (0.0, 0.0) without any.
        """
        if not self.weight:
            return 0.0, 0.0
        scale = weight_at(LANDMARK, now, half_life_days)
        return self.weight * scale, self.moment * scale


EMPTY: Final = Tally()


def weight_of(at: datetime, half_life_days: float) -> float:
    """2 ** ((at - LANDMARK) / half_life) to forty bits. ValueError 1000 half-lives past the landmark."""
    weight = weight_at(at, LANDMARK, half_life_days)
    # Dropping thirteen bits (Veltkamp's splitting; an error below 1e-12) keeps sums of many exact.
    high = weight * 8193.0
    return high - (high - weight)


def weight_at(at: datetime, now: datetime, half_life_days: float) -> float:
    """2 ** ((at - now) / half_life): 1 when fresh, above 1 when dated after ``now``.

    ValueError beyond 1000 half-lives ahead.
    """
    doublings = (at - now).total_seconds() / (_SECONDS_PER_DAY * half_life_days)
    if doublings > _MOST_DOUBLINGS:
        raise ValueError(
            f"{at:%Y-%m-%d} lies {doublings:.0f} half-lives after {now:%Y-%m-%d}: too far to be weighed."
        )
    return float(2.0**doublings)
