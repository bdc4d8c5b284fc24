"""What a source hands on: understood events, and the three ways in which a request can fail to be one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.errors import BellwetherError

Headers = Mapping[str, str]  # looked up by lower-case name; a case-insensitive mapping serves as well


class NotAuthentic(BellwetherError):
    """The request does not prove that it comes from the source: nothing of it is kept (401)."""


class MalformedBody(BellwetherError):
    """The body is not JSON that two parsers would read alike (400)."""


class FieldError(BellwetherError):
    """One field cannot be what it says; the sentence names the field and never quotes its value."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The person who was asked. Missing parts are empty; ``email`` is empty or looks like an address."""

    id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Company:
    """The customer as the sender knows it. Missing parts are empty; ``kind`` is "", company or individual."""

    id: str
    name: str
    domain: str
    kind: str
    population: str
    site: str
    owner: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """The ticket that the survey was about. Missing parts are empty or None; times are aware UTC."""

    id: str
    number: str
    subject: str
    board: str
    type: str
    priority: str
    status: str
    agents: tuple[str, ...]
    created_at: datetime | None
    resolved_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One understood event about one survey response (a review). Times are aware UTC.

    ``event_id`` is the idempotency key within the source, ``external_id`` the sender's id of the review.
    ``action`` is upsert or delete; of a delete only ``event_id``, ``external_id`` and ``changed_at`` mean
    anything. ``score`` and ``polarity`` are None together: a survey that was sent and not answered. Then
    ``sent_at`` is set, otherwise ``rated_at`` is. ``changed_at`` orders revisions of one review: the
    sender's change time when it gave one, else the best time known; of two equal ones the later arrival
    should win.
    """

    event_id: str
    action: str
    external_id: str
    survey_type: str
    score: float | None
    scale_min: float
    scale_max: float
    polarity: str | None
    comment: str
    language: str
    sent_at: datetime | None
    rated_at: datetime | None
    changed_at: datetime
    contact: Contact | None
    company: Company | None
    ticket: Ticket | None
    agents: tuple[str, ...]
    tags: tuple[str, ...]
    status: str  # open, done or deleted
    permalink: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """One understood event about one reading of a metric of the workspace's own, in the metric's unit.

    ``external_id`` is the sender's id of the reading; the same id again puts it right.
    """

    event_id: str
    external_id: str
    metric: str
    value: float
    at: datetime
    contact: Contact | None
    company: Company | None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """An authentic event that cannot be used as it is: to be kept and shown, not dropped.

    ``reason`` is a sentence without customer text. ``raw`` is the JSON of this one event:
    ``kind.parse({"webhook-id": event_id}, raw, now)`` reads it again and finds the same ``event_id``.
    """

    reason: str
    event_id: str
    raw: bytes


Parsed = list[Incoming | Measurement | NotUnderstood]
