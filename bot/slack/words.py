"""The words and symbols of the product: every meaning has a word and a shape, never a colour alone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.blockkit.escape import clean_name, truncate
from bot.views import AlertState, FlagMark, HealthMark, ReviewLine
from scoring.change import Cause
from scoring.polarity import Polarity
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

_SURVEYS = {"csat": "CSAT", "nps": "NPS", "ces": "CES"}
_NO_POLARITY = "⬜"


def symbol(polarity: str | None) -> str:
    """The face of a polarity."""
    return POLARITY_SYMBOLS.get(polarity or "", _NO_POLARITY)


def survey(survey_type: str) -> str:
    """CSAT, NPS, CES; another type as it is called."""
    return _SURVEYS.get(survey_type) or truncate(clean_name(survey_type) or "survey", 20)


def rating(review: ReviewLine) -> str:
    """``negative CSAT``."""
    return f"{review.polarity or 'unrated'} {survey(review.survey_type)}"


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


def points(number: float) -> str:
    """``-3.2``: one decimal, with its sign."""
    return f"{number:+.1f}" if round(number, 1) else "0.0"


def percent(share: float) -> str:
    """``47 %`` of a share 0..1."""
    return f"{shown_score(share * 100)} %"


def standing(status: Status) -> str:
    """``🟡 Concerning``."""
    return f"{STATUS_SYMBOLS[status]} {status.label}"


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


def zone(name: str) -> ZoneInfo:
    """The timezone with this IANA name; UTC when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(UTC.tzname(None))
