"""Why a customer stands where it does: what pulls it down, what to do, and every metric with its numbers."""

from collections.abc import Sequence
from typing import Any, Final

from bot.slack import build, rich, words
from bot.slack.blocks.health_areas import LEAST_POINTS, grouped, item_line, label
from bot.slack.ids import Callback
from bot.views import HealthView
from scoring.health import Contribution
from scoring.rounding import shown_score

Json = dict[str, Any]

TITLE = "Why this score"
_PULLS, _ITEMS = 5, 2
_FIRST: Final = ("nps", "csat", "ces", "first_response")  # what people ask for first

_ADVICE: Final = {
    "csat": "Call those who were unhappy, and close the loop on their tickets.",
    "nps": "Ask the detractors what would make them recommend you.",
    "ces": "Find the step that costs them most effort.",
    "tone": "Read the last conversations before the next one.",
    "first_response": "See who answers their tickets, and when.",
    "resolution": "Look at what their tickets wait for.",
    "reopen": "Ask before closing; look at what came back.",
    "response_rate": "Ask less often, or somebody else.",
    "silence": "Call them: they used to answer, and have stopped.",
    "volume": "Ask what they need help with so often, or why they need none.",
    "contact_frequency": "Agree on a rhythm for talking to each other.",
    "last_interaction": "Get in touch.",
    "oldest_unresolved": "Settle the oldest ticket, or say when it will be.",
    "variety": "Look for what the many issues have in common.",
    "persistence": "Mend the cause: the same problem comes again and again.",
    "escalations": "See what made them escalate.",
}


def modal(view: HealthView) -> Json:
    """Everything behind the score."""
    return build.modal(TITLE, blocks(view), callback_id=Callback.WHY_HEALTH)


def blocks(view: HealthView) -> list[Json]:
    """What pulls it down, worst first, and all metrics."""
    period = (
        f"As of {words.local_time(view.as_of, view.timezone)}, scorecard version {view.scorecard_version}."
    )
    return [
        build.header(view.customer.name),
        build.context(build.plain(period)),
        *_pulls(view),
        build.divider(),
        *_metrics(view),
        *_missing(view),
        build.context(build.plain(_HOW)),
    ]


_HOW = (
    "Points are weight × reliability × (value − benchmark). Values and benchmarks go from 0 to 100; the"
    " number in brackets is the metric's own. Facts count less with age, and what little is known counts"
    " little."
)


def _pulls(view: HealthView) -> list[Json]:
    pulling = sorted(
        (one for one in view.health.contributions if one.points <= -LEAST_POINTS), key=lambda one: one.points
    )
    if not pulling:
        return [rich.block(rich.line(rich.text("Nothing pulls the score below what is expected.")))]
    found = [rich.block(rich.line(rich.text("What pulls it down", bold=True)))]
    for one in pulling[:_PULLS]:
        line = rich.line(
            rich.text(f"{words.points(one.points)} {label(one)}", bold=True),
            rich.text(f" · {_ADVICE.get(one.metric, 'See what changed.')}"),
        )
        worst = sorted((item for item in one.items if item.points < 0), key=lambda item: item.points)[:_ITEMS]
        lines = [
            item_line(view, one, item) for item in worst if item.kind == "absence" or _shown(view, item.id)
        ]
        found.append(rich.block(line, *([rich.bullets(*lines)] if lines else [])))
    return found


def _shown(view: HealthView, item_id: str) -> bool:
    return item_id in view.reviews or item_id in view.facts


def _metrics(view: HealthView) -> list[Json]:
    found = []
    for area, group in grouped(view.health.contributions):
        ordered = sorted(
            group, key=lambda one: _FIRST.index(one.metric) if one.metric in _FIRST else len(_FIRST)
        )
        lines = [_metric(view, one) for one in ordered]
        title = rich.line(rich.text(build.clean(area, 40), bold=True))
        found.append(rich.block(title, rich.bullets(*lines)))
    return found


def _metric(view: HealthView, one: Contribution) -> Json:
    name = rich.text(label(one), bold=True)
    if one.value is None or one.native is None:
        share = f"no data yet, {words.percent(one.weight)} of the weight"
        return rich.line(name, rich.text(f" · {share}"))
    first = view.windows.get(one.metric)
    native = f"{one.native:.1f} {build.clean(one.unit, 60)}"
    parts = [
        f"{shown_score(one.value)} against {one.benchmark:.0f} ({native})",
        f"{words.points(one.points)} points",
        f"{words.percent(one.weight)} of the weight, {words.percent(one.reliability)} reliable",
        f"since {words.day(first)}" if first else "",
        "late: nothing has come in for long" if one.freshness < 1 else "",
    ]
    return rich.line(name, rich.text(f" · {' · '.join(part for part in parts if part)}"))


def _missing(view: HealthView) -> Sequence[Json]:
    if not view.health.not_applicable:
        return []
    lines = [
        rich.line(
            rich.text(build.clean(one.label, 60), bold=True), rich.text(f" · {build.clean(one.because)}")
        )
        for one in view.health.not_applicable
    ]
    return [rich.block(rich.line(rich.text("Not counted here", bold=True)), rich.bullets(*lines))]
