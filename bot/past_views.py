"""What surfaces show of a customer's past: why its score changed, how it went, what happened around a day.

Texts in it may be a customer's own words.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.views import CustomerLine, ReviewLine
from scoring.change import Cause
from scoring.rollup import Effect
from scoring.status import Flag, Status


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact in a list: ``kind`` as scoring.health.Item has it, or ``expectation``.

    ``review`` is there for a review; ``text`` says what the others are. ``at`` is None for what never was.
    """

    kind: str
    id: str
    at: datetime | None
    text: str
    review: ReviewLine | None = None


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """By how many points a fact came to count differently, and the label of the metric where it did most."""

    line: FactLine
    points: float
    metric: str


@dataclass(frozen=True, slots=True)
class ChangePart:
    """What one cause did: ``points`` exactly, ``shown`` as a whole number.

    ``worst`` and ``best`` are its strongest items, strongest first; ``others`` are the points of the
    ``other_count`` weaker ones. Where facts are new or corrected, items are those facts, and ``rest`` is what
    the others came to count differently beside them.
    """

    cause: Cause
    points: float
    shown: int
    worst: tuple[ChangeItem, ...]
    best: tuple[ChangeItem, ...]
    others: float
    other_count: int
    rest: float


@dataclass(frozen=True, slots=True)
class Standing:
    """A score, what is shown for it, and the status in the workspace's words, at a moment."""

    at: datetime
    score: float
    shown: int
    confidence: float
    status: Status
    label: str
    scorecard_version: int


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Why a score changed: before.shown + what is shown for the parts == after.shown."""

    customer: CustomerLine
    before: Standing
    after: Standing
    parts: tuple[ChangePart, ...]
    timezone: str


@dataclass(frozen=True, slots=True)
class ScoreDay:
    """The last score of a day."""

    day: date
    score: float
    confidence: float
    status: Status
    scorecard_version: int


@dataclass(frozen=True, slots=True)
class Marker:
    """Something that happened to a score: ``kind`` is status, flag, scorecard, initiative or move."""

    kind: str
    at: date
    text: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """How a score went: one score a day of late, fewer further back; both lists from old to new."""

    customer: CustomerLine
    days: tuple[ScoreDay, ...]
    markers: tuple[Marker, ...]
    timezone: str


@dataclass(frozen=True, slots=True)
class StoredFlagChange:
    """A flag that was set, cleared or ended, and by whom."""

    at: datetime
    change: str
    flag: Flag
    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class DayView:
    """What happened from ``first`` to ``last``, around a day, from old to new.

    ``happenings`` pairs what happened (in words: opened, resolved, rated) with the fact.
    """

    customer: CustomerLine
    around: date
    first: date
    last: date
    days: tuple[ScoreDay, ...]
    happenings: tuple[tuple[str, FactLine], ...]
    markers: tuple[Marker, ...]
    timezone: str


@dataclass(frozen=True, slots=True)
class Initiative:
    """What a team did for customers from a day on: those of a site, team and population, empty for any."""

    id: str
    name: str
    began_on: date
    site: str
    team: str
    population: str


@dataclass(frozen=True, slots=True)
class InitiativeView:
    """What came with an initiative, by population; none of those that have no scores on both sides.

    The scores compared are the last before it began and the last until ``until``.
    """

    initiative: Initiative
    until: date
    effects: tuple[tuple[str, Effect], ...]
