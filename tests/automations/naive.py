"""What a rule means, spelled out as plainly as possible: the engine must agree with it."""

from automations.checks import Testable
from automations.conditions import Customer, HasComment, Polarity, SurveyType
from automations.facts import Event
from automations.groups import All, Any_, None_
from automations.rules import Rule
from automations.triggers import HealthStatusChanged, ReviewReceived


def fires(rule: Rule, event: Event) -> bool:
    return rule.enabled and triggered(rule, event) and holds(rule.conditions, event)


def triggered(rule: Rule, event: Event) -> bool:
    if isinstance(rule.when, HealthStatusChanged):
        status = event.status
        if event.trigger != "health_status_changed" or status is None:
            return False
        goes = not rule.when.to or status.after in rule.when.to
        return goes and (not rule.when.out_of or status.before in rule.when.out_of)
    assert isinstance(rule.when, ReviewReceived)
    review = event.review
    if event.trigger != "review_received" or review is None:
        return False
    if review.polarity is None and not review.comment.strip():
        return False
    return rule.when.survey == () or review.survey_type in rule.when.survey


def holds(node: Testable, event: Event) -> bool:
    review, customer = event.review, event.customer
    match node:
        case All(members):
            return all(holds(member, event) for member in members)
        case Any_(members):
            return any(holds(member, event) for member in members)
        case None_(members):
            return not any(holds(member, event) for member in members)
        case SurveyType(surveys):
            return review is not None and review.survey_type in surveys
        case Polarity(polarities):
            return review is not None and review.polarity in polarities
        case HasComment():
            return review is not None and review.comment.strip() != ""
        case Customer(names):
            if customer is None:
                return False
            known_as = {customer.name.casefold().strip(), customer.id.casefold().strip()}
            return any(name.casefold().strip() in known_as for name in names)
        case _:
            raise AssertionError(f"{node} is not spelled out yet")
