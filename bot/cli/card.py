"""The health card as text."""

from bot.blockkit.escape import truncate
from bot.cli.flagging import told
from bot.cli.output import put_lines, put_table
from bot.slack import words
from bot.views import CsatFigures, HealthView
from scoring.health import Contribution
from scoring.rounding import shown_points, shown_score
from scoring.status import Status

_COMMENT = 60  # characters of a comment


def put_card(view: HealthView) -> None:
    """Print how a customer is: the number and its word first, then CSAT both ways, then what moves it."""
    flag = [told(view.flag, view.timezone)] if view.flag else []
    put_lines(_about(view), "", _headline(view), *flag, *_csat(view.csat), title=view.customer.name)
    put_lines(_sum(view), *(_against_benchmark(one) for one in view.health.contributions))
    _put_reviews(view)
    for alert in view.open_alerts:
        put_lines(f"Open alert: {words.STATE_WORDS[alert.state].lower()}, {words.rating(alert.review)}")
    when = words.local_time(view.as_of, view.timezone)
    put_lines("", f"As of {when} ({view.timezone}), scorecard version {view.scorecard_version}.")


def _headline(view: HealthView) -> str:
    score, confidence = shown_score(view.health.score), words.percent(view.health.confidence)
    flag = f", {words.badge(view.customer.flag)}" if view.customer.flag else ""
    if view.status is Status.NOT_ENOUGH_EVIDENCE:
        return f"{view.status.label}: {score} of 100 until customers say more{flag}"
    trend = words.TREND_WORDS[view.trend]
    return f"{score} of 100, {words.standing(view.status)}, {trend}, confidence {confidence}{flag}"


def _about(view: HealthView) -> str:
    known = [view.kind.capitalize(), view.customer.population, view.customer.site]
    if view.customer.owner:
        known.append(f"owner {view.customer.owner}")
    return ", ".join(word for word in known if word)


def _csat(figures: CsatFigures) -> list[str]:
    period = f"{words.day(figures.first_day)} to {words.day(figures.last_day)}"
    if figures.native is None or figures.normalized is None:
        return [f"CSAT: no answers to {figures.sent} surveys, {period}"]
    answered = (
        f", {words.percent(figures.response_rate)} answered" if figures.response_rate is not None else ""
    )
    return [
        f"CSAT {shown_score(figures.native):+d} of -100..+100,"
        f" which is {shown_score(figures.normalized)} on health's scale of 0..100",
        f"{figures.positive} positive, {figures.neutral} neutral, {figures.negative} negative;"
        f" {figures.sent} sent{answered}; {period}",
    ]


def _sum(view: HealthView) -> str:
    contributions = view.health.contributions
    score, baseline, shown = shown_points(
        view.health.score, view.health.baseline, [one.points for one in contributions]
    )
    parts = [f"{number:+d} {one.label}" for one, number in zip(contributions, shown, strict=True)]
    return f"What moves it: {baseline} expected, {', '.join(parts)} = {score}"


def _against_benchmark(one: Contribution) -> str:
    label = one.label
    if one.value is None:
        return f"{label}: no answers yet, so it neither adds nor takes."
    return (
        f"{label}: {shown_score(one.value)} against {one.benchmark:.0f} expected, recent reviews count more;"
        f" {words.percent(one.reliability)} reliable, {words.percent(one.weight)} of the weight."
    )


def _put_reviews(view: HealthView) -> None:
    points = {item.id: item.points for one in view.health.contributions for item in one.items}
    rows = [
        (
            words.day(review.rated_at.astimezone(words.zone(view.timezone)).date())
            if review.rated_at
            else "",
            words.rating(review),
            words.points(points[review.id]) if review.id in points else "",
            truncate(review.comment, _COMMENT),
        )
        for review in view.last_reviews
    ]
    if rows:
        put_table(("Last reviews", "Rating", "Points", "Comment"), rows, numbers=("Points",))
