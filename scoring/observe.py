"""How each metric reads a fact: pure functions from a fact and a lens to an observation, or to nothing."""

from typing import Final

from scoring.facts import Fact, Interaction, Reading, Review, Ticket
from scoring.metric import Direction, Lens, Observation, Observe

_TONES: Final = {"commendation": 1.0, "neutral": 0.5, "grievance": 0.0}


def answer(survey: str) -> Observe:
    """The answer to surveys of one type: 1, 0.5 or 0."""

    def observe(fact: Fact, _lens: Lens) -> Observation | None:
        if not isinstance(fact, Review) or fact.survey != survey or fact.polarity is None:
            return None
        return Observation(fact.at, fact.polarity.value01)

    return observe


def effort(fact: Fact, lens: Lens) -> Observation | None:
    """The ease that a CES answer says: its place on its scale, from the good end of which it is asked."""
    if not isinstance(fact, Review) or fact.survey != "ces" or fact.polarity is None or fact.score is None:
        return None
    ease = min(max((fact.score - fact.low) / (fact.high - fact.low), 0.0), 1.0)
    return Observation(fact.at, 1.0 - ease if lens.direction is Direction.LOW_IS_EASY else ease)


def survey(fact: Fact, _lens: Lens) -> Observation | None:
    """Whether a survey was answered; it counts when it was sent."""
    if not isinstance(fact, Review):
        return None
    return Observation(fact.asked_at, 0.0 if fact.polarity is None else 1.0)


def first_response(fact: Fact, lens: Lens) -> Observation | None:
    """How long a ticket waited for its first response; it counts when that came."""
    if not isinstance(fact, Ticket) or fact.first_response_at is None:
        return None
    waited = lens.hours.between(fact.opened_at, fact.first_response_at, lens.zone)
    return Observation(fact.first_response_at, lens.scale.value01(waited))


def resolution(fact: Fact, lens: Lens) -> Observation | None:
    """How long a ticket took to be resolved; it counts when it was."""
    if not isinstance(fact, Ticket) or fact.resolved_at is None:
        return None
    return Observation(
        fact.resolved_at, lens.scale.value01(lens.hours.between(fact.opened_at, fact.resolved_at, lens.zone))
    )


def reopening(fact: Fact, _lens: Lens) -> Observation | None:
    """Whether a resolved ticket stayed resolved."""
    if not isinstance(fact, Ticket) or (fact.resolved_at is None and not fact.reopened):
        return None
    return Observation(fact.resolved_at or fact.opened_at, 0.0 if fact.reopened else 1.0)


def escalation(fact: Fact, _lens: Lens) -> Observation | None:
    """Whether a ticket went without being escalated."""
    return Observation(fact.opened_at, 0.0 if fact.escalated else 1.0) if isinstance(fact, Ticket) else None


def ticket(fact: Fact, _lens: Lens) -> Observation | None:
    """A ticket, when it was opened, and whether it still is."""
    if not isinstance(fact, Ticket):
        return None
    return Observation(fact.opened_at, 1.0 if fact.resolved_at is None else 0.0)


def interaction(fact: Fact, _lens: Lens) -> Observation | None:
    """A call, mail, chat or visit."""
    return Observation(fact.at) if isinstance(fact, Interaction) else None


def tone(fact: Fact, _lens: Lens) -> Observation | None:
    """Grievance, neutral or commendation; nothing when nobody could tell."""
    if not isinstance(fact, Interaction) or fact.tone not in _TONES:
        return None
    return Observation(fact.at, _TONES[fact.tone])


def contact(fact: Fact, _lens: Lens) -> Observation | None:
    """Any sign of life: an answer, a ticket, a call."""
    if isinstance(fact, Review):
        return None if fact.polarity is None else Observation(fact.at)
    if isinstance(fact, Ticket):
        return Observation(fact.opened_at)
    return Observation(fact.at) if isinstance(fact, Interaction) else None


def topic(fact: Fact, _lens: Lens) -> Observation | None:
    """What a ticket or an interaction was about; nothing without a topic."""
    if isinstance(fact, Review | Reading) or not (name := fact.topic.strip().casefold()):
        return None
    return Observation(fact.opened_at if isinstance(fact, Ticket) else fact.at, topic=name)


def reading_of(metric: str) -> Observe:
    """The readings of one custom metric."""

    def observe(fact: Fact, lens: Lens) -> Observation | None:
        if not isinstance(fact, Reading) or fact.metric != metric:
            return None
        return Observation(fact.at, lens.scale.value01(fact.value))

    return observe
