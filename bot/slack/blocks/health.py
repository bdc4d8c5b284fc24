"""The health card: the number and its word first, then CSAT both ways, then what moves it and who said so."""

from typing import Any

from bot.slack import build, rich, words
from bot.slack.blocks import alert, flag
from bot.slack.blocks.reviews import review_line
from bot.slack.ids import Action, Callback
from bot.views import CsatFigures, HealthMark, HealthView
from scoring.health import Contribution, Item
from scoring.rounding import shown_points, shown_score
from scoring.status import Status

Json = dict[str, Any]

_IN_DETAIL, _ITEMS, _REVIEWS, _ALERTS = 3, 3, 5, 5
_TWO_SCALES = "Two scales for the same reviews, (CSAT + 100) / 2, so the numbers differ on purpose."
_LEAST_POINTS = 0.05  # smaller ones would be shown as 0.0


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
        rich.block(_headline(view)),
        build.context(build.plain(_about(view))),
        *_flag(view),
        build.divider(),
        *csat_tiles(view.csat),
        *_what_moves_it(view),
        *_last_reviews(view),
        *_open_alerts(view),
        build.actions(
            build.button(
                "Flag", Action.FLAG, view.customer.id, spoken=f"Flag {build.clean(view.customer.name)}"
            ),
            block_id=f"health:{view.customer.id}",
        ),
        build.context(build.mrkdwn(_as_of(view))),
    ]


def summary(view: HealthView) -> str:
    """``Acme: 71 of 100, Concerning, falling``, for a notification."""
    if view.status is Status.NOT_ENOUGH_EVIDENCE:
        return f"{view.customer.name}: {view.status.label.lower()}"
    return f"{view.customer.name}: {shown_score(view.health.score)} of 100, {view.status.label}"


def csat_tiles(figures: CsatFigures) -> list[Json]:
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


def _headline(view: HealthView) -> Json:
    parts = []
    if view.status is Status.NOT_ENOUGH_EVIDENCE:
        parts.append(rich.text(words.standing(view.status), bold=True))
        parts.append(rich.text(f" · {shown_score(view.health.score)} of 100 until customers say more"))
    else:
        parts.append(rich.text(f"{shown_score(view.health.score)}", bold=True))
        parts.append(rich.text(" of 100 · "))
        parts.append(rich.text(words.standing(view.status), bold=True))
        parts.append(rich.text(f" · {words.TREND_WORDS[view.trend]}"))
    parts.append(rich.text(f" · confidence {words.percent(view.health.confidence)}"))
    if view.customer.flag:
        parts += [rich.text("  "), rich.text(words.badge(view.customer.flag), bold=True)]
    return rich.line(*parts)


def _flag(view: HealthView) -> list[Json]:
    """What a person has said of the customer, next to what is computed."""
    if view.flag is None:
        return []
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


def _what_moves_it(view: HealthView) -> list[Json]:
    contributions = view.health.contributions
    exact = [contribution.points for contribution in contributions]
    score, baseline, shown = shown_points(view.health.score, view.health.baseline, exact)
    sums = [
        f"{baseline} expected",
        *(f"{number:+d} {_label(one)}" for one, number in zip(contributions, shown, strict=True)),
    ]
    elements = [rich.line(rich.text("What moves it: ", bold=True), rich.text(f"{', '.join(sums)} = {score}"))]
    in_detail = sorted(contributions, key=lambda one: -abs(one.points))[:_IN_DETAIL]
    for contribution in contributions:
        elements.append(rich.line(rich.text(_against_benchmark(contribution), italic=True)))
        lines = [
            review_line(view.reviews[item.id], view.timezone, item.points)
            for item in _strongest(contribution)
            if contribution in in_detail and item.id in view.reviews
        ]
        if lines:
            elements.append(rich.bullets(*lines))
    return [rich.block(*elements)]


def _label(contribution: Contribution) -> str:
    return build.clean(contribution.label, 60)


def _against_benchmark(contribution: Contribution) -> str:
    label, benchmark = _label(contribution), f"{contribution.benchmark:.0f}"
    if contribution.value is None:
        return f"{label}: no answers yet, so it neither adds nor takes."
    return (
        f"{label}: {shown_score(contribution.value)} against {benchmark} expected, "
        f"recent reviews count more; {words.percent(contribution.reliability)} reliable, "
        f"{words.percent(contribution.weight)} of the weight."
    )


def _strongest(contribution: Contribution) -> list[Item]:
    """The reviews that move the score most, either way."""
    by_strength = sorted(contribution.items, key=lambda item: -abs(item.points))
    return [item for item in by_strength if abs(item.points) >= _LEAST_POINTS][:_ITEMS]


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
    return f"As of {token} · scorecard version {view.scorecard_version}"
