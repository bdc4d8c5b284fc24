"""The history of a customer's score: a chart with its marks, and what happened around a day.

Slack draws charts in messages only: in a modal a row of bars stands in place of it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.blockkit import limits
from bot.past_views import DayView, FactLine, HistoryView, ScoreDay
from bot.slack import build, rich, words
from bot.slack.blocks.fact_lines import fact_parts, marker_line
from bot.slack.ids import Action, Callback, PastContext, around_block
from scoring.rounding import shown_score

Json = dict[str, Any]

TITLE = "History"
DAY_TITLE = "What happened"
_MARKERS, _HAPPENINGS, _BARS = 12, 25, 40
_NOTHING = "No day has been kept yet. Scores are kept by the day from now on."


def message(view: HistoryView) -> Json:
    """The history as a message, with a chart: ``{"text", "blocks"}``."""
    blocks = [build.header(f"{build.clean(view.customer.name, 80)}: history"), *_chart(view), *_rest(view)]
    return build.message(blocks, summary(view))


def modal(view: HistoryView) -> Json:
    """The history where there is no message to add to."""
    bars = words.sparkline(view.days, _BARS)
    title = rich.line(rich.name(view.customer.name, bold=True))
    return build.modal(
        TITLE,
        [
            rich.block(title, rich.line(rich.text(bars, code=True))) if bars else rich.block(title),
            *_rest(view),
        ],
        callback_id=Callback.HISTORY,
        private_metadata=PastContext(view.customer.id).encode(),
    )


def day_modal(view: DayView) -> Json:
    """What happened around a day, and the choice of another."""
    return build.modal(
        DAY_TITLE,
        [
            rich.block(*_day_lines(view)),
            *_listed("What came in", [_happening(what, line, view.timezone) for what, line in _newest(view)]),
            *_listed("What became of it", [marker_line(one) for one in view.markers[-_MARKERS:]]),
            _picker(view.customer.id, view.around),
        ],
        callback_id=Callback.DAY,
        private_metadata=PastContext(view.customer.id).encode(),
    )


def summary(view: HistoryView) -> str:
    """``Acme: 71 now, lowest 60, highest 80 ▇▁▄``: what is left where blocks cannot be shown."""
    if not view.days:
        return f"{view.customer.name}: {_NOTHING}"
    bars = words.sparkline(view.days, _BARS)
    return f"{view.customer.name}: {_range(view.days)} {bars}"


def _chart(view: HistoryView) -> list[Json]:
    """The line chart of as many days as Slack draws; none of a single day."""
    days = words.evenly(view.days, limits.CHART_POINTS)
    if len(days) < 2:
        return []
    points = [{"label": words.day(one.day), "value": round(one.score, 1)} for one in days]
    return [
        {
            "type": "data_visualization",
            "title": "Health score, 0 to 100",
            "chart": {
                "type": "line",
                "series": [{"name": "Score", "data": points}],
                "axis_config": {"categories": [point["label"] for point in points], "y_label": "Score"},
            },
        }
    ]


def _rest(view: HistoryView) -> list[Json]:
    if not view.days:
        return [rich.block(rich.line(rich.text(_NOTHING)))]
    first, last = view.days[0], view.days[-1]
    period = f"{words.day(first.day)} to {words.day(last.day)}: {_range(view.days)}"
    newest = list(reversed(view.markers))
    blocks = [build.context(build.plain(period))]
    blocks += _listed("What marked it", [marker_line(one) for one in newest[:_MARKERS]])
    if len(newest) > _MARKERS:
        blocks.append(build.context(build.plain(f"and {len(newest) - _MARKERS} more before that")))
    return [*blocks, _picker(view.customer.id, last.day)]


def _range(days: Sequence[ScoreDay]) -> str:
    scores = [one.score for one in days]
    now, low, high = (shown_score(one) for one in (scores[-1], min(scores), max(scores)))
    return f"{now} now, lowest {low}, highest {high}"


def _listed(title: str, lines: Sequence[Json]) -> list[Json]:
    if not lines:
        return []
    return [rich.block(rich.line(rich.text(title, bold=True)), rich.bullets(*lines))]


def _picker(customer_id: str, day: date) -> Json:
    return build.section(
        build.plain("What happened around a day?"), accessory=build.date_picker(Action.AROUND, day)
    ) | {"block_id": around_block(customer_id, day.isoformat())}


def _day_lines(view: DayView) -> list[Json]:
    title = rich.line(
        rich.name(view.customer.name, bold=True),
        rich.text(f" · {words.day(view.first)} to {words.day(view.last)}"),
    )
    scores = ", ".join(f"{one.day.day} {one.day:%b}: {shown_score(one.score)}" for one in view.days)
    lines = [title, rich.line(rich.text(f"Scores: {scores}"))] if scores else [title]
    if not view.happenings:
        lines.append(rich.line(rich.text("Nothing came in.")))
    return lines


def _newest(view: DayView) -> Sequence[tuple[str, FactLine]]:
    return view.happenings[-_HAPPENINGS:]


def _happening(what: str, line: FactLine, timezone: str) -> Json:
    when = [] if line.at is None else [rich.moment(line.at, words.local_time(line.at, timezone))]
    return rich.line(*when, rich.text(f" · {what} · "), *fact_parts(line, timezone, dated=False))
