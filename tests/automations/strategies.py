"""Rules and events for the property tests, drawn from so few names and words that they meet often."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st

from automations.actions import Action, MessageOwner, PostToChannel
from automations.checks import Testable
from automations.conditions import Customer, HasComment, Polarity, SurveyType
from automations.facts import CustomerFacts, Event, StatusFacts
from automations.groups import ALWAYS, All, Any_, None_
from automations.rules import Rule
from automations.triggers import HealthStatusChanged, ReviewReceived, Trigger
from tests.automations.cast import a_customer, a_review

SURVEYS = ("csat", "nps", "ces")
POLARITIES = ("positive", "neutral", "negative")
NAMES = ("Acme", "ACME", "Globex", "Straße", "STRASSE", "01jacme", "01JGLOBEX", "Initech")

_plain = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
names = st.text(_plain, min_size=1, max_size=75).map(str.strip).filter(bool)
surveys = st.lists(st.sampled_from(SURVEYS), min_size=1, unique=True).map(tuple)
polarities = st.lists(st.sampled_from(POLARITIES), min_size=1, unique=True).map(tuple)
customers = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique_by=str.casefold).map(tuple)

conditions: st.SearchStrategy[Testable] = st.one_of(
    st.builds(SurveyType, surveys),
    st.builds(Polarity, polarities),
    st.builds(HasComment),
    st.builds(Customer, customers),
)


def _grouped(members: st.SearchStrategy[Testable]) -> st.SearchStrategy[Testable]:
    several = st.lists(members, min_size=1, max_size=3).map(tuple)
    makers: list[Callable[..., Testable]] = [All, Any_, None_]
    return st.one_of([st.builds(make, several) for make in makers])


# Trees of five leaves stay well within the depth and number that a rule may have.
trees = st.recursive(conditions, _grouped, max_leaves=5)
statuses = st.lists(st.sampled_from(["healthy", "concerning", "at_risk"]), unique=True).map(tuple)
triggers: st.SearchStrategy[Trigger] = st.builds(ReviewReceived, st.just(()) | surveys) | st.builds(
    HealthStatusChanged, statuses, statuses
)
channels = st.from_regex(r"[CG][A-Z0-9]{7,20}", fullmatch=True)
actions: st.SearchStrategy[Action] = st.builds(PostToChannel, channels) | st.builds(MessageOwner)

rules = st.builds(
    Rule,
    id=st.uuids().map(str),
    name=names,
    enabled=st.booleans(),
    when=triggers,
    conditions=st.just(ALWAYS) | trees,
    then=st.lists(actions, min_size=1, max_size=4, unique=True).map(tuple),
    settle=st.integers(0, 7 * 86_400).map(lambda seconds: timedelta(seconds=seconds)),
    version=st.integers(1, 9),
)

known_customers: st.SearchStrategy[CustomerFacts] = st.builds(
    a_customer, name=st.sampled_from(NAMES), id=st.sampled_from(NAMES)
)
reviews = st.builds(
    a_review,
    survey_type=st.sampled_from(SURVEYS),
    polarity=st.none() | st.sampled_from(POLARITIES),
    comment=st.sampled_from(["", " \n", "Thank you."]),
)
_status = st.sampled_from(["healthy", "concerning", "at_risk"])
events = st.builds(
    Event,
    trigger=st.sampled_from(["review_received", "review_received", "tag_added"]),
    key=st.just("review:01JREVIEW"),
    review=st.none() | reviews,
    customer=st.none() | known_customers,
) | st.builds(
    Event,
    trigger=st.just("health_status_changed"),
    key=st.just("status:01JCHANGE"),
    review=st.none(),
    customer=known_customers,
    status=st.builds(StatusFacts, _status, _status, st.just(61.0), st.just(0.7)),
)
