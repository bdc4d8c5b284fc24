"""A review, ticket, interaction or silence on one line."""

from typing import Any

from bot.past_views import FactLine, Marker
from bot.slack import rich, words

Json = dict[str, Any]

_TEXT = 120
_SYMBOLS = {"ticket": "🎫", "interaction": "💬", "reading": "📏", "absence": "🔕", "expectation": "🎯"}
_MARKS = {"status": "🚦", "flag": "🚩", "scorecard": "⚖️", "initiative": "📌", "move": "↕️"}


def fact_parts(line: FactLine, timezone: str, *, dated: bool = True) -> list[Json]:
    """``🙁 negative CSAT · 2 Jan 2026: what was said``, as parts of a line."""
    review = line.review
    if review is None:
        parts = [rich.text(f"{_SYMBOLS.get(line.kind, '▫️')} "), rich.name(line.text, _TEXT)]
        return [*parts, *_date(line, timezone)] if dated else parts
    parts = [rich.text(f"{words.symbol(review.polarity)} {words.answer(review)}")]
    if dated:
        parts += _date(line, timezone)
    if said := rich.typed(line.text):
        parts += [rich.text(": "), rich.name(said, _TEXT)]
    if url := rich.web_url(review.permalink):
        parts += [rich.text(" · "), rich.link(url, "open")]
    return parts


def marker_line(marker: Marker) -> Json:
    """``2 Jan 2026 · 🚩 Flagged Danger``."""
    return rich.line(
        rich.text(f"{words.day(marker.at)} · {_MARKS.get(marker.kind, '▫️')} "), rich.name(marker.text, 300)
    )


def _date(line: FactLine, timezone: str) -> list[Json]:
    if line.at is None:
        return []
    day = words.day(line.at.astimezone(words.zone(timezone)).date())
    return [rich.text(" · "), rich.moment(line.at, day, "{date_short}")]
