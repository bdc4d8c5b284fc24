import pytest

from automations.checks import Check
from automations.facts import Event
from automations.triggers import TRIGGERS, ReviewReceived
from tests.automations.cast import NOW, a_review, an_event


def check(trigger: ReviewReceived, event: Event) -> Check:
    probe = trigger.probe()
    checked = probe.check(event, NOW)
    assert probe.holds(event, NOW) is checked.passed
    return checked


def test_a_review_of_a_named_survey_sets_it_off() -> None:
    assert check(ReviewReceived(("csat", "nps")), an_event()) == Check(
        True, "survey is csat, one of csat and nps"
    )


def test_a_review_of_another_survey_does_not() -> None:
    assert check(ReviewReceived(("nps",)), an_event()) == Check(False, "survey is csat, not one of nps")


@pytest.mark.parametrize("survey", ["csat", "nps", "ces"])
def test_without_a_survey_any_survey_sets_it_off(survey: str) -> None:
    assert check(ReviewReceived(), an_event(a_review(survey))) == Check(
        True, f"a review came in, survey {survey}"
    )


def test_a_survey_that_was_only_sent_sets_nothing_off() -> None:
    unanswered = an_event(a_review(polarity=None, comment=" "))
    assert check(ReviewReceived(), unanswered) == Check(False, "the survey has not been answered")


def test_a_comment_without_a_rating_is_an_answer() -> None:
    assert check(ReviewReceived(), an_event(a_review(polarity=None, comment="Call me."))).passed


def test_an_event_without_a_review_sets_it_not_off() -> None:
    assert check(ReviewReceived(), an_event(review=None)) == Check(False, "there is no review")


def test_the_table_lists_what_exists() -> None:
    assert list(TRIGGERS) == ["review_received"]
