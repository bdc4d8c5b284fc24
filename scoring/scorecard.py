"""What counts, and how much: the versioned settings that a score is computed with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from scoring.limits import BAND_LIMITS, METRIC_LIMITS, Limit, kind_of
from scoring.metrics import METRICS, Metric


class ScorecardErrors(ValueError):
    """A scorecard that cannot be used.

    ``errors`` holds one sentence per place, such as ``metrics.csat.weight``.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{path}: {sentence}" for path, sentence in self.errors.items()))


@dataclass(frozen=True, slots=True)
class MetricSettings:
    """How one metric counts. A weight is relative to the other enabled metrics'; a benchmark is 0..100.

    ``benchmarks`` overrides ``benchmark`` for the populations it names. Ranges: ``limits.METRIC_LIMITS``.
    """

    metric: str
    enabled: bool
    weight: float
    window_days: int
    half_life_days: float
    prior: float
    benchmark: float
    benchmarks: Mapping[str, float] = field(default_factory=dict, hash=False)

    @classmethod
    def default(cls, metric: Metric, *, enabled: bool = True) -> "MetricSettings":
        """The settings a metric starts with."""
        return cls(
            metric.key,
            enabled,
            metric.default_weight,
            metric.default_window_days,
            metric.default_half_life_days,
            metric.default_prior,
            metric.default_benchmark,
        )

    @property
    def window(self) -> timedelta:
        """How far back the metric looks."""
        return timedelta(days=self.window_days)

    def benchmark_for(self, population: str) -> float:
        """The value 0..100 that a customer of this population is compared with."""
        return self.benchmarks.get(population, self.benchmark)


@dataclass(frozen=True, slots=True)
class Bands:
    """The edges between the statuses, on the score's scale 0..100, and what makes ``status_of`` calm."""

    healthy_from: float = 80.0
    concerning_from: float = 60.0
    margin: float = 4.0
    min_confidence: float = 0.35


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The settings in force from one change to the next; a stored score names its version.

    ``metrics`` is kept in the order of the METRICS table. Whatever the way it is made, a scorecard is valid:
    it raises ScorecardErrors for a value out of its limits, an unknown or repeated metric, no weight at all,
    or edges out of order.
    """

    version: int
    metrics: tuple[MetricSettings, ...]
    bands: Bands = Bands()

    def __post_init__(self) -> None:
        errors = _problems(self.version, self.metrics, self.bands)
        if errors:
            raise ScorecardErrors(errors)
        order = list(METRICS)
        in_order = tuple(sorted(self.metrics, key=lambda settings: order.index(settings.metric)))
        object.__setattr__(self, "metrics", in_order)

    def settings(self, metric: str) -> MetricSettings:
        """The settings of a metric; its defaults, not enabled, when the scorecard leaves it out.

        KeyError if unknown.
        """
        for settings in self.metrics:
            if settings.metric == metric:
                return settings
        return MetricSettings.default(METRICS[metric], enabled=False)

    def window(self, metric: str) -> timedelta:
        """How far back a metric looks: its own window when enabled, else the default (six months)."""
        settings = self.settings(metric)
        if settings.enabled:
            return settings.window
        return timedelta(days=METRICS[metric].default_window_days)

    def share(self, metric: str) -> float:
        """The metric's part of the weights, 0..1: the enabled metrics add up to 1, the others have 0."""
        settings = self.settings(metric)
        return settings.weight / self.total_weight if settings.enabled else 0.0

    @property
    def total_weight(self) -> float:
        """The sum of the enabled metrics' weights; above 0."""
        return sum(settings.weight for settings in self.metrics if settings.enabled)


def default_scorecard() -> Scorecard:
    """Version 1: every metric with its defaults."""
    return Scorecard(1, tuple(MetricSettings.default(metric) for metric in METRICS.values()))


def scorecard_to_dict(card: Scorecard) -> dict[str, Any]:
    """The scorecard as plain JSON or YAML data; ``scorecard_from_dict`` gives an equal scorecard again."""
    metrics = {
        settings.metric: {
            "enabled": settings.enabled,
            **{name: getattr(settings, name) for name in METRIC_LIMITS},
            "benchmarks": dict(settings.benchmarks),
        }
        for settings in card.metrics
    }
    bands = {name: getattr(card.bands, name) for name in BAND_LIMITS}
    return {"version": card.version, "metrics": metrics, "bands": bands}


