"""The health card as text."""

from bot.blockkit.escape import truncate
from bot.cli.flagging import told
from bot.cli.output import put_lines, put_table
from bot.slack import words
from bot.slack.blocks.health_areas import grouped
from bot.views import HealthView
from scoring.rounding import shown_points, shown_score
from scoring.status import Status

_COMMENT = 60  # characters of a comment
_ITEMS = 6


def put_card(view: HealthView) -> None:
    """Print how a customer is: the number and its word first, then CSAT both ways, then what moves it."""
    flag = [told(view.flag, view.timezone)] if view.flag else []
    put_lines(
        _about(view), "", _headline(view), *_standing(view), *flag, *_csat(view), title=view.customer.name
    )
    put_lines(_sum(view))
    _put_metrics(view)
    put_lines(*(f"{one.label}: {one.because}" for one in view.health.not_applicable))
    _put_items(view)
    _put_reviews(view)
    for alert in view.open_alerts:
        put_lines(f"Open alert: {words.STATE_WORDS[alert.state].lower()}, {words.rating(alert.review)}")
    when = words.local_time(view.as_of, view.timezone)
    hidden = (
        [] if view.enabled else ["Health is off in Slack: `bellwether scorecard on` shows it to everybody."]
    )
    put_lines("", f"As of {when} ({view.timezone}), scorecard version {view.scorecard_version}.", *hidden)


def _headline(view: HealthView) -> str:
    score, confidence = shown_score(view.health.score), words.percent(view.health.confidence)
    flag = f", {words.badge(view.customer.flag)}" if view.customer.flag else ""
    if view.status is Status.NOT_ENOUGH_EVIDENCE:
        return f"{words.called(view)}: {score} of 100 until customers say more{flag}"
    trend, status = words.TREND_WORDS[view.trend], words.standing(view.status, words.called(view))
    moved = f", {words.points(view.moved.points)} since {words.day(view.moved.since)}" if view.moved else ""
    return f"{score} of 100, {status}, {trend}{moved}, confidence {confidence}{flag}"


def _standing(view: HealthView) -> list[str]:
    return [text for text in (words.since(view), words.place(view), words.foreseen(view)) if text]


def _about(view: HealthView) -> str:
    known = [view.kind.capitalize(), view.customer.population, view.customer.site]
    if view.customer.owner:
        known.append(f"owner {view.customer.owner}")
    return ", ".join(word for word in known if word)


def _csat(view: HealthView) -> list[str]:
    figures, likely = view.csat, view.csat_range
    period = f"{words.day(figures.first_day)} to {words.day(figures.last_day)}"
    if figures.native is None or figures.normalized is None:
        return [f"CSAT: no answers to {figures.sent} surveys, {period}"]
    answered = (
        f", {words.percent(figures.response_rate)} answered" if figures.response_rate is not None else ""
    )
    return [
        f"CSAT {shown_score(figures.native):+d} of -100..+100,"
        f" which is {shown_score(figures.normalized)} on health's scale of 0..100"
        + (f"; likely {shown_score(likely.low):+d} to {shown_score(likely.high):+d}" if likely else ""),
        f"{figures.positive} positive, {figures.neutral} neutral, {figures.negative} negative;"
        f" {figures.sent} sent{answered}; {period}",
    ]


def _sum(view: HealthView) -> str:
    groups = grouped(view.health.contributions)
    exact = [sum(one.points for one in group) for _, group in groups]
    score, baseline, shown = shown_points(view.health.score, view.health.baseline, exact)
    parts = [f"{number:+d} {area}" for (area, _), number in zip(groups, shown, strict=True) if number]
    return f"What moves it: {', '.join([f'{baseline} expected', *parts])} = {score}"


def _put_metrics(view: HealthView) -> None:
    rows = [
        (
            one.area,
            one.label,
            "no data yet" if one.value is None else f"{shown_score(one.value)} / {one.benchmark:.0f}",
            "" if one.native is None else f"{one.native:.1f} {one.unit}",
            words.points(one.points),
            words.percent(one.weight),
            words.percent(one.reliability) + (", late" if one.freshness < 1 else ""),
        )
        for _, group in grouped(view.health.contributions)
        for one in group
    ]
    heads = ("Area", "Metric", "Value / expected", "In its own unit", "Points", "Weight", "Reliable")
    put_table(heads, rows, numbers=("Points", "Weight"))


def _put_items(view: HealthView) -> None:
    """The facts that are no reviews, with their points, those that move it most first."""
    items = [(one, item) for one in view.health.contributions for item in one.items if item.id in view.facts]
    items = sorted(items, key=lambda pair: -abs(pair[1].points))[:_ITEMS]
    rows = []
    for one, item in items:
        fact = view.facts[item.id]
        title = f": {truncate(fact.title, _COMMENT)}" if fact.title else ""
        when = words.day(fact.at.astimezone(words.zone(view.timezone)).date()) if fact.at else ""
        rows.append((when, f"{fact.name}{title}", one.label, words.points(item.points)))
    if rows:
        put_table(("Tickets and calls", "What", "Counts in", "Points"), rows, numbers=("Points",))


def _put_reviews(view: HealthView) -> None:
    points: dict[str, float] = {}
    for item in (item for one in view.health.contributions for item in one.items):
        points[item.id] = points.get(item.id, 0.0) + item.points
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
