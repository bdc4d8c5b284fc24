from datetime import timedelta

import pytest

from automations.actions import MessageOwner
from automations.codec import rule_from_dict, rule_to_dict, rules_from_document, rules_to_document
from automations.conditions import Customer, HasComment, Polarity
from automations.errors import RuleErrors
from automations.groups import ALWAYS, All, Any_, None_
from automations.rules import Rule
from automations.triggers import ReviewReceived
from tests.automations.cast import ALERT, a_rule

SHORTEST: dict[str, object] = {
    "name": "Tell managers",
    "when": {"trigger": "review_received", "survey": ["csat"]},
    "then": [{"type": "post_to_channel", "channel": "C0123ABCD"}],
}
COMMENT: dict[str, object] = {"type": "has_comment"}


def read(**changes: object) -> Rule:
    return rule_from_dict({**SHORTEST, **changes}, id="01JRULE")


def errors(**changes: object) -> dict[str, str]:
    with pytest.raises(RuleErrors) as refused:
        read(**changes)
    return refused.value.errors


def test_the_shortest_rule_is_switched_on_waits_for_nothing_and_always_holds() -> None:
    rule = read()
    assert rule == a_rule()
    assert (rule.enabled, rule.settle, rule.conditions, rule.version) == (True, timedelta(0), ALWAYS, 1)
    assert rule_to_dict(rule) == SHORTEST


def test_what_has_its_default_is_not_written() -> None:
    assert rule_to_dict(read(enabled=True, settle="0s", conditions={"all": []})) == SHORTEST


def test_a_full_rule_is_written_in_the_order_people_read_it() -> None:
    rule = Rule(
        id="01JRULE",
        version=4,
        name="Follow up",
        enabled=False,
        when=ReviewReceived(),
        conditions=All((Polarity(("negative",)), Any_((HasComment(), None_((Customer(("Acme",)),)))))),
        then=(ALERT, MessageOwner()),
        settle=timedelta(minutes=5),
    )
    written = rule_to_dict(rule)
    assert list(written) == ["name", "enabled", "when", "conditions", "then", "settle"]
    assert written == {
        "name": "Follow up",
        "enabled": False,
        "when": {"trigger": "review_received"},
        "conditions": {
            "all": [
                {"type": "polarity", "is_one_of": ["negative"]},
                {"any": [COMMENT, {"none": [{"type": "customer", "is_one_of": ["Acme"]}]}]},
            ]
        },
        "then": [{"type": "post_to_channel", "channel": "C0123ABCD"}, {"type": "message_owner"}],
        "settle": "5m",
    }
    assert rule_from_dict(written, id="01JRULE", version=4) == rule


@pytest.mark.parametrize("empty", [None, {}, [], {"all": []}])
def test_an_empty_block_of_conditions_means_always(empty: object) -> None:
    assert read(conditions=empty).conditions == ALWAYS


def test_one_bare_condition_stays_bare() -> None:
    rule = read(conditions=COMMENT)
    assert rule.conditions == HasComment()
    assert rule_to_dict(rule)["conditions"] == COMMENT


@pytest.mark.parametrize("key", ["any", "none"])
def test_an_empty_any_or_none_is_refused(key: str) -> None:
    assert errors(conditions={key: []}) == {
        f"conditions.{key}": "It must be a list of at least one condition, not an empty list."
    }


def test_an_empty_group_inside_another_is_refused() -> None:
    assert set(errors(conditions={"any": [{"all": []}]})) == {"conditions.any[0].all"}


def test_two_groups_side_by_side_are_answered_with_how_to_nest_them() -> None:
    assert errors(conditions={"all": [COMMENT], "none": [COMMENT]}) == {
        "conditions": "It must have only one of all and none; put one inside the other to use both."
    }


def test_conditions_as_a_bare_list_are_refused_with_the_shape_they_must_have() -> None:
    assert errors(conditions=[COMMENT])["conditions"] == (
        "It must be a mapping with type: survey_type, polarity, has_comment or customer, "
        "or one of all, any and none, not a list."
    )


@pytest.mark.parametrize(
    ("written", "meant"), [({"polarity": ["negative"]}, "type: polarity"), ({"al": [COMMENT]}, "all")]
)
def test_a_near_miss_in_the_shape_of_a_condition_gets_a_guess(written: object, meant: str) -> None:
    assert errors(conditions=written)["conditions"].endswith(f"(did you mean {meant}?).")


def test_a_condition_of_which_nothing_is_known_is_told_what_was_found() -> None:
    assert errors(conditions={"weather": "bad", 5: 5})["conditions"].endswith(
        ', not "weather" and the number 5.'
    )


def test_what_is_no_condition_has_no_written_form() -> None:
    with pytest.raises(TypeError, match="ReviewReceived has no written form"):
        rule_to_dict(a_rule(ReviewReceived()))


def test_an_unknown_condition_is_answered_with_those_that_exist() -> None:
    assert errors(conditions={"all": [{"type": "polarty", "is_one_of": ["negative"]}]}) == {
        "conditions.all[0].type": "It must be one of survey_type, polarity, has_comment or customer, "
        'not "polarty" (did you mean polarity?).'
    }


def test_an_unknown_key_is_refused_wherever_it_stands() -> None:
    assert set(
        errors(
            enable=False,
            when={"trigger": "review_received", "surveys": ["csat"]},
            conditions={"all": [{**COMMENT, "is": True}], "cooldown": "5m"},
            then=[{"type": "message_owner", "to": "U1"}],
        )
    ) == {"enable", "when.surveys", "conditions.all[0].is", "conditions.cooldown", "then[0].to"}