def scorecard_from_dict(data: object) -> Scorecard:
    """The scorecard that plain data describes; what is left out has its default, but a metric must be named.

    Raises ScorecardErrors with every problem found, keyed by its place: ``metrics.csat.weight``,
    ``bands.margin``.
    """
    errors: dict[str, str] = {}
    fields = _mapping(data, "scorecard", errors)
    _refuse_unknown(fields, ("version", "metrics", "bands"), "", errors)
    metrics = []
    for key, described in _mapping(fields.get("metrics", {}), "metrics", errors).items():
        path = f"metrics.{key}"
        if key in METRICS:
            metrics.append(_metric_settings(METRICS[key], _mapping(described, path, errors), errors))
        else:
            errors[path] = _unknown(key)
    edges = _mapping(fields.get("bands", {}), "bands", errors)
    _refuse_unknown(edges, BAND_LIMITS, "bands.", errors)
    bands = Bands(
        **{name: _typed(limit, edges[name]) for name, limit in BAND_LIMITS.items() if name in edges}
    )
    version = fields.get("version", 1)
    problems = _problems(version, metrics, bands)
    if errors and not metrics:
        # What could not be read explains why nothing seems to be weighed.
        problems.pop("metrics", None)
    errors = {**problems, **errors}
    if errors:
        raise ScorecardErrors(errors)
    return Scorecard(version, tuple(metrics), bands)


def _metric_settings(metric: Metric, fields: Mapping[str, Any], errors: dict[str, str]) -> MetricSettings:
    path = f"metrics.{metric.key}"
    _refuse_unknown(fields, ("enabled", *METRIC_LIMITS, "benchmarks"), f"{path}.", errors)
    default = MetricSettings.default(metric)
    numbers = {
        name: _typed(limit, fields.get(name, getattr(default, name))) for name, limit in METRIC_LIMITS.items()
    }
    benchmarks = _mapping(fields.get("benchmarks", {}), f"{path}.benchmarks", errors)
    limit = METRIC_LIMITS["benchmark"]
    typed = {population: _typed(limit, value) for population, value in benchmarks.items()}
    return MetricSettings(metric.key, fields.get("enabled", True), benchmarks=typed, **numbers)


def _typed(limit: Limit, value: Any) -> Any:
    return value if limit.problem(value) else limit.typed(value)


def _mapping(value: object, path: str, errors: dict[str, str]) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    errors[path] = f"Must be a mapping, not {kind_of(value)}."
    return {}


def _refuse_unknown(
    fields: Mapping[str, Any], known: Collection[str], prefix: str, errors: dict[str, str]
) -> None:
    for name in fields:
        if name not in known:
            errors[f"{prefix}{name}"] = f"There is no such setting; there are {', '.join(known)}."


def _unknown(key: object) -> str:
    return f"There is no metric {str(key)[:50]!r}; there are {', '.join(METRICS)}."


def _problems(version: object, metrics: Sequence[MetricSettings], bands: Bands) -> dict[str, str]:
    problems: dict[str, str] = {}
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        problems["version"] = "Must be a whole number from 1."
    for settings in metrics:
        if settings.metric not in METRICS:
            problems[f"metrics.{settings.metric}"] = _unknown(settings.metric)
        problems |= _metric_problems(settings)
    keys = [settings.metric for settings in metrics]
    problems |= {f"metrics.{key}": "Is there more than once." for key in keys if keys.count(key) > 1}
    if not any(settings.enabled is not False and settings.weight != 0 for settings in metrics):
        problems["metrics"] = "At least one enabled metric must have a weight above 0."
    return problems | _band_problems(bands)


def _metric_problems(settings: MetricSettings) -> dict[str, str]:
    path = f"metrics.{settings.metric}"
    found = {
        f"{path}.{name}": limit.problem(getattr(settings, name)) for name, limit in METRIC_LIMITS.items()
    }
    for population, value in settings.benchmarks.items():
        place = f"{path}.benchmarks.{population}"
        named = isinstance(population, str) and population.strip()
        found[place] = (
            METRIC_LIMITS["benchmark"].problem(value) if named else "A population must have a name."
        )
    found[f"{path}.enabled"] = _switch_problem(settings.enabled)
    return {place: sentence for place, sentence in found.items() if sentence}


def _switch_problem(value: object) -> str | None:
    return None if isinstance(value, bool) else f"Must be true or false, not {kind_of(value)}."


def _band_problems(bands: Bands) -> dict[str, str]:
    found = {f"bands.{name}": limit.problem(getattr(bands, name)) for name, limit in BAND_LIMITS.items()}
    problems = {place: sentence for place, sentence in found.items() if sentence}
    if problems:
        return problems
    if bands.concerning_from >= bands.healthy_from:
        problems["bands.concerning_from"] = (
            f"Must be below healthy_from ({bands.healthy_from:g}), not {bands.concerning_from:g}."
        )
    elif bands.healthy_from + bands.margin > 100 or bands.concerning_from - bands.margin < 0:
        problems["bands.margin"] = "Must leave room: an edge plus or minus the margin must lie from 0 to 100."
    return problems
