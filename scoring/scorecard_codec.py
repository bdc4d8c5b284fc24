"""Scorecards as plain data for JSON and YAML, and back.

version, enabled, hours {opens, closes, days}, metrics {csat: {weight, ...}}, bands {..., labels}, and
others [{name, for {populations, ...}, metrics, bands}]. The numbers of a scale stand among a metric's
settings; in their place ``option`` may name one of its options.

What is left out has its default, except that a metric must be named to be in a scorecard: neither the table's
metrics nor, in ``others``, the default scorecard's are inherited.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

from scoring.hours import Hours
from scoring.limits import (
    BAND_LIMITS,
    CUSTOM_TEXTS,
    HOUR_LIMITS,
    METRIC_LIMITS,
    Limit,
    not_a,
    shown,
)
from scoring.metric import Direction, Metric
from scoring.metric_problems import no_metric, number_limit, told, under
from scoring.metrics import METRICS, custom_metric
from scoring.scorecard import Audience, Scorecard, Scorecards
from scoring.scorecard_problems import (
    RESPECTS,
    ScorecardErrors,
    place_of,
    problems_of_card,
    problems_of_cards,
)
from scoring.settings import DEFAULT_NAME, Bands, Custom, MetricSettings

_CARDS: Final = ("version", "enabled", "hours", "metrics", "bands", "others")
_CARD: Final = ("name", "for", "metrics", "bands")
_CUSTOM: Final = (*CUSTOM_TEXTS, "area")


def scorecards_to_dict(cards: Scorecards) -> dict[str, Any]:
    """All scorecards as plain data; ``scorecards_from_dict`` gives equal ones again."""
    hours = {**{name: getattr(cards.hours, name) for name in HOUR_LIMITS}, "days": list(cards.hours.days)}
    return {
        "version": cards.version,
        "enabled": cards.enabled,
        "hours": hours,
        "metrics": _metrics_to_dict(cards.default),
        "bands": _bands_to_dict(cards.default.bands),
        "others": [scorecard_to_dict(card) for card in cards.others],
    }


def scorecard_to_dict(card: Scorecard) -> dict[str, Any]:
    """One scorecard as plain data; ``scorecard_from_dict`` gives an equal one again."""
    return {
        "name": card.name,
        "for": {respect: list(names) for respect in RESPECTS if (names := getattr(card.audience, respect))},
        "metrics": _metrics_to_dict(card),
        "bands": _bands_to_dict(card.bands),
    }


def scorecards_from_dict(
    data: object, *, version: int | None = None, enabled_by_default: bool = False
) -> Scorecards:
    """The scorecards that plain data describes, under ``version`` if one is given.

    ``enabled_by_default`` says whether health is on where the data does not: what was stored before there was
    a switch had it on. Raises ScorecardErrors with every problem, keyed by its place:
    ``metrics.csat.weight``, ``hours.days``, ``others.vip.bands.margin`` (``others.1`` without a name).
    """
    default, errors = _read(data, _CARDS)
    fields = data if isinstance(data, Mapping) else {}
    cards = [default]
    for number, entry in enumerate(_list(fields.get("others", []), "others", errors), 1):
        card, found = _read(entry, _CARD, name=None)
        errors |= told(under(place_of(number, card.name), found))
        cards.append(card)
    hours = _hours(fields.get("hours", {}), errors)
    number_of_version = fields.get("version", 1) if version is None else version
    enabled = fields.get("enabled", enabled_by_default)
    _refuse(_joined(problems_of_cards(number_of_version, cards, hours, enabled), errors))
    first, *others = (Scorecard(*card) for card in cards)
    return Scorecards(first, tuple(others), number_of_version, enabled, hours)


def scorecard_from_dict(data: object) -> Scorecard:
    """The one scorecard that plain data describes; without a name it is the default.

    Raises ScorecardErrors with every problem, keyed by its place: ``for.sites``, ``metrics.csat.weight``.
    """
    card, errors = _read(data, _CARD)
    _refuse(errors)
    return Scorecard(*card)


class _Read(NamedTuple):
    """A scorecard as it was read, valid or not, in the order of Scorecard's fields."""

    metrics: tuple[MetricSettings, ...]
    bands: Bands
    name: Any
    audience: Audience


