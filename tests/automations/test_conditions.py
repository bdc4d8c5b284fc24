import pytest

from automations.checks import Check, Testable
from automations.conditions import CONDITIONS, Customer, HasComment, Polarity, SurveyType
from automations.facts import CustomerFacts, Event
from tests.automations.cast import ACME, GLOBEX, NOW, a_customer, a_review, an_event


def check(condition: Testable, event: Event) -> Check:
    probe = condition.probe()
    checked = probe.check(event, NOW)
    assert probe.holds(event, NOW) is checked.passed
    return checked


def test_the_survey_type_is_one_of_those_named() -> None:
    condition = SurveyType(("csat", "ces"))
    assert check(condition, an_event(a_review("ces"))) == Check(
        True, "survey type is ces, one of csat and ces"
    )
    assert check(condition, an_event(a_review("nps"))) == Check(
        False, "survey type is nps, not one of csat and ces"
    )


def test_the_polarity_is_one_of_those_named() -> None:
    condition = Polarity(("negative",))
    assert check(condition, an_event(a_review(polarity="negative"))) == Check(
        True, "polarity is negative, one of negative"
    )
    assert check(condition, an_event(a_review(polarity="positive"))) == Check(
        False, "polarity is positive, not one of negative"
    )


def test_a_review_without_a_rating_has_no_polarity() -> None:
    condition = Polarity(("positive", "neutral", "negative"))
    assert check(condition, an_event(a_review(polarity=None))) == Check(False, "the review has no rating")


@pytest.mark.parametrize(("comment", "there"), [("Thanks", True), ("", False), (" \n\t\u00a0", False)])
def test_a_comment_is_more_than_white_space(comment: str, there: bool) -> None:
    assert check(HasComment(), an_event(a_review(comment=comment))) == Check(
        there, "there is a comment" if there else "there is no comment"
    )


@pytest.mark.parametrize("written", ["Acme", "ACME", " acme ", "01jacme"])
def test_a_customer_is_known_by_name_or_id_in_any_case(written: str) -> None:
    assert check(Customer((written,)), an_event()).passed
    assert not check(Customer((written,)), an_event(customer=GLOBEX)).passed


@pytest.mark.parametrize(
    ("customer", "written"),
    [(a_customer("Straße GmbH"), "STRASSE GMBH"), (a_customer("Café  Nero"), "cafe\u0301 nero")],
)
def test_a_customer_is_known_however_its_letters_are_encoded(customer: CustomerFacts, written: str) -> None:
    assert check(Customer((written,)), an_event(customer=customer)).passed


def test_part_of_a_name_is_not_the_customer() -> None:
    assert not check(Customer(("Acm", "Acme Inc")), an_event()).passed


def test_the_reason_names_the_customer_and_a_few_of_those_asked_for() -> None:
    condition = Customer(("Globex", "Initech", "Umbrella", "Hooli", "Stark"))
    assert check(condition, an_event()) == Check(
        False, "customer is Acme, not one of Globex, Initech, Umbrella and 2 more"
    )


def test_names_in_a_reason_are_short_and_printable() -> None:
    hostile = a_customer("<!channel>\x00\u202e" + "x" * 1000)
    because = check(Customer(("Acme",)), an_event(customer=hostile)).because
    assert because.startswith("customer is <!channel>\ufffd\ufffdxxx")
    assert len(because) < 100


@pytest.mark.parametrize(
    "condition", [SurveyType(("csat",)), Polarity(("negative",)), HasComment(), Customer(("Acme",))]
)
def test_a_fact_that_is_missing_fails_the_condition_with_a_reason(condition: Testable) -> None:
    checked = check(condition, an_event(review=None, customer=None))
    assert not checked.passed
    assert checked.because.startswith("there is no ")


def test_conditions_that_select_say_so_to_the_index() -> None:
    event = an_event(a_review("csat", "negative"), ACME)
    for condition in (SurveyType(("csat",)), Polarity(("negative",)), Customer(("Acme",))):
        assert condition.probe().selection is not None
        assert condition.probe().holds(event, NOW)
    assert HasComment().probe().selection is None


def test_the_table_lists_what_exists() -> None:
    assert list(CONDITIONS) == ["survey_type", "polarity", "has_comment", "customer"]
