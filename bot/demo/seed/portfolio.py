"""The whole portfolio as values: customers, reviews, tickets and interactions, relative to one moment."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter

from bot.demo.seed.cases import SCALES, Case, Past, chance, contacts_of
from bot.demo.seed.customers import PROFILES, Profile
from bot.demo.seed.stories import level
from bot.demo.seed.topics import INTERACTIONS
from bot.sources.values import Company, Contact, Incoming, Ticket

_CHANNELS = ("call", "mail", "chat", "visit")
_INTERACTIONS_PER_WEEK = 0.12
_STILL_OPEN = timedelta(days=10)  # bad reviews of which nobody has taken care yet


@dataclass(frozen=True, slots=True)
class TicketFact:
    """A ticket with what the desk knows of it beyond the survey."""

    customer: str  # key of its profile
    ticket: Ticket
    topic: str
    contact_email: str
    first_response_at: datetime
    reopened: int


@dataclass(frozen=True, slots=True)
class InteractionFact:
    """A call, mail, chat or visit. ``tone`` is positive, neutral or negative."""

    customer: str  # key of its profile
    external_id: str
    channel: str
    direction: str
    text: str
    tone: str
    contact_email: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that happened before the playground opens; reviews in the order of their arrival."""

    profiles: tuple[Profile, ...]
    reviews: tuple[Incoming, ...]
    tickets: tuple[TicketFact, ...]
    interactions: tuple[InteractionFact, ...]


def build_portfolio(now: datetime) -> Portfolio:
    """The portfolio as it stands at ``now``: for the same moment always the same, and nothing later."""
    cases = [case for profile in PROFILES for case in Past(profile, now).cases()]
    cases.sort(key=attrgetter("opened_at"))
    tickets = [_ticket(case, number) for number, case in enumerate(cases, 20_001)]
    reviews = [
        _review(case, ticket, number, now)
        for number, (case, ticket) in enumerate(zip(cases, tickets, strict=True), 1)
        if case.sent_at is not None
    ]
    return Portfolio(
        PROFILES,
        tuple(sorted(reviews, key=attrgetter("changed_at"))),
        tuple(_fact(case, ticket) for case, ticket in zip(cases, tickets, strict=True)),
        tuple(fact for profile in PROFILES for fact in _interactions(profile, now)),
    )


def company_of(profile: Profile) -> Company:
    """The customer as the survey tool names it."""
    return Company(
        id=profile.key,
        name=profile.name,
        domain=profile.domain if profile.kind == "company" else "",
        kind=profile.kind,
        population=profile.population,
        site=profile.site,
        owner=profile.owner.email,
    )


def _ticket(case: Case, number: int) -> Ticket:
    desk = "Service Desk" if case.profile.kind == "company" else "Housing"
    return Ticket(
        id=str(number),
        number=f"T-{number}",
        subject=case.subject,
        board=desk,
        type=case.topic,
        priority=case.priority,
        status="Resolved" if case.resolved_at else "In progress",
        agents=(case.agent.name,),
        created_at=case.opened_at,
        resolved_at=case.resolved_at,
        url=f"https://desk.example/tickets/{number}",
    )


def _review(case: Case, ticket: Ticket, number: int, now: datetime) -> Incoming:
    scale_min, scale_max = SCALES[case.survey]
    at = case.rated_at or case.sent_at or case.opened_at
    handled = case.polarity == "negative" and at < now - _STILL_OPEN
    return Incoming(
        event_id=f"history-{number}",
        action="upsert",
        external_id=f"S-{number}",
        survey_type="csat" if case.survey == "smile" else case.survey,
        score=case.score,
        scale_min=scale_min,
        scale_max=scale_max,
        polarity=case.polarity,
        comment=case.comment,
        language="",
        sent_at=case.sent_at,
        rated_at=case.rated_at,
        changed_at=at,
        contact=case.contact,
        company=company_of(case.profile),
        ticket=replace(ticket, created_at=None),  # a survey names its ticket; the desk tells the rest
        agents=(case.agent.name,),
        tags=(case.topic.lower(),) if case.polarity == "negative" else (),
        status="done" if handled else "open",
        permalink=f"https://surveys.example/responses/S-{number}",
    )


def _fact(case: Case, ticket: Ticket) -> TicketFact:
    return TicketFact(
        case.profile.key, ticket, case.topic, case.contact.email, case.first_response_at, case.reopened
    )


def _interactions(profile: Profile, now: datetime) -> list[InteractionFact]:
    rng = chance(profile.key, "interactions")
    contacts = contacts_of(profile)
    found: list[InteractionFact] = []
    for weeks_ago in range(profile.weeks, 0, -1):
        pace = level(profile.story.pace, weeks_ago)
        if rng.random() >= _INTERACTIONS_PER_WEEK * pace * (1 + min(profile.per_week, 3)):
            continue
        mood = level(profile.story.mood, weeks_ago)
        tone = rng.choices(("positive", "neutral", "negative"), (mood, 0.8, 1 - mood))[0]
        back = timedelta(days=weeks_ago * 7 - rng.randrange(7), minutes=rng.randrange(1, 600))
        contact: Contact = rng.choice(contacts)
        found.append(
            InteractionFact(
                customer=profile.key,
                external_id=f"{profile.key}-{len(found) + 1}",
                channel=rng.choice(_CHANNELS),
                direction=rng.choice(("in", "in", "out")),
                text=rng.choice(INTERACTIONS[tone]),
                tone=tone,
                contact_email=contact.email,
                occurred_at=now.replace(microsecond=0) - back,
            )
        )
    return found
