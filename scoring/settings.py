"""How one metric counts, and where the statuses begin: the parts of a scorecard."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from scoring.metric import Direction, Metric
from scoring.metrics import METRICS, custom_metric
from scoring.scales import Scale

DEFAULT_NAME: Final = "default"

# By the values of status.Status, which is made above this: a scorecard may say other words.
STATUS_LABELS: Final[Mapping[str, str]] = {
    "healthy": "Healthy",
    "concerning": "Concerning",
    "at_risk": "At Risk",
    "not_enough_evidence": "Not enough evidence",
}


@dataclass(frozen=True, slots=True)
class Custom:
    """What makes a metric of a workspace's own: its name, unit and area; its scale is in the settings."""

    label: str
    unit: str
    area: str


@dataclass(frozen=True, slots=True)
class MetricSettings:
    """How one metric counts. A weight is relative to the other metrics' that apply; a benchmark is 0..100.

    ``numbers`` set the scale of an adjustable metric (``Metric.numbers`` names them), ``direction`` that of a
    CES. ``prior`` is in what the metric counts. After ``fresh_days`` without news from its feeds the metric's
    reliability falls by half for as long again. ``benchmarks`` overrides ``benchmark`` for the populations it
    names. Ranges: ``limits.METRIC_LIMITS``.
    """

    metric: str
    enabled: bool
    weight: float
    window_days: int
    half_life_days: float
    prior: float
    benchmark: float
    fresh_days: float
    numbers: Mapping[str, float] = field(default_factory=dict, hash=False)
    direction: Direction | None = None
    benchmarks: Mapping[str, float] = field(default_factory=dict, hash=False)
    custom: Custom | None = None

    @classmethod
    def default(cls, metric: Metric, *, enabled: bool = True) -> "MetricSettings":
        """The settings a metric starts with; one that needs a direction starts disabled without it."""
        return cls(
            metric.key,
            enabled and not metric.directed,
            float(metric.weight),
            metric.window_days,
            float(metric.half_life_days),
            float(metric.prior),
            float(metric.benchmark),
            float(metric.fresh_days),
            {name: float(getattr(metric.scale, name)) for name in metric.numbers},
        )

    @property
    def window(self) -> timedelta:
        """How far back the metric looks."""
        return timedelta(days=self.window_days)

    def benchmark_for(self, population: str) -> float:
        """The value 0..100 that a customer of this population is compared with."""
        return self.benchmarks.get(population, self.benchmark)

    def declared(self, metrics: Mapping[str, Metric]) -> Metric:
        """The metric that these settings are for: one of ``metrics``, or the workspace's own."""
        if self.custom is None:
            return metrics[self.metric]
        own, ends = self.custom, self.numbers
        return custom_metric(self.metric, own.label, own.unit, own.area, ends["worst"], ends["best"])

    def complete(self) -> "MetricSettings":
        """Valid settings with the default for each of the scale's numbers that they leave out."""
        metric = self.declared(METRICS)
        numbers = {name: self.numbers.get(name, getattr(metric.scale, name)) for name in metric.numbers}
        return self if numbers == self.numbers else replace(self, numbers=numbers)

    def scale(self, metric: Metric) -> Scale:
        """The scale in force."""
        return metric.scale_of(self.numbers)


@dataclass(frozen=True, slots=True)
class Bands:
    """The edges between the statuses, on the score's scale 0..100, and what makes a status calm.

    An edge is crossed by ``margin`` points before the status follows, and then only after ``dwell_days``
    beyond it; below ``min_confidence`` there is no status. ``labels`` renames statuses, by their value.
    """

    healthy_from: float = 80.0
    concerning_from: float = 60.0
    margin: float = 4.0
    min_confidence: float = 0.35
    dwell_days: float = 0.0
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
