"""What is known of a customer, as the score looks at it: its facts, and who it is."""

from dataclasses import dataclass
from datetime import datetime

from scoring.polarity import Polarity


@dataclass(frozen=True, slots=True)
class Review:
    """One survey that was sent; ``polarity`` and ``score`` are None as long as nobody answered.

    ``score`` lies on the scale from ``low`` to ``high``. ``at`` is when the answer counts, ``asked_at`` when
    the survey was sent; both aware.
    """

    id: str
    survey: str
    polarity: Polarity | None
    at: datetime
    asked_at: datetime
    score: float | None = None
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request for help. ``reopened`` counts how often; ``topic`` may be empty."""

    id: str
    opened_at: datetime
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    reopened: int = 0
    topic: str = ""
    escalated: bool = False


@dataclass(frozen=True, slots=True)
class Interaction:
    """One call, mail, chat or visit; ``tone`` is grievance, neutral, commendation, or empty: unknown."""

    id: str
    at: datetime
    tone: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of a custom metric, in the metric's own unit."""

    id: str
    metric: str
    at: datetime
    value: float


Fact = Review | Ticket | Interaction | Reading


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a customer is, as far as the score looks at it.

    ``kind`` is company or individual; ``known_since`` the day from which an absence of news is news.
    """

    population: str
    known_since: datetime
    kind: str = "company"
    site: str = ""
    team: str = ""
    division: str = ""
