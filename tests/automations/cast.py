"""Builders that are valid by default, and the customers they speak of."""

from datetime import UTC, datetime, timedelta

from automations.actions import Action, PostToChannel
from automations.checks import Testable
from automations.facts import CustomerFacts, Event, ReviewFacts
from automations.groups import ALWAYS
from automations.rules import Rule
from automations.triggers import ReviewReceived, Trigger

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CHANNEL = "C0123ABCD"
ALERT = PostToChannel(CHANNEL)


def a_customer(name: str = "Acme", id: str = "01JACME") -> CustomerFacts:
    return CustomerFacts(id=id, name=name, kind="company", population="client", site=None, owner="U0123OWNER")


def a_review(
    survey_type: str = "csat", polarity: str | None = "negative", comment: str = "Nobody called back."
) -> ReviewFacts:
    score = {"positive": 5.0, "neutral": 3.0, "negative": 1.0, None: None}[polarity]
    return ReviewFacts(
        id="01JREVIEW",
        survey_type=survey_type,
        score=score,
        polarity=polarity,
        comment=comment,
        tags=(),
        source="acme-surveys",
        rated_at=NOW - timedelta(minutes=1),
    )


ACME = a_customer()
GLOBEX = a_customer("Globex", "01JGLOBEX")
UNHAPPY = a_review()


def an_event(
    review: ReviewFacts | None = UNHAPPY,
    customer: CustomerFacts | None = ACME,
    trigger: str = "review_received",
) -> Event:
    return Event(trigger=trigger, key="review:01JREVIEW", review=review, customer=customer)


def a_rule(
    conditions: Testable = ALWAYS,
    when: Trigger | None = None,
    then: tuple[Action, ...] = (ALERT,),
    id: str = "01JRULE",
    enabled: bool = True,
) -> Rule:
    when = when if when is not None else ReviewReceived(("csat",))
    return Rule(id=id, name="Tell managers", enabled=enabled, when=when, conditions=conditions, then=then)
