import pytest

from automations.actions import ACTIONS, Action, MessageOwner, PostToChannel
from automations.codec import rule_from_dict, rule_to_dict
from automations.errors import RuleErrors
from tests.automations.cast import a_rule

REST = {"name": "Tell managers", "when": {"trigger": "review_received", "survey": ["csat"]}}


@pytest.mark.parametrize(
    ("written", "action"),
    [
        ({"type": "post_to_channel", "channel": "C0123ABCD"}, PostToChannel("C0123ABCD")),
        ({"type": "message_owner"}, MessageOwner()),
    ],
)
def test_an_action_has_a_written_form(written: dict[str, object], action: Action) -> None:
    rule = rule_from_dict({**REST, "then": [written]}, id="01JRULE")
    assert rule == a_rule(then=(action,))
    assert rule_to_dict(rule)["then"] == [written]


def test_a_channel_is_needed_to_post_to_one() -> None:
    with pytest.raises(RuleErrors) as refused:
        rule_from_dict({**REST, "then": [{"type": "post_to_channel"}]}, id="01JRULE")
    assert refused.value.errors == {
        "then[0].channel": "It is required: the id of a Slack channel, such as C0123ABCD."
    }


def test_the_same_action_twice_is_refused_since_it_is_done_once_for_each_event() -> None:
    owner = {"type": "message_owner"}
    post = {"type": "post_to_channel", "channel": "C0123ABCD"}
    with pytest.raises(RuleErrors) as refused:
        rule_from_dict({**REST, "then": [owner, post, owner]}, id="01JRULE")
    assert refused.value.errors == {
        "then[2]": "It must differ from the other actions, and then[0] is the same."
    }


def test_the_table_lists_what_exists() -> None:
    assert list(ACTIONS) == ["post_to_channel", "message_owner"]
