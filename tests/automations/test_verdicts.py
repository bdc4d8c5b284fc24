import json

import pytest

from automations.actions import MessageOwner, PostToChannel
from automations.checks import Check
from automations.errors import RuleErrors
from automations.verdicts import Outcome, Verdict

TRIGGER = Check(True, "survey is csat, one of csat")
HELD = Check(True, "there is a comment")
FAILED = Check(False, "polarity is positive, not one of negative")


def a_verdict(*checks: Check, outcome: Outcome = Outcome.NOT_MATCHED) -> Verdict:
    return Verdict("01JRULE", 3, outcome, checks)


def test_a_rule_is_close_when_one_condition_stood_in_its_way() -> None:
    assert a_verdict(TRIGGER, HELD, FAILED).close
    assert a_verdict(TRIGGER, FAILED).close


def test_a_rule_is_not_close_when_two_conditions_stood_in_its_way() -> None:
    assert not a_verdict(TRIGGER, FAILED, FAILED).close


def test_a_rule_for_other_events_is_not_close() -> None:
    assert not a_verdict(Check(False, "survey is nps, not one of csat"), HELD).close


def test_a_rule_that_fired_or_is_switched_off_is_not_close() -> None:
    assert not a_verdict(TRIGGER, HELD, outcome=Outcome.FIRED).close
    assert not a_verdict(Check(False, "the rule is switched off"), TRIGGER, outcome=Outcome.DISABLED).close


def test_a_verdict_is_kept_as_json_and_read_back() -> None:
    verdict = Verdict(
        "01JRULE", 3, Outcome.FIRED, (TRIGGER, HELD), (PostToChannel("C0123ABCD"), MessageOwner())
    )
    kept = verdict.to_dict()
    assert kept == {
        "rule_id": "01JRULE",
        "rule_version": 3,
        "outcome": "fired",
        "checks": [
            {"passed": True, "because": "survey is csat, one of csat"},
            {"passed": True, "because": "there is a comment"},
        ],
        "actions": [{"type": "post_to_channel", "channel": "C0123ABCD"}, {"type": "message_owner"}],
    }
    assert Verdict.from_dict(json.loads(json.dumps(kept))) == verdict


def test_an_action_that_exists_no_more_is_named_when_a_verdict_is_read() -> None:
    kept = a_verdict(TRIGGER).to_dict() | {"actions": [{"type": "ring_a_bell"}]}
    with pytest.raises(RuleErrors, match="ring_a_bell"):
        Verdict.from_dict(kept)
