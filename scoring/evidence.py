"""Reviews as evidence: what one weighs, and the running sums of many.

Recency is exponential decay: a review of age d days weighs 2 ** (-d / half_life) (docs/scoring.md). Kept as
forward decay (Cormode et al. 2009, "Forward decay: a practical time decay model"): weights are summed
relative to a fixed landmark and scaled down to ``now`` only when read, so that nothing stored ever has to be
decayed again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from scoring.polarity import Polarity

LANDMARK: Final = datetime(2020, 1, 1, tzinfo=UTC)

_SECONDS_PER_DAY: Final = 86_400.0
_MOST_DOUBLINGS: Final = 1000.0  # a float ends at 2 ** 1024; the rest is room for the sum
_POSITIVE: Final = Polarity.POSITIVE
_NEUTRAL: Final = Polarity.NEUTRAL
_NEGATIVE: Final = Polarity.NEGATIVE


@dataclass(frozen=True, slots=True)
class RatedReview:
    """One answered survey: ``at`` is when it was rated, an aware datetime."""

    id: str
    polarity: Polarity
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of one customer and one review metric over its window.

    ``weight`` is the sum of 2 ** ((at - LANDMARK) / half_life) over the rated reviews, ``moment`` that of the
    weights times 1, 0.5 or 0 by polarity; the others are plain counts, ``sent`` with the unrated surveys. All
    reviews of one tally must be weighed with one half-life. Adding and removing a review is O(1). Up to a
    thousand reviews within two half-lives the sums are exact: any order of arrival gives the same bits, and
    removing restores them.
    """

    weight: float = 0.0
    moment: float = 0.0
    positive: int = 0
    neutral: int = 0
    negative: int = 0
    sent: int = 0

    @property
    def rated(self) -> int:
        """How many surveys were answered."""
        return self.positive + self.neutral + self.negative

    @property
    def native(self) -> float | None:
        """SmileBack's CSAT, -100..+100: the plain mean of +100, 0 and -100; None without an answer."""
        rated = self.rated
        return 100.0 * (self.positive - self.negative) / rated if rated else None

    @property
    def normalized(self) -> float | None:
        """The same as a value 0..100, (native + 100) / 2; None without an answer."""
        native = self.native
        return None if native is None else (native + 100.0) / 2.0

    @property
    def response_rate(self) -> float | None:
        """Answered over sent, 0..1; None when nothing was sent."""
        return self.rated / self.sent if self.sent else None

    def plus(self, review: RatedReview, half_life_days: float) -> "Tally":
        """With one more rated review, which counts as sent too.

        ValueError when its date is too far ahead to weigh.
        """
        weight = weight_of(review.at, half_life_days)
        polarity = review.polarity
        if polarity == _POSITIVE:
            return Tally(
                self.weight + weight,
                self.moment + weight,
                self.positive + 1,
                self.neutral,
                self.negative,
                self.sent + 1,
            )
        if polarity == _NEUTRAL:
            moment = self.moment + 0.5 * weight
            return Tally(
                self.weight + weight, moment, self.positive, self.neutral + 1, self.negative, self.sent + 1
            )
        return Tally(
            self.weight + weight, self.moment, self.positive, self.neutral, self.negative + 1, self.sent + 1
        )

    def minus(self, review: RatedReview, half_life_days: float) -> "Tally":
        """Without a review that was added before with this half-life.

        ValueError when none of its polarity is left.
        """
        weight = weight_of(review.at, half_life_days)
        polarity = review.polarity
        positive = self.positive - (polarity == _POSITIVE)
        neutral = self.neutral - (polarity == _NEUTRAL)
        negative = self.negative - (polarity == _NEGATIVE)
        if positive < 0 or neutral < 0 or negative < 0 or self.sent < 1:
            raise ValueError(
                f"Review {review.id} cannot be taken away: the tally holds no {polarity.value} one."
            )
        if not (positive or neutral or negative):
            return Tally(sent=self.sent - 1)
        # Beyond the range in which sums are exact, rounding must not leave a mean outside 0..1.
        left = max(self.weight - weight, 0.0)
        moment = min(max(self.moment - weight * polarity.value01, 0.0), left)
        return Tally(left, moment, positive, neutral, negative, self.sent - 1)

    def plus_sent(self, n: int = 1) -> "Tally":
        """With ``n`` more surveys sent and not answered (yet)."""
        return Tally(self.weight, self.moment, self.positive, self.neutral, self.negative, self.sent + n)

    def minus_sent(self, n: int = 1) -> "Tally":
        """Without ``n`` unanswered surveys. ValueError when fewer than that are unanswered."""
        if self.sent - n < self.rated:
            raise ValueError(
                f"Cannot take {n} unanswered surveys away: {self.sent - self.rated} are in the tally."
            )
        return Tally(self.weight, self.moment, self.positive, self.neutral, self.negative, self.sent - n)

    def __add__(self, other: "Tally") -> "Tally":
        """The tally of both sets of reviews, which must be disjoint and weighed with the same half-life."""
        return Tally(
            self.weight + other.weight,
            self.moment + other.moment,
            self.positive + other.positive,
            self.neutral + other.neutral,
            self.negative + other.negative,
            self.sent + other.sent,
        )

    def effective(self, now: datetime, half_life_days: float) -> tuple[float, float]:
        """(N, K): the effective count of reviews at ``now`` and that of the positive ones, 0 <= K <= N.

        A fresh review counts 1, one a half-life old 1/2; a neutral one half of that in K. (0.0, 0.0) without
        reviews.
        """
        if not self.weight:
            return 0.0, 0.0
        scale = weight_at(LANDMARK, now, half_life_days)
        return self.weight * scale, self.moment * scale

    @classmethod
    def of(cls, reviews: Iterable[RatedReview], half_life_days: float, unrated: int = 0) -> "Tally":
        """The tally of rated reviews and a number of unanswered surveys."""
        weight = moment = 0.0
        counts = dict.fromkeys(Polarity, 0)
        for review in reviews:
            one = weight_of(review.at, half_life_days)
            weight += one
            moment += one * review.polarity.value01
            counts[review.polarity] += 1
        sent = sum(counts.values()) + unrated
        return cls(weight, moment, counts[_POSITIVE], counts[_NEUTRAL], counts[_NEGATIVE], sent)


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
