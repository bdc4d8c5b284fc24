import pytest

from automations.checks import Check, Testable
from automations.conditions import Customer, HasComment, Polarity
from automations.groups import ALWAYS, All, Any_, None_
from tests.automations.cast import NOW, an_event

YES = Polarity(("negative",))
NO = Polarity(("positive",))
ALSO_NO = Customer(("Globex",))
COMMENT = HasComment()


def check(group: Testable) -> Check:
    probe = group.probe()
    checked = probe.check(an_event(), NOW)
    assert probe.holds(an_event(), NOW) is checked.passed
    return checked


@pytest.mark.parametrize(
    ("group", "passed"),
    [
        (All((YES, COMMENT)), True),
        (All((YES, NO)), False),
        (Any_((NO, YES)), True),
        (Any_((NO, ALSO_NO)), False),
        (None_((NO, ALSO_NO)), True),
        (None_((NO, YES)), False),
        (All((YES, Any_((NO, None_((ALSO_NO,)))))), True),
        (None_((All((YES, NO)), Any_((NO, ALSO_NO)))), True),
    ],
)
def test_groups_mean_what_their_names_say_however_nested(group: Testable, passed: bool) -> None:
    assert check(group).passed is passed


def test_no_conditions_at_all_mean_always() -> None:
    assert All(()) == ALWAYS
    assert check(ALWAYS).passed


def test_the_reason_names_the_members_that_decided() -> None:
    assert check(All((YES, COMMENT))).because == (
        "all hold (polarity is negative, one of negative; there is a comment)"
    )
    assert check(All((YES, NO))).because == "not all hold (polarity is negative, not one of positive)"
    assert check(Any_((NO, COMMENT))).because == "one holds (there is a comment)"
    assert check(Any_((NO, ALSO_NO))).because == (
        "not one holds (polarity is negative, not one of positive; customer is Acme, not one of Globex)"
    )
    assert check(None_((NO,))).because == "none holds, as asked (polarity is negative, not one of positive)"
    assert check(None_((NO, COMMENT))).because == "one holds that must not (there is a comment)"


def test_a_long_group_gives_a_few_reasons_and_counts_the_rest() -> None:
    assert check(Any_((NO,) * 5)).because.endswith("; 2 more)")
