"""The words and symbols of the product: every meaning has a word and a shape, never a colour alone."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.blockkit.escape import clean_name, truncate
from bot.past_views import ChangePart, ScoreDay
from bot.views import AlertState, FlagMark, HealthMark, HealthView, ReviewLine
from scoring.change import Cause
from scoring.polarity import Polarity
from scoring.ranking import Rank
from scoring.rounding import shown_score
from scoring.status import Flag, Status
from scoring.trend import Trend

POLARITY_SYMBOLS: dict[str, str] = {Polarity.POSITIVE: "🙂", Polarity.NEUTRAL: "😐", Polarity.NEGATIVE: "🙁"}
STATUS_SYMBOLS = {
    Status.HEALTHY: "🟢",
    Status.CONCERNING: "🟡",
    Status.AT_RISK: "🔴",
    Status.NOT_ENOUGH_EVIDENCE: "⚪",
}
FLAG_SYMBOLS = {Flag.CHAMPION: "🏆", Flag.NEEDS_ATTENTION: "👀", Flag.DANGER: "🚨"}
TREND_WORDS = {
    Trend.UP: "▲ rising",
    Trend.DOWN: "▼ falling",
    Trend.STEADY: "▬ steady",
    Trend.UNKNOWN: "no trend yet",
}
STATE_WORDS = {
    AlertState.OPEN: "Open",
    AlertState.CLAIMED: "Claimed",
    AlertState.SNOOZED: "Snoozed",
    AlertState.DONE: "Done",
}
CAUSE_WORDS = {
    Cause.SCORECARD: "another scorecard",
    Cause.BENCHMARKS: "other benchmarks",
    Cause.AGEING: "ageing",
    Cause.REVISED: "corrections",
    Cause.NEW: "new evidence",
}
BESIDE = "older evidence, which counts differently beside it"
NAMED_WITH_METRIC = ("review", "ticket", "interaction")  # the others say themselves what they are of

_SURVEYS = {"csat": "CSAT", "nps": "NPS", "ces": "CES"}
_NO_POLARITY = "⬜"
_BARS = "▁▂▃▄▅▆▇█"


def symbol(polarity: str | None) -> str:
    """The face of a polarity."""
    return POLARITY_SYMBOLS.get(polarity or "", _NO_POLARITY)


def survey(survey_type: str) -> str:
    """CSAT, NPS, CES; another type as it is called."""
    return _SURVEYS.get(survey_type) or truncate(clean_name(survey_type) or "survey", 20)


def rating(review: ReviewLine) -> str:
    """``negative CSAT``."""
    return f"{review.polarity or 'unrated'} {survey(review.survey_type)}"


def answer(review: ReviewLine) -> str:
    """``negative CSAT``, or ``CSAT survey without an answer``."""
    return rating(review) if review.polarity else f"{survey(review.survey_type)} survey without an answer"


def score_on_scale(review: ReviewLine) -> str:
    """``2 of 5``; ``-1 (-1 to +1)`` on a scale with a middle; empty when nobody answered."""
    if review.score is None:
        return ""
    if review.scale_min < 0:
        return f"{signed(review.score)} ({signed(review.scale_min)} to {signed(review.scale_max)})"
    return f"{review.score:g} of {review.scale_max:g}"


def short_score(review: ReviewLine) -> str:
    """``2 of 5`` or ``-1``, for a notification."""
    if review.score is None or review.scale_min >= 0:
        return score_on_scale(review)
    return signed(review.score)


def signed(number: float) -> str:
    """``+3``, ``-3.2``, ``0``."""
    return f"{number:+g}" if number else "0"


def others(part: ChangePart) -> str:
    """``from 41 others``."""
    return "from one other" if part.other_count == 1 else f"from {part.other_count} others"


def points(number: float) -> str:
    """``-3.2``: one decimal, with its sign."""
    return f"{number:+.1f}" if round(number, 1) else "0.0"


def percent(share: float) -> str:
    """``47 %`` of a share 0..1."""
    return f"{shown_score(share * 100)} %"


def standing(status: Status, label: str | None = None) -> str:
    """``🟡 Concerning``, or the workspace's own words for it."""
    return f"{STATUS_SYMBOLS[status]} {label or status.label}"


def called(view: HealthView, status: Status | None = None) -> str:
    """What the customer's workspace calls a status, its own or another one."""
    wanted = status or view.status
    return truncate(clean_name(view.labels.get(wanted.value, wanted.label)), 30)


