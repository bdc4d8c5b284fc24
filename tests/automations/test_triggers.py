import pytest

from automations.checks import Check
from automations.facts import Event, StatusFacts
from automations.triggers import TRIGGERS, HealthStatusChanged, ReviewReceived
from tests.automations.cast import ACME, NOW, a_review, an_event


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
    assert list(TRIGGERS) == ["review_received", "health_status_changed"]


def a_change(before: str = "healthy", after: str = "at_risk") -> Event:
    return Event("health_status_changed", "status:1", None, ACME, StatusFacts(before, after, 52.0, 0.6))


@pytest.mark.parametrize(
    ("trigger", "passed", "because"),
    [
        (HealthStatusChanged(), True, "the status went from healthy to at_risk"),
        (
            HealthStatusChanged(("at_risk", "concerning")),
            True,
            "the status went from healthy to at_risk, asked for to at_risk and concerning",
        ),
        (
            HealthStatusChanged(("concerning",)),
            False,
            "the status went from healthy to at_risk, asked for to concerning",
        ),
        (
            HealthStatusChanged(("at_risk",), ("concerning",)),
            False,
            "the status went from healthy to at_risk, asked for to at_risk out of concerning",
        ),
        (
            HealthStatusChanged((), ("healthy",)),
            True,
            "the status went from healthy to at_risk, asked for out of healthy",
        ),
    ],
)
def test_a_change_of_status_is_asked_where_it_goes_and_where_it_comes_from(
    trigger: HealthStatusChanged, passed: bool, because: str
) -> None:
    probe = trigger.probe()
    assert probe.check(a_change(), NOW) == Check(passed, because)
    assert probe.holds(a_change(), NOW) is passed


def test_a_review_is_no_change_of_status() -> None:
    assert HealthStatusChanged().probe().check(an_event(), NOW) == Check(False, "the status did not change")
