"""What can be measured of a customer: one declaration per metric, in the METRICS table at the foot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One measure of a customer, and the defaults a scorecard starts from.

    ``unit`` describes the native number; ``native_min`` and ``native_max`` are the native numbers that stand
    for the values 0 and 100 (so that a reversed unit has the larger one first). ``survey_type`` names the
    surveys it is computed from, None when it is not a review metric. The default prior strength is in
    reviews, the default benchmark a value 0..100 (reasons: docs/scoring.md).
    """

    key: str
    area: str
    label: str
    unit: str
    native_min: float
    native_max: float
    survey_type: str | None = None
    default_weight: float = 10.0
    default_window_days: int = 182
    default_half_life_days: float = 90.0
    default_benchmark: float = 86.0
    default_prior: float = 8.0

    @property
    def higher_is_better(self) -> bool:
        """Whether a larger native number means a healthier customer."""
        return self.native_max > self.native_min

    def native_of(self, value: float) -> float:
        """The native number of a value 0..100; linear."""
        return self.native_min + (self.native_max - self.native_min) * value / 100.0

    def value_of(self, native: float) -> float:
        """The value 0..100 of a native number; for CSAT (native + 100) / 2, as SmileBack normalises it."""
        return 100.0 * (native - self.native_min) / (self.native_max - self.native_min)


CSAT: Final = Metric(
    key="csat",
    area="Satisfaction",
    label="CSAT",
    unit="net score, -100 to +100",
    native_min=-100.0,
    native_max=100.0,
    survey_type="csat",
    default_weight=30.0,
)

METRICS: Final[Mapping[str, Metric]] = {
    "csat": CSAT,
}
