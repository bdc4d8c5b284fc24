"""What people are shown, as plain values: use cases fill them, the surfaces (Slack, the command line) draw
them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scoring.health import Health
from scoring.intervals import Interval
from scoring.ranking import Rank, Unranked
from scoring.status import Flag, Status
from scoring.trend import Trend


class AlertState(StrEnum):
    """Where a team stands with one alert."""

    OPEN = "open"
    CLAIMED = "claimed"
    SNOOZED = "snoozed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class HealthMark:
    """A customer's health at one moment: ``score`` and ``confidence`` as scoring.health defines them."""

    score: float
    confidence: float
    status: Status


@dataclass(frozen=True, slots=True)
class FlagMark:
    """The flag in force of a customer: ``author`` is a Slack user id, an e-mail address or ``cli:<login>``.

    It ends at ``expires_at``, or never when that is None.
    """

    flag: Flag
    reason: str  # as a person typed it
    author: str
    set_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class FlagChoice:
    """What a person wants of a customer's flag: ``flag`` None clears the one there is.

    ``last_day`` counts in the workspace's zone; without one a flag lasts as long as its kind usually does,
    and an ``endless`` one until somebody clears it.
    """

    flag: Flag | None
    reason: str
    last_day: date | None = None
    endless: bool = False


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One survey response as a line or a card shows it; ``score`` is None when nobody answered."""

    id: str
    survey_type: str
    score: float | None
    scale_min: float
    scale_max: float
    polarity: str | None
    comment: str
    contact_name: str
    contact_email: str
    ticket_number: str
    ticket_subject: str
    agents: tuple[str, ...]
    tags: tuple[str, ...]
    rated_at: datetime | None
    permalink: str


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert, drawn anew from the stored facts each time: ``actor`` is the Slack user id of who acted
    last.
    """

    alert_id: str
    customer_id: str
    customer_name: str
    population: str
    flag: Flag | None
    review: ReviewLine
    state: AlertState
    actor: str | None
    acted_at: datetime | None
    snoozed_until: datetime | None
    snooze_reason: str
    before: HealthMark | None
    after: HealthMark | None
    points: float | None  # what this review alone contributes to the score, in points
    rules: tuple[str, ...]  # names of the rules that asked for the alert
    first_polarity: str | None  # the rating the alert was raised for, when the customer changed it since
    deleted: bool
    timezone: str  # IANA name, for showing times


class HistoryKind(StrEnum):
    """What a line in an alert's thread reports."""

    CLAIMED = "claimed"
    UNCLAIMED = "unclaimed"
    DONE = "done"
    REOPENED = "reopened"
    SNOOZED = "snoozed"
    WOKE = "woke"
    REVISED = "revised"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of an alert's history; ``actor`` is a Slack user id, or None when the system did it."""

    kind: HistoryKind
    at: datetime
    actor: str | None
    detail: str  # plain text: a reason, "positive -> negative"; may hold customer text
    until: datetime | None
    timezone: str


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One customer in a list."""

    id: str
    name: str
    population: str
    site: str
    owner: str
    mark: HealthMark | None  # None: not scored yet
    flag: Flag | None


@dataclass(frozen=True, slots=True)
class FlagView:
    """What it takes to decide about a customer's flag: how it stands without one, and the one in force."""

    customer: CustomerLine
    present: FlagMark | None
    today: date
    timezone: str


@dataclass(frozen=True, slots=True)
class FlagEnds:
    """A notice to who set a flag: it ends soon."""

    customer_id: str
    customer_name: str
    mark: FlagMark
    timezone: str


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A notice that a customer's status has changed, in the workspace's own words for statuses.

    ``score`` and ``confidence`` are those of that moment; ``pulls`` the labels of the metrics that take most
    from the score now, with their points. ``rule`` is the name of the rule that asked for the notice.
    """

    customer_id: str
    customer_name: str
    flag: Flag | None
    owner: str
    before: Status
    after: Status
    before_label: str
    after_label: str
    score: float
    confidence: float
    at: datetime
    pulls: tuple[tuple[str, float], ...]
    rule: str
    timezone: str


Notice = FlagEnds | StatusChanged


@dataclass(frozen=True, slots=True)
class Found:
    """Who a name means: ``customer`` when it is clear, else the ``candidates``, best first, perhaps none."""

    customer: CustomerLine | None
    candidates: tuple[CustomerLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CsatFigures:
    """CSAT over its window, both ways: ``native`` -100..+100, ``normalized`` 0..100; None when nothing was
    rated.
    """

    native: float | None
    normalized: float | None
    positive: int
    neutral: int
    negative: int
    rated: int
    sent: int
    response_rate: float | None
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class NamedFact:
    """A ticket, an interaction or a reading on one line; ``title`` is what a customer may have written."""

    kind: str
    name: str
    title: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Moved:
    """How many points a score is from the one kept on an earlier day."""

    points: float
    since: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would change the status to ``target``: so many reviews, good ones for a better status and bad ones
    for a worse, or so many days in which nothing new happens; None for what would not.
    """

    target: Status
    reviews: int | None
    days: int | None


@dataclass(frozen=True, slots=True)
class HealthView:
    """Everything a health card shows about one customer, computed at ``as_of``."""

    customer: CustomerLine
    kind: str
    as_of: datetime
    scorecard_version: int
    health: Health
    status: Status
    trend: Trend
    csat: CsatFigures
    last_reviews: tuple[ReviewLine, ...]
    open_alerts: tuple[AlertView, ...]
    reviews: dict[str, ReviewLine]  # the best and the worst items of the contributions, by review id
    timezone: str
    flag: FlagMark | None = None  # customer.flag, with who set it and why
    enabled: bool = True  # whether health is on: else the score is for admins alone
    since: datetime | None = None  # when the status began
    labels: Mapping[str, str] = field(default_factory=dict)  # the workspace's own words for statuses
    scorecard: str = "default"
    rank: Rank | Unranked | None = None
    moved: Moved | None = None
    csat_range: Interval | None = None  # native, 90 %
    outlook: Outlook | None = None
    facts: Mapping[str, NamedFact] = field(default_factory=dict)  # items that are no reviews, by id
    windows: Mapping[str, date] = field(default_factory=dict)  # the first day that counts, by metric


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """All customers at a glance. ``counts`` has every Status as a key; ``worst`` is at most ten lines, worst
    first.
    """

    as_of: datetime
    total: int
    counts: dict[Status, int]
    worst: tuple[CustomerLine, ...]
    open_alerts: int
    timezone: str
    enabled: bool = True  # whether health is on: else who stands where is for admins alone


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One step of setting up, with what to do when it is not done."""

    label: str
    done: bool
    hint: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """App Home: the portfolio, my open alerts, and what is left to set up."""

    portfolio: PortfolioView
    checklist: tuple[ChecklistItem, ...]
    alerts: tuple[AlertView, ...]  # open and claimed, newest first, at most ten
    problems: tuple[str, ...]  # deliveries that cannot work, one plain sentence each


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One reason of a verdict."""

    passed: bool
    because: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What one rule decided about one event."""

    name: str
    outcome: str  # automations.verdicts.Outcome
    checks: tuple[CheckLine, ...]
    actions: tuple[str, ...]  # what it asked for, in words


@dataclass(frozen=True, slots=True)
class WhyView:
    """Why an alert was raised and what the review did to the score."""

    alert: AlertView
    rules: tuple[RuleLine, ...]