def _read(
    data: object, known: Collection[str], name: str | None = DEFAULT_NAME
) -> tuple[_Read, dict[str, str]]:
    """A scorecard, and all its problems by place; it is named ``name`` where it does not say otherwise."""
    errors: dict[str, str] = {}
    fields = _mapping(data, "", errors)
    _refuse_unknown(fields, known, "", errors)
    metrics = _metrics(fields.get("metrics", {}), errors)
    card = _Read(
        metrics,
        _bands(fields.get("bands", {}), errors),
        fields.get("name", name),
        _audience(fields.get("for", {}), errors),
    )
    problems = problems_of_card(*card)
    if not metrics and any(place.startswith("metrics.") for place in errors):
        problems.pop("metrics", None)  # what could not be read explains why nothing seems to be weighed
    return card, _joined(problems, errors)


def _joined(problems: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, str]:
    """All errors, and the problems that are not within something that could not be read."""
    within = tuple(f"{place}." for place in errors if place)
    kept = (
        {}
        if "" in errors
        else {place: problem for place, problem in problems.items() if not place.startswith(within)}
    )
    return {**kept, **errors}


def _refuse(errors: Mapping[str, str]) -> None:
    if errors:
        raise ScorecardErrors({place or "scorecard": sentence for place, sentence in errors.items()})


def _metrics_to_dict(card: Scorecard) -> dict[str, Any]:
    return {settings.metric: _metric_to_dict(settings) for settings in card.metrics}


def _metric_to_dict(settings: MetricSettings) -> dict[str, Any]:
    own = settings.custom
    return {
        **({} if own is None else {name: getattr(own, name) for name in _CUSTOM}),
        "enabled": settings.enabled,
        **{name: getattr(settings, name) for name in METRIC_LIMITS},
        **settings.numbers,
        **({} if settings.direction is None else {"direction": settings.direction.value}),
        "benchmarks": dict(settings.benchmarks),
    }


def _bands_to_dict(bands: Bands) -> dict[str, Any]:
    return {**{name: getattr(bands, name) for name in BAND_LIMITS}, "labels": dict(bands.labels)}


def _metrics(data: object, errors: dict[str, str]) -> tuple[MetricSettings, ...]:
    found = []
    for key, described in _mapping(data, "metrics", errors).items():
        path = f"metrics.{shown(key)}"
        fields = _mapping(described, path, errors)
        if key in METRICS:
            if path not in errors:
                found.append(_known(METRICS[key], fields, path, errors))
        elif any(name in fields for name in _CUSTOM):
            found.append(_custom(key, fields, path, errors))
        else:
            errors.setdefault(path, no_metric(key))
    return tuple(found)


def _known(metric: Metric, fields: Mapping[str, Any], path: str, errors: dict[str, str]) -> MetricSettings:
    default = MetricSettings.default(metric)
    choice = ("option",) if metric.options else ()
    direction = ("direction",) if metric.directed else ()
    known = ("enabled", *METRIC_LIMITS, *choice, *metric.numbers, *direction, "benchmarks")
    _refuse_unknown(fields, known, f"{path}.", errors)
    numbers = {**default.numbers, **_option(metric, fields, path, errors), **_numbers(metric, fields)}
    said = _direction(fields.get("direction")) if metric.directed else None
    return _settings(default, fields, numbers, said, None, path, errors)