def since(view: HealthView) -> str:
    """``Concerning since 3 Mar 2026.``; empty when it is not known."""
    if view.since is None or view.status is Status.NOT_ENOUGH_EVIDENCE:
        return ""
    return f"{called(view)} since {day(view.since.astimezone(zone(view.timezone)).date())}."


def place(view: HealthView) -> str:
    """``12th of 140 (client), likely 7th to 25th.``; empty for who has no place."""
    rank = view.rank
    if not isinstance(rank, Rank) or view.status is Status.NOT_ENOUGH_EVIDENCE:
        return ""
    population = truncate(clean_name(view.customer.population), 60)
    shared = f", shared by {rank.tied}" if rank.tied > 1 else ""
    likely = "" if rank.best == rank.worst else f", likely {ordinal(rank.best)} to {ordinal(rank.worst)}"
    return f"{ordinal(rank.rank)} of {rank.of} ({population}){shared}{likely}."


def foreseen(view: HealthView) -> str:
    """``5 positive reviews or 34 quiet days would make it Healthy.``; empty when nothing in sight would."""
    outlook = view.outlook
    if outlook is None or (outlook.reviews is None and outlook.days is None):
        return ""
    better = view.status is not Status.HEALTHY
    ways = []
    if outlook.reviews is not None:
        count = outlook.reviews
        ways.append(
            f"{count} {'positive' if better else 'negative'} review{'s' if count != 1 else ''} in a row"
        )
    if outlook.days is not None:
        ways.append(f"{outlook.days} quiet day{'s' if outlook.days != 1 else ''}")
    return f"{' or '.join(ways)} would make it {called(view, outlook.target)}."


def ordinal(number: int) -> str:
    """``1st``, ``12th``, ``23rd``."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def badge(flag: Flag) -> str:
    """``🚨 Danger``."""
    return f"{FLAG_SYMBOLS[flag]} {flag.label}"


def last_day(flag: FlagMark, timezone: str) -> date | None:
    """The last day of a flag in the timezone with this IANA name; None when it has no end."""
    if flag.expires_at is None:
        return None
    return (flag.expires_at - timedelta(microseconds=1)).astimezone(zone(timezone)).date()


def until(flag: FlagMark, timezone: str) -> str:
    """``until 1 Apr 2026``, or ``without an end``."""
    last = last_day(flag, timezone)
    return f"until {day(last)}" if last else "without an end"


def computed(health: HealthMark | None) -> str:
    """``Concerning 67``: what stands below a flag, as a word and a number."""
    if health is None:
        return "not scored yet"
    if health.status is Status.NOT_ENOUGH_EVIDENCE:
        return health.status.label
    return f"{health.status.label} {shown_score(health.score)}"


def mark(health: HealthMark | None) -> str:
    """``71 🟡 Concerning``; without enough evidence the number stays away."""
    if health is None:
        return "⚪ Not scored yet"
    if health.status is Status.NOT_ENOUGH_EVIDENCE:
        return standing(health.status)
    return f"{shown_score(health.score)} {standing(health.status)}"


def day(value: date) -> str:
    """``2 Jan 2026``."""
    return f"{value.day} {value:%b %Y}"


def local_time(at: datetime, timezone: str) -> str:
    """``2 Jan 2026, 09:00`` in the timezone with this IANA name, or in UTC when there is no such zone."""
    there = at.astimezone(zone(timezone))
    return f"{day(there.date())}, {there:%H:%M}"


def evenly(days: Sequence[ScoreDay], most: int) -> list[ScoreDay]:
    """At most so many of these days (oldest first), as far apart as there are days: a chart's axis is time.

    The first and the last are among them; where no day is kept stands the one before.
    """
    if len(days) < 2 or most < 2:
        return list(days[-most:])
    span, kept = days[-1].day - days[0].day, [one.day for one in days]
    steps = min(most, span.days + 1) - 1
    moments = (days[0].day + timedelta(days=round(span.days * step / steps)) for step in range(steps + 1))
    places = dict.fromkeys(bisect_right(kept, moment) - 1 for moment in moments)
    return [days[place] for place in places]


def sparkline(days: Sequence[ScoreDay], width: int = 60) -> str:
    """Scores as a row of at most ``width`` bars, from the lowest of them to the highest."""
    scores = [one.score for one in evenly(days, width)]
    low, span = min(scores, default=0.0), max(scores, default=0.0) - min(scores, default=0.0)
    heights = ((one - low) / span if span else 0.5 for one in scores)
    return "".join(_BARS[int(height * (len(_BARS) - 1) + 0.5)] for height in heights)


def zone(name: str) -> ZoneInfo:
    """The timezone with this IANA name; UTC when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(UTC.tzname(None))
