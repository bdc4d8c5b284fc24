"""One review on one line, for lists of them."""

from typing import Any

from bot.slack import rich, words
from bot.views import ReviewLine

Json = dict[str, Any]

_COMMENT = 140


def review_line(
    review: ReviewLine, timezone: str, points: float | None = None, *, said_at_most: int = _COMMENT
) -> Json:
    """``🙁 -1.0 points · negative CSAT, -1 (-1 to +1) · 2 Jan 2026 · Jane Doe: what was said · open``."""
    score = words.score_on_scale(review)
    parts = [rich.text(f"{words.symbol(review.polarity)} ")]
    if points is not None:
        parts += [rich.text(f"{words.points(points)} points", bold=True), rich.text(" · ")]
    parts.append(rich.text(words.rating(review) + (f", {score}" if score else "")))
    if review.rated_at:
        day = words.day(review.rated_at.astimezone(words.zone(timezone)).date())
        parts += [rich.text(" · "), rich.moment(review.rated_at, day, "{date_short}")]
    if who := review.contact_name or review.contact_email:
        parts += [rich.text(" · "), rich.name(who, 60)]
    if said := rich.typed(review.comment):
        parts += [rich.text(": "), rich.name(said, said_at_most)]
    if url := rich.web_url(review.permalink):
        parts += [rich.text(" · "), rich.link(url, "open")]
    return rich.line(*parts)