def test_a_key_that_yaml_takes_for_true_is_explained() -> None:
    written: dict[object, object] = dict(SHORTEST.items())
    written[True] = {"trigger": "review_received"}
    with pytest.raises(RuleErrors) as refused:
        rule_from_dict(written, id="01JRULE")
    assert refused.value.errors == {
        "rule": "What may stand here is name, enabled, when, conditions, then and settle, not true; "
        "YAML reads yes, no, on and off without quotes as true or false, so put the word in quotes."
    }


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = errors(
        name=12,
        enabled="yes",
        settle="soon",
        when={"trigger": "review_recieved"},
        conditions={
            "all": [{"type": "polarity", "is_one_of": ["negativ"]}, {"type": "polarity"}, "has_comment"]
        },
        then=[{"type": "post_to_channel", "channel": "#alerts"}, {}],
    )
    assert set(found) == {
        "name",
        "enabled",
        "settle",
        "when.trigger",
        "conditions.all[0].is_one_of",
        "conditions.all[1].is_one_of",
        "conditions.all[2]",
        "then[0].channel",
        "then[1].type",
    }
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in found.values())


def test_what_is_missing_is_named() -> None:
    with pytest.raises(RuleErrors) as refused:
        rule_from_dict({}, id="01JRULE")
    assert set(refused.value.errors) == {"name", "when", "then"}
    assert all(sentence.startswith("It is required: ") for sentence in refused.value.errors.values())


@pytest.mark.parametrize("data", [None, "rule", [], 5])
def test_what_is_no_mapping_is_no_rule(data: object) -> None:
    with pytest.raises(RuleErrors) as refused:
        rule_from_dict(data, id="01JRULE")
    assert set(refused.value.errors) == {"rule"}


@pytest.mark.parametrize("when", [None, "review_received", ["review_received"], {}])
def test_a_trigger_in_the_wrong_shape_is_refused(when: object) -> None:
    (sentence,) = errors(when=when).values()
    assert "review_received" in sentence


@pytest.mark.parametrize("count", [0, 21])
def test_a_rule_has_one_to_twenty_actions(count: int) -> None:
    assert errors(then=[{"type": "message_owner"}] * count) == {
        "then": f"It must be a list of 1 to 20 actions, not {count} of them."
    }


def test_one_action_without_its_list_is_refused() -> None:
    assert errors(then={"type": "message_owner"}) == {
        "then": "It must be a list of 1 to 20 actions, not a mapping."
    }


def nested(depth: int) -> dict[str, object]:
    return dict(COMMENT) if depth == 0 else {"all": [nested(depth - 1)]}


def test_groups_nest_five_deep_and_no_deeper() -> None:
    assert rule_to_dict(read(conditions=nested(5)))["conditions"] == nested(5)
    (sentence,) = errors(conditions=nested(6)).values()
    assert sentence == "Groups must not be nested more than 5 deep."


def test_a_rule_has_at_most_fifty_conditions_counted_through_all_groups() -> None:
    half = {"any": [COMMENT] * 25}
    assert rule_to_dict(read(conditions={"all": [half, half]}))["conditions"] == {"all": [half, half]}
    assert errors(conditions={"all": [half, half, COMMENT, COMMENT]}) == {
        "conditions.all[2]": "A rule must have at most 50 conditions, and this is one more."
    }


def test_a_structure_that_contains_itself_is_refused() -> None:
    endless: dict[str, list[object]] = {"all": []}
    endless["all"].append(endless)
    assert list(errors(conditions=endless).values()) == ["Groups must not be nested more than 5 deep."]


def test_a_document_holds_rules_under_one_key() -> None:
    document = {"rules": [SHORTEST, {**SHORTEST, "name": "Another"}]}
    rules = rules_from_document(document)
    assert [rule.name for rule in rules] == ["Tell managers", "Another"]
    assert [rule.id for rule in rules] == ["", ""]
    assert rules_to_document(rules) == document


def test_an_empty_document_of_rules_is_a_document() -> None:
    assert rules_from_document({"rules": []}) == []


def test_names_must_differ_by_more_than_case_and_spacing() -> None:
    with pytest.raises(RuleErrors) as refused:
        rules_from_document({"rules": [SHORTEST, {**SHORTEST, "name": "tell  MANAGERS"}]})
    assert refused.value.errors == {
        "rules[1].name": "It must differ from every other rule's, and rules[0] has it."
    }


def test_faults_in_a_document_are_told_with_the_place_of_the_rule() -> None:
    with pytest.raises(RuleErrors) as refused:
        rules_from_document({"rules": [SHORTEST, "rule", {**SHORTEST, "name": ""}]})
    assert set(refused.value.errors) == {"rules[1]", "rules[2].name"}


@pytest.mark.parametrize("document", [None, [], [SHORTEST], {}, {"rules": None}, {"rules": SHORTEST}])
def test_a_document_in_the_wrong_shape_is_refused(document: object) -> None:
    with pytest.raises(RuleErrors) as refused:
        rules_from_document(document)
    assert set(refused.value.errors) == {"rules"}


def test_the_errors_read_as_lines_of_text() -> None:
    with pytest.raises(RuleErrors, match=r"^when: It is required.*\nthen: It is required"):
        rule_from_dict({"name": "Tell managers"}, id="01JRULE")
