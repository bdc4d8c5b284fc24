"""What is wrong with one metric's settings: one sentence per place, whatever the kinds of their values."""

import re
from collections.abc import Mapping
from typing import Final

from scoring.limits import (
    CUSTOM_TEXTS,
    METRIC_LIMITS,
    NUMBER_LIMIT,
    POSITIVE_LIMIT,
    SEGMENT,
    Limit,
    not_a,
    plain,
    shown,
    switch_problem,
)
from scoring.metric import AREAS, Direction, Metric
from scoring.metrics import METRICS, custom_metric
from scoring.scales import Band, Linear, Scale
from scoring.settings import Custom, MetricSettings

_SLUG: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")

Found = dict[str, str | None]  # the sentence of each place that was looked at, None where all is well


def under(place: str, found: Mapping[str, str | None]) -> Found:
    """What was found, at places inside another; a place of "" is that one itself."""
    return {".".join(filter(None, (place, inner))): sentence for inner, sentence in found.items()}


def told(found: Mapping[str, str | None]) -> dict[str, str]:
    """Only the places that have a problem."""
    return {place: sentence for place, sentence in found.items() if sentence}


def number_limit(metric: Metric) -> Limit:
    """What each of the numbers that set a metric's scale must be."""
    return NUMBER_LIMIT if isinstance(metric.scale, Linear) else POSITIVE_LIMIT


def no_metric(key: object) -> str:
    """That a metric is not known, and which are."""
    return (
        f"There is no metric {shown(key)!r}; there are {', '.join(METRICS)}. "
        "One of your own needs label, unit, area, worst and best."
    )


def problems_of_metric(settings: MetricSettings) -> Found:
    """The problems of one metric's settings, by place within them: weight, benchmarks.client."""
    found: Found = {name: limit.problem(getattr(settings, name)) for name, limit in METRIC_LIMITS.items()}
    found["enabled"] = switch_problem(settings.enabled)
    found |= under("benchmarks", _benchmark_problems(settings.benchmarks))
    key: object = settings.metric
    if settings.custom is not None:
        return found | _custom_problems(key, settings.custom, settings.numbers, settings.direction)
    if not isinstance(key, str) or key not in METRICS:
        return found | {"": no_metric(key)}
    metric, enabled = METRICS[key], settings.enabled is not False
    found["direction"] = _direction_problem(metric, settings.direction, required=enabled)
    return found | _number_problems(metric, settings.numbers)


def _custom_problems(key: object, custom: object, numbers: object, direction: object) -> Found:
    if not isinstance(custom, Custom):
        return {"": not_a("mapping", custom)}
    found: Found = {"": _key_problem(key)}
    found |= {name: text.problem(getattr(custom, name)) for name, text in CUSTOM_TEXTS.items()}
    found["area"] = _area_problem(custom.area)
    metric = custom_metric(shown(key), "It", "", "", 0.0, 1.0)
    found["direction"] = _direction_problem(metric, direction, required=False)
    missing = [name for name in metric.numbers if isinstance(numbers, Mapping) and name not in numbers]
    return found | (_number_problems(metric, numbers) | dict.fromkeys(missing, "Must be said."))


def _key_problem(key: object) -> str | None:
    if isinstance(key, str) and key in METRICS:
        return "Is not one of your own: it has a label, unit and area already."
    if not isinstance(key, str) or not _SLUG.fullmatch(key):
        return "Must be up to 40 small letters, digits and underscores, beginning with a letter."
    return None


def _area_problem(area: object) -> str | None:
    if area is None:
        return "Must be said."
    return None if area in AREAS else f"Must be one of {', '.join(AREAS)}."


def _direction_problem(metric: Metric, direction: object, *, required: bool) -> str | None:
    words = " or ".join(Direction)
    if direction is None:
        return f"Must be said: {words}." if metric.directed and required else None
    if not metric.directed:
        return f"{metric.label} has no direction."
    return None if isinstance(direction, Direction) else f"Must be {words}, not {shown(direction)!r}."


def _number_problems(metric: Metric, numbers: object) -> Found:
    if not isinstance(numbers, Mapping):
        return {"numbers": not_a("mapping", numbers)}
    limit = number_limit(metric)
    found: Found = {
        shown(name): limit.problem(value) if name in metric.numbers else _no_number(metric)
        for name, value in numbers.items()
    }
    return found if told(found) else found | _ends_problem(metric, metric.scale_of(numbers))


def _no_number(metric: Metric) -> str:
    if not metric.adjustable:
        return f"The scale of {metric.label} cannot be set."
    return f"There is no such number; there are {', '.join(metric.numbers)}."


def _ends_problem(metric: Metric, scale: Scale) -> Found:
    if isinstance(scale, Band):
        low, high = scale.low, scale.high
        return {"high": f"Must be at least low ({plain(low)}), not {plain(high)}."} if high < low else {}
    worst, best = plain(scale.worst), plain(scale.best)
    if scale.worst == scale.best:
        return {"best": f"Must not be the same as worst ({worst})."}
    if metric.key in METRICS and (scale.best > scale.worst) is not metric.higher_is_better:
        side = "above" if metric.higher_is_better else "below"
        return {"best": f"Must be {side} worst ({worst}), not {best}."}
    return {}


def _benchmark_problems(benchmarks: object) -> Found:
    if not isinstance(benchmarks, Mapping):
        return {"": not_a("mapping", benchmarks)}
    limit = METRIC_LIMITS["benchmark"]
    found: Found = {shown(population): limit.problem(value) for population, value in benchmarks.items()}
    nameless = [shown(population) for population in benchmarks if SEGMENT.problem(population)]
    return found | dict.fromkeys(nameless, "A population must have a name.")
