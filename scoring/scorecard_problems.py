"""What is wrong with a scorecard: one sentence per place, whatever the kinds of its values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from scoring.hours import Hours
from scoring.limits import (
    BAND_LIMITS,
    DAY_LIMIT,
    HOUR_LIMITS,
    NAME,
    SEGMENT,
    STATUS_LABEL,
    kind_of,
    not_a,
    plain,
    shown,
    switch_problem,
)
from scoring.metric_problems import Found, problems_of_metric, told, under
from scoring.settings import DEFAULT_NAME, STATUS_LABELS, Bands, MetricSettings

RESPECTS: Final = ("populations", "kinds", "sites", "teams", "divisions")


class ScorecardErrors(ValueError):
    """Scorecards that cannot be used.

    ``errors`` holds one sentence per place, such as ``metrics.csat.weight``.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{path}: {sentence}" for path, sentence in self.errors.items()))


class Card(Protocol):
    """What several scorecards are compared by; whether each is valid by itself is asked elsewhere."""

    @property
    def metrics(self) -> tuple[MetricSettings, ...]: ...
    @property
    def name(self) -> object: ...
    @property
    def audience(self) -> object: ...


def problems_of_card(metrics: object, bands: object, name: object, audience: object) -> dict[str, str]:
    """One scorecard's problems, by place: name, for.sites, metrics.csat.weight, bands.labels.healthy."""
    found: Found = {"name": NAME.problem(name)}
    found |= under("for", {respect: _segments(getattr(audience, respect, None)) for respect in RESPECTS})
    found |= _metrics_problems(metrics)
    return told(found | under("bands", _band_problems(bands)))


def problems_of_cards(
    version: object, cards: Sequence[Card], hours: Hours, enabled: object = True
) -> dict[str, str]:
    """The problems of several together, the default first, by place: version, hours.days, others.vip.for."""
    found: Found = {"version": _version_problem(version), "enabled": switch_problem(enabled)}
    found |= under("hours", _hours_problems(hours))
    default = cards[0]
    if default.name != DEFAULT_NAME:
        found["name"] = f"The scorecard of all others must be named {DEFAULT_NAME}."
    if _asks(default.audience):
        found["for"] = "Must be empty: the first scorecard is for all whom no other one is for."
    for number in range(1, len(cards)):
        found |= under(place_of(number, cards[number].name), _beside(cards[number], cards[:number]))
    return told(found)


def place_of(number: int, name: object) -> str:
    """The place of the other scorecard of this number, from 1: by its name, if it has one."""
    return f"others.{number if NAME.problem(name) else name}"


def _beside(card: Card, earlier: Sequence[Card]) -> Found:
    """The problems that a scorecard has with those before it."""
    found: Found = {}
    if any(_folded(card.name) == _folded(other.name) for other in earlier):
        found["name"] = "Is there more than once."
    if not _asks(card.audience):
        found["for"] = f"Must say whom it is for: at least one of {', '.join(RESPECTS)}."
    elif wider := [other for other in earlier if _covers(other.audience, card.audience)]:
        found["for"] = f"Can never apply: {shown(wider[0].name)} comes first, and is for all of these."
    for settings in _own(card):
        for other in earlier:
            if any(same.metric == settings.metric and same.custom != settings.custom for same in _own(other)):
                sentence = f"Must have the label, unit and area that it has in {shown(other.name)}."
                found[f"metrics.{shown(settings.metric)}"] = sentence
    return found


def _own(card: Card) -> list[MetricSettings]:
    return [settings for settings in card.metrics if settings.custom is not None]


def _folded(name: object) -> object:
    return name.strip().casefold() if isinstance(name, str) else name


def _asks(audience: object) -> bool:
    return any(getattr(audience, respect, None) for respect in RESPECTS)


def _covers(wide: object, narrow: object) -> bool:
    """Whether all whom the one asks for are asked for by the other."""
    asked = [(wanted, _names(narrow, respect)) for respect in RESPECTS if (wanted := _names(wide, respect))]
    return bool(asked) and all(names and names <= wanted for wanted, names in asked)


def _names(audience: object, respect: str) -> frozenset[str]:
    names = getattr(audience, respect, None)
    return frozenset(name for name in _listed(names) if isinstance(name, str))


def _segments(names: object) -> str | None:
    if not isinstance(names, list | tuple):
        return f"Must be a list of names, not {kind_of(names)}."
    problems = [(number, SEGMENT.problem(name)) for number, name in enumerate(names, 1)]
    return next((f"Name {number}: {problem}" for number, problem in problems if problem), None)


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _metrics_problems(metrics: object) -> Found:
    if not isinstance(metrics, list | tuple) or not all(isinstance(each, MetricSettings) for each in metrics):
        return {"metrics": "Must be a list of metrics' settings."}
    found: Found = {}
    if not any(settings.enabled is not False and settings.weight != 0 for settings in metrics):
        found["metrics"] = "At least one enabled metric must have a weight above 0."
    for settings in metrics:
        found |= under(f"metrics.{shown(settings.metric)}", problems_of_metric(settings))
    keys = [settings.metric for settings in metrics]
    return found | {
        f"metrics.{shown(key)}": "Is there more than once." for key in keys if keys.count(key) > 1
    }


def _band_problems(bands: object) -> Found:
    if not isinstance(bands, Bands):
        return {"": not_a("mapping", bands)}
    found: Found = {name: limit.problem(getattr(bands, name)) for name, limit in BAND_LIMITS.items()}
    if not told(found):
        found |= _edge_problems(bands)
    return found | under("labels", _label_problems(bands.labels))


def _edge_problems(bands: Bands) -> Found:
    lower, upper = bands.concerning_from, bands.healthy_from
    if lower >= upper:
        return {"concerning_from": f"Must be below healthy_from ({plain(upper)}), not {plain(lower)}."}
    if upper + bands.margin > 100 or lower - bands.margin < 0:
        return {"margin": "Must leave room: an edge plus or minus the margin must lie from 0 to 100."}
    return {}


def _label_problems(labels: object) -> Found:
    if not isinstance(labels, Mapping):
        return {"": not_a("mapping", labels)}
    found: Found = {
        shown(status): STATUS_LABEL.problem(label) if status in STATUS_LABELS else _no_status()
        for status, label in labels.items()
    }
    if told(found):
        return found
    words = {status: _folded(label) for status, label in {**STATUS_LABELS, **labels}.items()}
    for status in labels:
        same = [other for other, word in words.items() if other != status and word == words[status]]
        found[status] = f"Is the label of {same[0]} too." if same else None
    return found


def _no_status() -> str:
    return f"There is no such status; there are {', '.join(STATUS_LABELS)}."


def _hours_problems(hours: object) -> Found:
    if not isinstance(hours, Hours):
        return {"": not_a("mapping", hours)}
    found: Found = {name: limit.problem(getattr(hours, name)) for name, limit in HOUR_LIMITS.items()}
    if not told(found) and hours.opens >= hours.closes:
        found["closes"] = f"Must be after opens ({plain(hours.opens)}), not {plain(hours.closes)}."
    return found | {"days": _days_problem(hours.days)}


def _days_problem(days: object) -> str | None:
    listed = list(_listed(days))
    if not listed or any(DAY_LIMIT.problem(day) for day in listed) or len(set(listed)) < len(listed):
        return "Must be a list of days, from 1 for Monday to 7, each once."
    return None


def _version_problem(version: object) -> str | None:
    fine = isinstance(version, int) and not isinstance(version, bool) and version >= 1
    return None if fine else "Must be a whole number from 1."
