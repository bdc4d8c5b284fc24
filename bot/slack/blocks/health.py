"""The health card: the number and its word first, then CSAT both ways, then what moves it and who said so."""

from typing import Any

from bot.slack import build, rich, words
from bot.slack.blocks import alert, flag, health_areas
from bot.slack.blocks.reviews import review_line
from bot.slack.ids import Action, Callback
from bot.views import CsatFigures, HealthMark, HealthView
from scoring.intervals import Interval
from scoring.rounding import shown_score
from scoring.status import Status

Json = dict[str, Any]

_REVIEWS, _ALERTS = 3, 5
_TWO_SCALES = "Two scales for the same reviews, (CSAT + 100) / 2, so the numbers differ on purpose."


def card(view: HealthView) -> Json:
    """The answer to ``/health acme``: ``{"text", "blocks"}``."""
    return build.message(blocks(view), summary(view))


def modal(view: HealthView) -> Json:
    """The same card as a modal, for places without a message."""
    return build.modal("Customer health", blocks(view), callback_id=Callback.HEALTH)


def blocks(view: HealthView) -> list[Json]:
    """The card's blocks; they fit a message, a modal and App Home."""
    return [
        build.header(view.customer.name),
        rich.block(*([_headline(view)] if view.enabled else [_off()]), *_standing(view)),
        build.context(build.plain(_about(view))),
        *_flag(view),
        build.divider(),
        *csat_tiles(view.csat, view.csat_range),
        *([*health_areas.areas(view), *health_areas.notable(view)] if view.enabled else []),
        *_last_reviews(view),
        *_open_alerts(view),
        _buttons(view),
        build.context(build.mrkdwn(_as_of(view))),
    ]


def summary(view: HealthView) -> str:
    """``Acme: 71 of 100, Concerning``, for a notification."""
    if not view.enabled:
        return f"{view.customer.name}: {len(view.last_reviews)} reviews of late"
    if view.status is Status.NOT_ENOUGH_EVIDENCE:
        return f"{view.customer.name}: {words.called(view).lower()}"
    return f"{view.customer.name}: {shown_score(view.health.score)} of 100, {words.called(view)}"


def csat_tiles(figures: CsatFigures, likely: Interval | None = None) -> list[Json]:
    """CSAT natively and as health counts it, always together, with counts, response rate and exact dates."""
    period = f"{words.day(figures.first_day)} to {words.day(figures.last_day)}"
    if figures.native is None or figures.normalized is None:
        sent = f"{figures.sent} surveys sent, none answered" if figures.sent else "No surveys"
        return [rich.block(rich.line(rich.text("CSAT ", bold=True), rich.text(f"{sent} from {period}.")))]
    lines = [
        rich.line(
            rich.text("CSAT ", bold=True),
            rich.text(f"{shown_score(figures.native):+d}", bold=True),
            rich.text(" of -100..+100 → "),
            rich.text(f"{shown_score(figures.normalized)}", bold=True),
            rich.text(" on health's scale of 0..100"),
            *([rich.text(f" · likely {_range(likely)}, recent answers counting more")] if likely else []),
        ),
        rich.line(
            rich.text(
                f"🙂 {figures.positive} positive · 😐 {figures.neutral} neutral"
                f" · 🙁 {figures.negative} negative"
            )
        ),
        rich.line(rich.text("Response rate ", bold=True), rich.text(_response_rate(figures))),
    ]
    return [rich.block(*lines), build.context(build.plain(f"{period}. {_TWO_SCALES}"))]


def _range(likely: Interval) -> str:
    return f"{shown_score(likely.low):+d} to {shown_score(likely.high):+d}"


