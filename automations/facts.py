"""What a rule may look at: facts that were loaded before judging. The engine never asks for more."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """One survey response, in the words of scoring: ``polarity`` is None when there is no rating."""

    id: str
    survey_type: str
    score: float | None
    polarity: str | None
    comment: str
    tags: tuple[str, ...]
    source: str
    rated_at: datetime | None

    @property
    def answered(self) -> bool:
        """Whether the customer said anything: a survey that was only sent has neither rating nor comment."""
        return self.polarity is not None or self.has_comment

    @property
    def has_comment(self) -> bool:
        """Whether there is a comment of more than white space."""
        return bool(self.comment) and not self.comment.isspace()


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """The customer the event is about. ``owner`` is the person in charge, None when nobody is."""

    id: str
    name: str
    kind: str
    population: str
    site: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """A change of the computed status, in the words of scoring: from ``before`` to ``after``."""

    before: str
    after: str
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: ``trigger`` is a key of TRIGGERS, ``key`` is unique to it in its workspace."""

    trigger: str
    key: str
    review: ReviewFacts | None
    customer: CustomerFacts | None
    status: StatusFacts | None = None