def _custom(key: Any, fields: Mapping[str, Any], path: str, errors: dict[str, str]) -> MetricSettings:
    metric = custom_metric(shown(key), "", "", "", 0.0, 1.0)
    known = (*_CUSTOM, "enabled", *METRIC_LIMITS, *metric.numbers, "benchmarks")
    _refuse_unknown(fields, known, f"{path}.", errors)
    custom = Custom(*(fields.get(name) for name in _CUSTOM))  # type: ignore[arg-type]  # looked at later
    return _settings(
        MetricSettings.default(metric), fields, _numbers(metric, fields), None, custom, path, errors
    )


def _settings(
    default: MetricSettings,
    fields: Mapping[str, Any],
    numbers: Mapping[str, float],
    direction: Direction | None,
    custom: Custom | None,
    path: str,
    errors: dict[str, str],
) -> MetricSettings:
    limit = METRIC_LIMITS["benchmark"]
    benchmarks = _mapping(fields.get("benchmarks", {}), f"{path}.benchmarks", errors)
    values = {
        name: _typed(limit, fields.get(name, getattr(default, name))) for name, limit in METRIC_LIMITS.items()
    }
    return MetricSettings(
        default.metric,
        fields.get("enabled", default.enabled or direction is not None),
        **values,
        numbers=numbers,
        direction=direction,
        benchmarks={population: _typed(limit, value) for population, value in benchmarks.items()},
        custom=custom,
    )


def _numbers(metric: Metric, fields: Mapping[str, Any]) -> dict[str, float]:
    return {name: _typed(number_limit(metric), fields[name]) for name in metric.numbers if name in fields}


def _option(
    metric: Metric, fields: Mapping[str, Any], path: str, errors: dict[str, str]
) -> Mapping[str, float]:
    """The numbers of the option that is named, if one is."""
    if not metric.options or "option" not in fields:
        return {}
    for option in metric.options:
        if option.label == fields["option"]:
            return {name: float(value) for name, value in option.values.items()}
    labels = ", ".join(repr(option.label) for option in metric.options)
    errors[f"{path}.option"] = f"There is no option {shown(fields['option'])!r}; there are {labels}."
    return {}


def _direction(value: Any) -> Any:
    return next((direction for direction in Direction if direction == value), value)


def _bands(data: object, errors: dict[str, str]) -> Bands:
    fields = _mapping(data, "bands", errors)
    _refuse_unknown(fields, (*BAND_LIMITS, "labels"), "bands.", errors)
    labels = _mapping(fields.get("labels", {}), "bands.labels", errors)
    edges = {name: _typed(limit, fields[name]) for name, limit in BAND_LIMITS.items() if name in fields}
    return Bands(**edges, labels=dict(labels))


def _audience(data: object, errors: dict[str, str]) -> Audience:
    fields = _mapping(data, "for", errors)
    _refuse_unknown(fields, RESPECTS, "for.", errors)
    return Audience(**{respect: _tuple(fields[respect]) for respect in RESPECTS if respect in fields})


def _hours(data: object, errors: dict[str, str]) -> Hours:
    fields = _mapping(data, "hours", errors)
    _refuse_unknown(fields, (*HOUR_LIMITS, "days"), "hours.", errors)
    said = {name: _typed(limit, fields[name]) for name, limit in HOUR_LIMITS.items() if name in fields}
    return Hours(**said, days=_tuple(fields.get("days", list(Hours().days))))


def _typed(limit: Limit, value: Any) -> Any:
    return value if limit.problem(value) else limit.typed(value)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _list(value: object, path: str, errors: dict[str, str]) -> list[Any]:
    if isinstance(value, list):
        return value
    errors[path] = not_a("list", value)
    return []


def _mapping(value: object, path: str, errors: dict[str, str]) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    errors[path] = not_a("mapping", value)
    return {}


def _refuse_unknown(
    fields: Mapping[str, Any], known: Collection[str], prefix: str, errors: dict[str, str]
) -> None:
    for name in fields:
        if name not in known:
            errors[f"{prefix}{shown(name)}"] = f"There is no such setting; there are {', '.join(known)}."