def _headline(view: HealthView) -> Json:
    parts = []
    if view.status is Status.NOT_ENOUGH_EVIDENCE:
        parts.append(rich.text(words.standing(view.status, words.called(view)), bold=True))
        parts.append(rich.text(f" · {shown_score(view.health.score)} of 100 until customers say more"))
    else:
        parts.append(rich.text(f"{shown_score(view.health.score)}", bold=True))
        parts.append(rich.text(" of 100 · "))
        parts.append(rich.text(words.standing(view.status, words.called(view)), bold=True))
        parts.append(rich.text(f" · {words.TREND_WORDS[view.trend]}"))
    if view.moved is not None and view.status is not Status.NOT_ENOUGH_EVIDENCE:
        parts.append(rich.text(f" · {words.points(view.moved.points)} since {words.day(view.moved.since)}"))
    parts.append(rich.text(f" · confidence {words.percent(view.health.confidence)}"))
    if view.customer.flag:
        parts += [rich.text("  "), rich.text(words.badge(view.customer.flag), bold=True)]
    return rich.line(*parts)


def _standing(view: HealthView) -> list[Json]:
    """Since when, where among the others, and what would change it."""
    if not view.enabled:
        return []
    said = [text for text in (words.since(view), words.place(view), words.foreseen(view)) if text]
    return [rich.line(rich.text(" ".join(said)))] if said else []


def _off() -> Json:
    return rich.line(
        rich.text("Health scoring is off.", bold=True),
        rich.text(" An admin can turn it on: bellwether scorecard on."),
    )


def _buttons(view: HealthView) -> Json:
    name, customer = build.clean(view.customer.name), view.customer.id
    flag_it = build.button("Flag", Action.FLAG, customer, spoken=f"Flag {name}")
    asked = [
        build.button("Why", Action.WHY_HEALTH, customer, spoken=f"Why {name} stands there"),
        build.button("What changed", Action.WHAT_CHANGED, customer, spoken=f"What changed: {name}"),
        build.button("History", Action.HISTORY, customer, spoken=f"History: {name}"),
    ]
    return build.actions(*(asked if view.enabled else []), flag_it, block_id=f"health:{customer}")


def _flag(view: HealthView) -> list[Json]:
    """What a person has said of the customer, next to what is computed."""
    if view.flag is None:
        return []
    if not view.enabled:
        return [rich.block(*flag.lines(view.flag, view.timezone, ""))]
    computed = words.computed(HealthMark(view.health.score, view.health.confidence, view.status))
    return [rich.block(*flag.lines(view.flag, view.timezone, f" · computed: {computed}"))]


def _about(view: HealthView) -> str:
    known = [view.kind.capitalize(), view.customer.population, view.customer.site]
    if view.customer.owner:
        known.append(f"owner {view.customer.owner}")
    return " · ".join(build.clean(word, 80) for word in known if word)


def _response_rate(figures: CsatFigures) -> str:
    if figures.response_rate is None:
        return "unknown"
    return f"{words.percent(figures.response_rate)} ({figures.rated} of {figures.sent} sent)"


def _last_reviews(view: HealthView) -> list[Json]:
    title = rich.line(rich.text("Last reviews", bold=True))
    if not view.last_reviews:
        return [rich.block(title, rich.line(rich.text("Nobody has answered a survey yet.")))]
    lines = [review_line(review, view.timezone) for review in view.last_reviews[:_REVIEWS]]
    return [rich.block(title, rich.bullets(*lines))]


def _open_alerts(view: HealthView) -> list[Json]:
    if not view.open_alerts:
        return []
    count = len(view.open_alerts)
    title = rich.line(rich.text(f"Open alerts ({count})" if count > 1 else "Open alert", bold=True))
    return [rich.block(title, rich.bullets(*(alert.short_line(one) for one in view.open_alerts[:_ALERTS])))]


def _as_of(view: HealthView) -> str:
    token = build.date_token(view.as_of, words.local_time(view.as_of, view.timezone))
    kept = "kept up to date with every event and scored in full twice a day"
    return f"As of {token}, {kept} · scorecard version {view.scorecard_version}"
