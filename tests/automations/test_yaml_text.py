from datetime import timedelta

import pytest

from automations.conditions import HasComment, Polarity
from automations.errors import RuleErrors
from automations.groups import All
from automations.rules import Rule
from automations.yaml_text import rules_from_yaml, rules_to_yaml
from tests.automations.cast import a_rule

EXAMPLE = """
rules:
  - name: Tell managers about unhappy customers
    enabled: true
    when: {trigger: review_received, survey: [csat]}      # csat, nps, ces
    conditions:
      all:
        - {type: polarity, is_one_of: [negative]}
        - {type: has_comment}
    then:
      - {type: post_to_channel, channel: C0123ABCD}
    settle: 0s                                            # durations: 90s, 5m, 2h, 7d
"""


def refused(text: str) -> RuleErrors:
    with pytest.raises(RuleErrors) as caught:
        rules_from_yaml(text)
    return caught.value


def test_rules_are_read_as_people_write_them() -> None:
    (rule,) = rules_from_yaml(EXAMPLE)
    assert rule.name == "Tell managers about unhappy customers"
    assert rule.conditions == All((Polarity(("negative",)), HasComment()))
    assert rule.settle == timedelta(0)


def test_rules_are_written_short_and_readable() -> None:
    assert rules_to_yaml(rules_from_yaml(EXAMPLE)) == (
        "rules:\n"
        "- name: Tell managers about unhappy customers\n"
        "  when:\n"
        "    trigger: review_received\n"
        "    survey: [csat]\n"
        "  conditions:\n"
        "    all:\n"
        "    - type: polarity\n"
        "      is_one_of: [negative]\n"
        "    - {type: has_comment}\n"
        "  then:\n"
        "  - {type: post_to_channel, channel: C0123ABCD}\n"
    )


@pytest.mark.parametrize(
    "name", ["yes", "42", "2026-01-02", "null", "# not a comment", "a: b", "🎉 Grüße", "'"]
)
def test_names_that_yaml_could_misread_survive(name: str) -> None:
    rule = Rule(id="", name=name, when=a_rule().when, then=a_rule().then)
    assert rules_from_yaml(rules_to_yaml([rule])) == [rule]


def test_faults_come_with_the_line_they_are_in() -> None:
    error = refused(
        "rules:\n"
        "  - name: 12\n"
        "    when: {trigger: review_received, survey: csat}\n"
        "    conditions:\n"
        "      all:\n"
        "        - {type: has_comment}\n"
        "        - type: polarity\n"
        "          is_one_of: [negativ]\n"
        "    on: true\n"
        "  - name: Second\n"
        "    then: []\n"
    )
    assert error.lines == {
        "rules[0]": 2,
        "rules[0].name": 2,
        "rules[0].when.survey": 3,
        "rules[0].conditions.all[1].is_one_of": 8,
        "rules[0].then": 2,
        "rules[1].when": 10,
        "rules[1].then": 11,
    }
    assert "line 8, rules[0].conditions.all[1].is_one_of: It must be a list" in str(error)


def test_a_key_that_stands_twice_is_refused_where_yaml_would_drop_one() -> None:
    error = refused(EXAMPLE + "    settle: 5m\n")
    assert error.errors == {
        "rules": 'It must be YAML, and cannot be read as such: the key "settle" stands twice in one mapping.'
    }
    assert error.lines == {"rules": 13}


def test_parts_may_be_named_once_and_used_again() -> None:
    (first, second) = rules_from_yaml(
        "rules:\n"
        "  - &first\n"
        "    name: First\n"
        "    when: {trigger: review_received}\n"
        "    then: [{type: message_owner}]\n"
        "  - <<: *first\n"
        "    name: Second\n"
    )
    assert (first.then, second.name) == (second.then, "Second")


@pytest.mark.parametrize(
    "text",
    [
        "rules: [",
        "rules:\n\t- name: x",
        "a\x00b",
        "[" * 5000,
        "{a: " * 5000,
        "rules: 2026-13-45",
        "rules: !!python/object:os.system {}",
        "rules: *nowhere",
        "? [a]\n: b",
        "--- a\n--- b",
    ],
)
def test_what_is_not_plain_yaml_is_refused_in_one_sentence(text: str) -> None:
    assert set(refused(text).errors) == {"rules"}
    assert str(refused(text)).count("\n") == 0


def test_a_text_that_grows_without_end_when_read_is_refused_in_no_time() -> None:
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert "rules[1]" in refused(laughs + "rules: *a59\n").errors
    assert refused("rules:\n  - conditions: &a {all: [*a, *a]}\n").errors


def test_an_empty_text_is_not_a_document() -> None:
    assert refused("").errors == {"rules": "The document must be a mapping with the key rules, not nothing."}
    assert refused("").lines == {}
