"""What moves a score: area by area in whole numbers that add up, then the facts that move it most."""

from collections.abc import Sequence
from typing import Any, Final

from bot.slack import build, rich, words
from bot.slack.blocks.reviews import review_line
from bot.views import HealthView, NamedFact
from scoring.health import Contribution, Item
from scoring.metric import AREAS
from scoring.rounding import shown_points, shown_score

Json = dict[str, Any]

_WORST, _BEST = 3, 2
_SAID = 90  # characters of a comment
LEAST_POINTS: Final = 0.05  # smaller ones would be shown as 0.0
_STALE: Final = 1.0

_ABSENCES: Final = {
    "silence": "Every survey of late was answered",
    "volume": "No tickets",
    "contact_frequency": "No contact",
    "last_interaction": "No sign of life",
    "oldest_unresolved": "Nothing is open",
}


def areas(view: HealthView) -> list[Json]:
    """The sum by area, a line for each, and what is not counted."""
    groups = grouped(view.health.contributions)
    exact = [sum(one.points for one in group) for _, group in groups]
    score, baseline, shown = shown_points(view.health.score, view.health.baseline, exact)
    moving = [
        f"{number:+d} {build.clean(area, 40)}"
        for (area, _), number in zip(groups, shown, strict=True)
        if number
    ]
    sums = ", ".join([f"{baseline} expected", *moving])
    elements = [rich.line(rich.text("What moves it: ", bold=True), rich.text(f"{sums} = {score}"))]
    lines = [_area(area, group) for area, group in groups if any(one.value is not None for one in group)]
    if lines:
        elements.append(rich.bullets(*lines))
    notes = _notes(view)
    return [rich.block(*elements), *([build.context(build.plain(notes, 1500))] if notes else [])]


def notable(view: HealthView) -> list[Json]:
    """The facts that take and give most."""
    items = [(one, item) for one in view.health.contributions for item in one.items]
    items = [(one, item) for one, item in items if abs(item.points) >= LEAST_POINTS and _known(view, item)]
    worst = sorted((pair for pair in items if pair[1].points < 0), key=lambda pair: pair[1].points)[:_WORST]
    best = sorted((pair for pair in items if pair[1].points > 0), key=lambda pair: -pair[1].points)[:_BEST]
    blocks = []
    for title, some in (("What takes most", worst), ("What gives most", best)):
        if some:
            lines = [item_line(view, one, item) for one, item in some]
            blocks.append(rich.block(rich.line(rich.text(title, bold=True)), rich.bullets(*lines)))
    return blocks


def grouped(contributions: Sequence[Contribution]) -> list[tuple[str, list[Contribution]]]:
    """The contributions by area, in the order of the areas; those of other names come last."""
    order = {area: place for place, area in enumerate(AREAS)}
    found: dict[str, list[Contribution]] = {}
    for one in sorted(contributions, key=lambda one: order.get(one.area, len(order))):
        found.setdefault(one.area, []).append(one)
    return list(found.items())


def item_line(view: HealthView, of: Contribution, item: Item) -> Json:
    """One fact, or an absence, with its points and the metric that it counts in."""
    if item.id in view.reviews:
        return review_line(view.reviews[item.id], view.timezone, item.points, said_at_most=_SAID)
    parts = [rich.text(f"{words.points(item.points)} points", bold=True), rich.text(" · ")]
    fact = view.facts.get(item.id)
    if fact is None:
        return rich.line(*parts, rich.text(absence(of)), rich.text(f" · {label(of)}", italic=True))
    return rich.line(*parts, *_fact(fact, view.timezone), rich.text(f" · {label(of)}", italic=True))


def absence(of: Contribution) -> str:
    """What it is that did not happen."""
    return _ABSENCES.get(of.metric, "Nothing came in")


def label(one: Contribution) -> str:
    """The metric's name on one short line."""
    return build.clean(one.label, 40)


def _known(view: HealthView, item: Item) -> bool:
    return item.kind == "absence" or item.id in view.reviews or item.id in view.facts


def _fact(fact: NamedFact, timezone: str) -> list[Json]:
    parts = [rich.name(fact.name, 60)]
    if fact.title:
        parts += [rich.text(": "), rich.name(fact.title, 100)]
    if fact.at:
        day = words.day(fact.at.astimezone(words.zone(timezone)).date())
        parts += [rich.text(" · "), rich.moment(fact.at, day, "{date_short}")]
    return parts


def _area(area: str, group: Sequence[Contribution]) -> Json:
    known = sorted((one for one in group if one.value is not None), key=lambda one: -abs(one.points))
    said = ", ".join(f"{label(one)} {value(one)} ({words.points(one.points)})" for one in known)
    return rich.line(rich.text(f"{build.clean(area, 40)}: ", bold=True), rich.text(said))


def value(one: Contribution) -> str:
    """``64 against 86``: where the metric stands, and where it is expected to."""
    return f"{shown_score(one.value or 0.0)} against {one.benchmark:.0f}"


def _notes(view: HealthView) -> str:
    empty = [label(one) for one in view.health.contributions if one.value is None]
    late = [
        label(one) for one in view.health.contributions if one.freshness < _STALE and one.value is not None
    ]
    notes = []
    if late:
        notes.append(f"Nothing new has come in for long: {', '.join(late)} count for less.")
    if empty:
        notes.append(f"No data yet: {', '.join(empty)}.")
    if view.health.not_applicable:
        missing = ", ".join(build.clean(one.label, 60) for one in view.health.not_applicable)
        notes.append(f"Not counted here: {missing}.")
    return " ".join(notes)
