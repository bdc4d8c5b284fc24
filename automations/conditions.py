"""What a rule can ask. A condition is a frozen dataclass of declared fields; CONDITIONS lists them."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, ClassVar

from automations.checks import Check, Facet, Predicate, Probe, Selection, Testable
from automations.facts import Event
from automations.fields import MultiChoice, Option
from automations.forms import Form
from automations.groups import All, Any_, None_
from automations.named_fields import CustomersField
from automations.triggers import SURVEYS
from automations.wording import fold, listed, shown

__all__ = [
    "CONDITIONS",
    "All",
    "Any_",
    "Condition",
    "Customer",
    "HasComment",
    "None_",
    "Polarity",
    "SurveyType",
]

POLARITIES = MultiChoice(
    "Polarity",
    (
        Option("positive", "Positive"),
        Option("neutral", "Neutral"),
        Option("negative", "Negative"),
    ),
)
_NAMES_IN_A_REASON = 3


class Condition(Testable, Form):
    """One question about the event's facts: ``predicate`` answers it, ``because`` words the answer."""

    __slots__ = ()

    @abstractmethod
    def predicate(self) -> Predicate:
        """The compiled question: quick, without side effects, False when the fact it asks for is missing."""

    @abstractmethod
    def because(self, event: Event, passed: bool) -> str:
        """The reason of an answer that is already known."""

    def selection(self) -> Selection | None:
        """The index entry that says the same as ``predicate``, for a condition that has one."""
        return None

    def probe(self) -> Probe:
        holds = self.predicate()

        def check(event: Event, now: datetime) -> Check:
            passed = holds(event, now)
            return Check(passed, self.because(event, passed))

        return Probe(holds, check, self.selection())


@dataclass(frozen=True, slots=True)
class SurveyType(Condition):
    """The review answers one of these surveys."""

    label: ClassVar = "Survey type"
    is_one_of: Annotated[tuple[str, ...], SURVEYS]

    def predicate(self) -> Predicate:
        wanted = frozenset(self.is_one_of)
        return lambda event, _now: event.review is not None and event.review.survey_type in wanted

    def because(self, event: Event, passed: bool) -> str:
        found = event.review.survey_type if event.review is not None else None
        return _membership("survey type", found, self.is_one_of, passed)

    def selection(self) -> Selection:
        return Selection(Facet.SURVEY, frozenset(self.is_one_of))


@dataclass(frozen=True, slots=True)
class Polarity(Condition):
    """The review is positive, neutral or negative. A comment without a rating is none of the three."""

    label: ClassVar = "Polarity"
    is_one_of: Annotated[tuple[str, ...], POLARITIES]

    def predicate(self) -> Predicate:
        wanted = frozenset(self.is_one_of)
        return lambda event, _now: event.review is not None and event.review.polarity in wanted

    def because(self, event: Event, passed: bool) -> str:
        if event.review is not None and event.review.polarity is None:
            return "the review has no rating"
        found = event.review.polarity if event.review is not None else None
        return _membership("polarity", found, self.is_one_of, passed)

    def selection(self) -> Selection:
        return Selection(Facet.POLARITY, frozenset(self.is_one_of))


@dataclass(frozen=True, slots=True)
class HasComment(Condition):
    """The review has a comment that is more than white space."""

    label: ClassVar = "Has a comment"

    def predicate(self) -> Predicate:
        return lambda event, _now: event.review is not None and event.review.has_comment

    def because(self, event: Event, passed: bool) -> str:
        if event.review is None:
            return "there is no review"
        return "there is a comment" if passed else "there is no comment"


@dataclass(frozen=True, slots=True)
class Customer(Condition):
    """The event is about one of these customers, by name or id. Case and spacing make no difference."""

    label: ClassVar = "Customer"
    is_one_of: Annotated[tuple[str, ...], CustomersField("Customers", at_most=100)]

    def predicate(self) -> Predicate:
        wanted = frozenset(map(fold, self.is_one_of))

        def holds(event: Event, _now: datetime) -> bool:
            customer = event.customer
            return customer is not None and (fold(customer.name) in wanted or fold(customer.id) in wanted)

        return holds

    def because(self, event: Event, passed: bool) -> str:
        found = event.customer.name if event.customer is not None else None
        return _membership("customer", found, self.is_one_of, passed)

    def selection(self) -> Selection:
        return Selection(Facet.CUSTOMER, frozenset(map(fold, self.is_one_of)))


# The same few sentences are worded for most rules that fire on an event.
@lru_cache(maxsize=4096)
def _membership(what: str, found: str | None, wanted: tuple[str, ...], passed: bool) -> str:
    if found is None:
        return f"there is no {what}"
    names = listed([shown(name) for name in wanted], most=_NAMES_IN_A_REASON)
    return f"{what} is {shown(found)}, {'one of' if passed else 'not one of'} {names}"


CONDITIONS: dict[str, type[Condition]] = {
    "survey_type": SurveyType,
    "polarity": Polarity,
    "has_comment": HasComment,
    "customer": Customer,
}
