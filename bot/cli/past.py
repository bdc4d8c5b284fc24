"""A customer's past as text and as JSON: why its score changed, how it went, what happened around a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.blockkit.escape import truncate
from bot.cli.output import local, moment, put_lines, put_table
from bot.past_views import (
    ChangeItem,
    ChangePart,
    ChangeView,
    DayView,
    FactLine,
    HistoryView,
    Marker,
    ScoreDay,
    Standing,
)
from bot.slack import words
from scoring.rounding import shown_score

_TEXT = 60  # characters of what somebody wrote
_ROWS = 30  # of a history
_LEAST = 0.05  # points: less is shown as 0.0


def put_change(view: ChangeView) -> None:
    """Print why a score changed: the sum first, then the items of each part."""
    before, after = view.before, view.after
    put_lines(
        f"{local(before.at, view.timezone)}  {_standing(before)}",
        f"{local(after.at, view.timezone)}  {_standing(after)}",
        title=view.customer.name,
    )
    sums = [f"{part.shown:+d} {words.CAUSE_WORDS[part.cause]}" for part in view.parts if part.shown]
    put_lines("", f"{before.shown} then, {', '.join(sums) or 'nothing'} = {after.shown}")
    for part in view.parts:
        if abs(part.points) >= _LEAST:
            _put_part(part, view.timezone)
    if before.scorecard_version != after.scorecard_version:
        put_lines("", f"Scorecard: version {before.scorecard_version}, then {after.scorecard_version}.")


def change_data(view: ChangeView) -> dict[str, Any]:
    """The JSON form: after.score - before.score == the sum of the parts' points."""
    return {
        "customer": {"id": view.customer.id, "name": view.customer.name},
        "before": _standing_data(view.before),
        "after": _standing_data(view.after),
        "points": view.after.score - view.before.score,
        "parts": [
            {
                "cause": part.cause.value,
                "points": part.points,
                "shown": part.shown,
                "worst": [_item_data(item) for item in part.worst],
                "best": [_item_data(item) for item in part.best],
                "others": part.others,
                "rest": part.rest,
            }
            for part in view.parts
        ],
    }


def put_history(view: HistoryView) -> None:
    """Print how a score went: a small chart, then the newest days, then what marked them."""
    if not view.days:
        put_lines(
            "No day has been kept yet: scores are kept by the day from now on.", title=view.customer.name
        )
        return
    scores = [one.score for one in view.days]
    put_lines(
        f"{words.day(view.days[0].day)} {words.sparkline(view.days)} {words.day(view.days[-1].day)}",
        f"lowest {shown_score(min(scores))}, highest {shown_score(max(scores))},"
        f" now {shown_score(scores[-1])}",
        title=view.customer.name,
    )
    _put_days(view.days[-_ROWS:])
    _put_markers(view.markers)


def history_data(view: HistoryView) -> dict[str, Any]:
    """The JSON form, from old to new."""
    return {
        "customer": {"id": view.customer.id, "name": view.customer.name},
        "days": [_day_data(one) for one in view.days],
        "markers": [_marker_data(one) for one in view.markers],
    }


def put_day(view: DayView) -> None:
    """Print what happened around a day."""
    put_lines(f"{words.day(view.first)} to {words.day(view.last)}", title=view.customer.name)
    if view.days:
        _put_days(view.days)
    rows = [
        (local(line.at, view.timezone) if line.at else "", what, _text(line))
        for what, line in view.happenings
    ]
    if rows:
        put_table(("When", "What", "About"), rows)
    else:
        put_lines("Nothing came in.")
    _put_markers(view.markers)


def day_data(view: DayView) -> dict[str, Any]:
    """The JSON form, from old to new."""
    return {
        "customer": {"id": view.customer.id, "name": view.customer.name},
        "around": view.around.isoformat(),
        "from": view.first.isoformat(),
        "to": view.last.isoformat(),
        "days": [_day_data(one) for one in view.days],
        "happenings": [{"what": what, **_line_data(line)} for what, line in view.happenings],
        "markers": [_marker_data(one) for one in view.markers],
    }


def _put_part(part: ChangePart, zone: str) -> None:
    title = f"{words.CAUSE_WORDS[part.cause].capitalize()}: {words.points(part.points)}"
    lines = [f"  {words.points(item.points):>6}  {_named(item, zone)}" for item in (*part.worst, *part.best)]
    if lines and abs(part.others) >= _LEAST:
        lines.append(f"  {words.points(part.others):>6}  {words.others(part)}")
    if abs(part.rest) >= _LEAST:
        lines.append(f"  {words.points(part.rest):>6}  {words.BESIDE}")
    put_lines("", title, *lines)


def _named(item: ChangeItem, zone: str) -> str:
    when = f"{words.day(item.line.at.astimezone(words.zone(zone)).date())}, " if item.line.at else ""
    metric = f" ({item.metric})" if item.line.kind in words.NAMED_WITH_METRIC else ""
    return f"{when}{_text(item.line)}{metric}"


def _text(line: FactLine) -> str:
    text = truncate(line.text, _TEXT)
    if line.review is None:
        return text
    answer = words.answer(line.review)
    return f"{answer}: {text}" if text else answer


def _standing(one: Standing) -> str:
    return f"{one.shown} of 100, {words.STATUS_SYMBOLS[one.status]} {one.label}"


def _put_days(days: Sequence[ScoreDay]) -> None:
    rows = [
        (one.day.isoformat(), f"{one.score:.1f}", one.status.label, words.percent(one.confidence))
        for one in days
    ]
    put_table(("Day", "Score", "Status", "Confidence"), rows, numbers=("Score", "Confidence"))


def _put_markers(markers: Sequence[Marker]) -> None:
    if markers:
        put_table(("Day", "What happened"), [(one.at.isoformat(), one.text) for one in markers])


def _standing_data(one: Standing) -> dict[str, Any]:
    return {
        "at": moment(one.at),
        "score": one.score,
        "shown": one.shown,
        "confidence": one.confidence,
        "status": one.status.value,
        "scorecard_version": one.scorecard_version,
    }


def _item_data(item: ChangeItem) -> dict[str, Any]:
    return {"points": item.points, "metric": item.metric, **_line_data(item.line)}


def _line_data(line: FactLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "id": line.id,
        "at": moment(line.at) if line.at else None,
        "text": line.text,
    }


def _day_data(one: ScoreDay) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "score": one.score,
        "confidence": one.confidence,
        "status": one.status.value,
        "scorecard_version": one.scorecard_version,
    }


def _marker_data(one: Marker) -> dict[str, Any]:
    return {"kind": one.kind, "day": one.at.isoformat(), "text": one.text}


def a_day(option: str, text: str | None) -> date | None:
    """The day that was typed after an option; raises InvalidInput."""
    from bot.errors import InvalidInput

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise InvalidInput({option: f"{text!r} is no day like 2026-05-31."}) from None
