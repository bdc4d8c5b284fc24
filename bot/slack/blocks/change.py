"""The modal behind What changed: the sum, then each part of it with the facts that did it."""

from datetime import date, timedelta
from typing import Any

from bot.past_views import ChangeItem, ChangePart, ChangeView, Standing
from bot.slack import build, rich, words
from bot.slack.blocks.fact_lines import fact_parts
from bot.slack.ids import Action, Callback, PastContext
from scoring.change import Cause

Json = dict[str, Any]

TITLE = "What changed"
USUAL = 30  # days
_PERIODS = (7, 30, 90)  # days
_LEAST = 0.05  # points: less would be shown as 0.0
_ABOUT = {
    Cause.SCORECARD: "other weights, windows or scales",
    Cause.BENCHMARKS: "what is expected of a customer like this",
    Cause.AGEING: "older evidence counts less, and silence grows",
    Cause.REVISED: "what was corrected or deleted",
    Cause.NEW: "what has come in since",
}


def modal(view: ChangeView, since: date, today: date) -> Json:
    """Why the score changed since a day, and the choice of another."""
    parts = [part for part in view.parts if abs(part.points) >= _LEAST]
    return build.modal(
        TITLE,
        [
            rich.block(*_standings(view), _sum(view)),
            _choice(since, today),
            *(rich.block(*_part(part, view.timezone)) for part in parts),
            *_versions(view),
        ],
        callback_id=Callback.CHANGE,
        private_metadata=PastContext(view.customer.id).encode(),
    )


def refused(customer_id: str, sentence: str, since: date, today: date) -> Json:
    """Why nothing can be said since a day, and the choice of another."""
    return build.modal(
        TITLE,
        [rich.block(rich.line(rich.text(sentence))), _choice(since, today)],
        callback_id=Callback.CHANGE,
        private_metadata=PastContext(customer_id).encode(),
    )


def _standings(view: ChangeView) -> list[Json]:
    before, after = view.before, view.after
    return [
        rich.line(rich.name(view.customer.name, bold=True)),
        rich.line(*_standing(before, view.timezone)),
        rich.line(*_standing(after, view.timezone)),
    ]


def _standing(one: Standing, timezone: str) -> list[Json]:
    return [
        rich.moment(one.at, words.local_time(one.at, timezone)),
        rich.text(": "),
        rich.text(f"{one.shown}", bold=True),
        rich.text(f" of 100 · {words.STATUS_SYMBOLS[one.status]} "),
        rich.name(one.label, 40),
    ]


def _sum(view: ChangeView) -> Json:
    sums = [f"{part.shown:+d} {words.CAUSE_WORDS[part.cause]}" for part in view.parts if part.shown]
    told = f"{view.before.shown} then, {', '.join(sums) or 'nothing'} = {view.after.shown}"
    return rich.line(rich.text(told, bold=True))


def _choice(since: date, today: date) -> Json:
    options = {days: build.option(f"The last {days} days", str(days)) for days in _PERIODS}
    chosen = options.get((today - since).days)
    # Another day is another block, so that Slack shows what is chosen and not what was.
    return build.actions(
        build.select(Action.CHANGE_PERIOD, list(options.values()), placeholder="Since when?", initial=chosen),
        build.date_picker(Action.CHANGE_SINCE, min(since, today - timedelta(days=1))),
        block_id=f"since:{since.isoformat()}",
    )


def _part(part: ChangePart, timezone: str) -> list[Json]:
    cause = words.CAUSE_WORDS[part.cause]
    title = rich.line(
        rich.text(f"{words.points(part.points)} {cause}", bold=True), rich.text(f" · {_ABOUT[part.cause]}")
    )
    lines = [_item(item, timezone) for item in (*part.worst, *part.best)]
    if lines and abs(part.others) >= _LEAST:
        lines.append(rich.line(rich.text(f"{words.points(part.others)} {words.others(part)}")))
    if abs(part.rest) >= _LEAST:
        lines.append(rich.line(rich.text(f"{words.points(part.rest)} {words.BESIDE}")))
    return [title, rich.bullets(*lines)] if lines else [title]


def _item(item: ChangeItem, timezone: str) -> Json:
    return rich.line(
        rich.text(f"{words.points(item.points)} ", bold=True),
        *fact_parts(item.line, timezone),
        *(
            [rich.text(" · "), rich.name(item.metric, 40)]
            if item.line.kind in words.NAMED_WITH_METRIC
            else []
        ),
    )


def _versions(view: ChangeView) -> list[Json]:
    before, after = view.before.scorecard_version, view.after.scorecard_version
    if before == after:
        return []
    return [build.context(build.plain(f"Scorecard version {before} then, {after} now."))]
