"""What a rating means, whatever its scale: positive, neutral or negative."""

import math
from enum import StrEnum
from typing import Final


class Polarity(StrEnum):
    """How a customer rated; the three-point scale that every survey is reduced to."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"

    @property
    def value01(self) -> float:
        """1.0, 0.5 or 0.0: what the means are taken of."""
        return _VALUE01[self]

    @property
    def native(self) -> int:
        """+100, 0 or -100: what the native CSAT (and NPS) is the mean of."""
        return _NATIVE[self]


_VALUE01: Final = {Polarity.POSITIVE: 1.0, Polarity.NEUTRAL: 0.5, Polarity.NEGATIVE: 0.0}
_NATIVE: Final = {Polarity.POSITIVE: 100, Polarity.NEUTRAL: 0, Polarity.NEGATIVE: -100}


def polarity_of(survey_type: str, score: float, scale_min: float, scale_max: float) -> Polarity:
    """The polarity of a score on its scale; higher is better.

    ``csat`` and ``ces``: below the middle of the scale is negative, the middle neutral, above it positive
    (SmileBack's -1, 0, +1; on 1..5: 1-2, 3, 4-5). ``nps``: whole numbers on 0..10 only, 0-6 detractor, 7-8
    passive, 9-10 promoter (Reichheld 2003). Raises ValueError with a sentence for an unknown survey type, a
    broken scale or a score outside it.
    """
    if survey_type not in ("csat", "ces", "nps"):
        raise ValueError(f"{survey_type!r} is not a survey type: it must be csat, nps or ces.")
    if not (math.isfinite(scale_min) and math.isfinite(scale_max) and scale_min < scale_max):
        raise ValueError(
            f"A scale from {scale_min:g} to {scale_max:g} is not one: it must rise between finite numbers."
        )
    if not scale_min <= score <= scale_max:  # also refuses NaN
        raise ValueError(f"A score of {score:g} lies outside its scale, {scale_min:g} to {scale_max:g}.")
    if survey_type == "nps":
        return _nps(score, scale_min, scale_max)
    above = (score - scale_min) / (scale_max - scale_min) - 0.5
    # A scale such as 0.1 to 0.3 has no exact middle in binary: 0.2 is meant to be it.
    if abs(above) <= 1e-9:
        return Polarity.NEUTRAL
    return Polarity.POSITIVE if above > 0 else Polarity.NEGATIVE


def _nps(score: float, scale_min: float, scale_max: float) -> Polarity:
    if (scale_min, scale_max) != (0, 10):
        raise ValueError(f"NPS is asked on a scale from 0 to 10, not from {scale_min:g} to {scale_max:g}.")
    if score != int(score):
        raise ValueError(f"An NPS answer is a whole number from 0 to 10, not {score:g}.")
    if score >= 9:
        return Polarity.POSITIVE
    return Polarity.NEUTRAL if score >= 7 else Polarity.NEGATIVE
