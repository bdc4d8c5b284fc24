"""What can set a rule off. A trigger is a frozen dataclass of declared fields; TRIGGERS lists them."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from automations.checks import Check, Facet, Probe, Selection, Testable
from automations.facts import Event
from automations.fields import MultiChoice, Option
from automations.forms import Form
from automations.wording import listed, shown

SURVEYS = MultiChoice("Surveys", (Option("csat", "CSAT"), Option("nps", "NPS"), Option("ces", "CES")))


STATUSES = (
    Option("healthy", "Healthy"),
    Option("concerning", "Concerning"),
    Option("at_risk", "At Risk"),
    Option("not_enough_evidence", "Not enough evidence"),
)


class Trigger(Testable, Form):
    """A kind of event and, by its fields, which of that kind. The engine compares the kind before it asks."""

    __slots__ = ()

    @abstractmethod
    def probe(self) -> Probe: ...


@dataclass(frozen=True, slots=True)
class ReviewReceived(Trigger):
    """A customer answered a survey. Without `survey`, any survey; one that was only sent sets nothing off."""

    label: ClassVar = "A review is received"
    survey: Annotated[tuple[str, ...], SURVEYS] = ()

    def probe(self) -> Probe:
        wanted = frozenset(self.survey)

        def holds(event: Event, _now: datetime) -> bool:
            review = event.review
            return review is not None and review.answered and (not wanted or review.survey_type in wanted)

        def check(event: Event, now: datetime) -> Check:
            return Check(holds(event, now), self._because(event))

        return Probe(holds, check, Selection(Facet.SURVEY, wanted) if wanted else None)

    def _because(self, event: Event) -> str:
        if event.review is None:
            return "there is no review"
        if not event.review.answered:
            return "the survey has not been answered"
        survey = shown(event.review.survey_type)
        if not self.survey:
            return f"a review came in, survey {survey}"
        relation = "one of" if event.review.survey_type in self.survey else "not one of"
        return f"survey is {survey}, {relation} {listed(self.survey)}"


@dataclass(frozen=True, slots=True)
class HealthStatusChanged(Trigger):
    """A customer's health status changed. Without `to`, to whatever; without `out_of`, from whatever.

    Its first status is no change. Conditions about a review do not hold: there is none.
    """

    label: ClassVar = "The health status changes"
    to: Annotated[tuple[str, ...], MultiChoice("To", STATUSES)] = ()
    out_of: Annotated[tuple[str, ...], MultiChoice("From", STATUSES)] = ()

    def probe(self) -> Probe:
        to, out_of = frozenset(self.to), frozenset(self.out_of)

        def holds(event: Event, _now: datetime) -> bool:
            status = event.status
            if status is None:
                return False
            return (not to or status.after in to) and (not out_of or status.before in out_of)

        def check(event: Event, now: datetime) -> Check:
            return Check(holds(event, now), self._because(event))

        return Probe(holds, check)

    def _because(self, event: Event) -> str:
        status = event.status
        if status is None:
            return "the status did not change"
        found = f"the status went from {shown(status.before)} to {shown(status.after)}"
        wanted = [f"to {listed(self.to)}"] if self.to else []
        wanted += [f"out of {listed(self.out_of)}"] if self.out_of else []
        return f"{found}, asked for {' '.join(wanted)}" if wanted else found


TRIGGERS: dict[str, type[Trigger]] = {
    "review_received": ReviewReceived,
    "health_status_changed": HealthStatusChanged,
}
