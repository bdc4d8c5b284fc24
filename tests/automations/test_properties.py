"""What must hold for every rule and event, not only for the examples one thinks of."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automations.codec import rule_from_dict, rule_to_dict, rules_from_document, rules_to_document
from automations.engine import RuleSet
from automations.errors import RuleErrors
from automations.facts import Event
from automations.rules import Rule
from automations.verdicts import Outcome, Verdict
from automations.wording import fold
from automations.yaml_text import rules_from_yaml, rules_to_yaml
from tests.automations import naive, strategies
from tests.automations.cast import NOW

JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.booleans(), inner, max_size=4),
    max_leaves=12,
)
RULE_LISTS = st.lists(strategies.rules, max_size=12)


@given(RULE_LISTS, strategies.events)
def test_the_indexed_engine_fires_exactly_the_rules_that_a_plain_reading_of_them_fires(
    rules: list[Rule], event: Event
) -> None:
    fired = [verdict.rule_id for verdict in RuleSet(rules).judge(event, NOW) if verdict.fired]
    assert fired == [rule.id for rule in rules if naive.fires(rule, event)]


@given(RULE_LISTS, strategies.events)
def test_judge_and_explain_never_disagree(rules: list[Rule], event: Event) -> None:
    explained = RuleSet(rules).explain(event, NOW)
    judged = RuleSet(rules).judge(event, NOW)
    assert [verdict.rule_id for verdict in explained] == [rule.id for rule in rules]
    assert judged == [verdict for verdict in explained if verdict in judged]
    assert [verdict for verdict in explained if verdict.fired] == [
        verdict for verdict in judged if verdict.fired
    ]
    assert all(verdict.fired or verdict.close for verdict in judged)


@given(strategies.rules, strategies.events)
def test_the_outcome_follows_from_the_checks(rule: Rule, event: Event) -> None:
    (verdict,) = RuleSet([rule]).explain(event, NOW)
    assert verdict.fired == all(check.passed for check in verdict.checks)
    assert (verdict.outcome is Outcome.DISABLED) == (not rule.enabled)
    assert verdict.actions == (rule.then if verdict.fired else ())
    assert all(check.because for check in verdict.checks)


@given(strategies.rules, strategies.events)
def test_a_verdict_survives_json(rule: Rule, event: Event) -> None:
    (verdict,) = RuleSet([rule]).explain(event, NOW)
    assert Verdict.from_dict(json.loads(json.dumps(verdict.to_dict()))) == verdict


@given(strategies.rules)
def test_a_rule_survives_json(rule: Rule) -> None:
    written = json.loads(json.dumps(rule_to_dict(rule)))
    read = rule_from_dict(written, id=rule.id, version=rule.version)
    assert read == rule
    assert rule_to_dict(read) == written


@given(st.lists(strategies.rules, max_size=4, unique_by=lambda rule: fold(rule.name)))
def test_a_document_survives_yaml(rules: list[Rule]) -> None:
    read = rules_from_yaml(rules_to_yaml(rules))
    assert read == [replace(rule, id="", version=1) for rule in rules]
    assert read == rules_from_document(rules_to_document(rules))


@given(JSON_LIKE)
def test_whatever_json_holds_is_refused_in_sentences(data: object) -> None:
    for document in (data, {"rules": data or [data]}, {"rules": [data]}):
        with pytest.raises(RuleErrors) as refused:
            rules_from_document(document)
        assert_sentences(refused.value)
    with pytest.raises(RuleErrors) as refused:
        rule_from_dict(data, id="01JRULE")
    assert_sentences(refused.value)


@given(strategies.rules, st.data(), JSON_LIKE)
def test_a_rule_with_one_part_replaced_by_anything_is_read_or_refused_in_sentences(
    rule: Rule, data: st.DataObject, anything: object
) -> None:
    written = rule_to_dict(rule)
    container, key = data.draw(st.sampled_from(list(_places(written))))
    container[key] = anything
    try:
        read = rule_from_dict(written, id=rule.id)
    except RuleErrors as refused:
        assert_sentences(refused)
    else:
        assert rule_from_dict(rule_to_dict(read), id=rule.id) == read


@given(st.text())
def test_whatever_text_is_refused_in_sentences(text: str) -> None:
    with pytest.raises(RuleErrors) as refused:
        rules_from_yaml(text)
    assert_sentences(refused.value)


def assert_sentences(refused: RuleErrors) -> None:
    assert refused.errors
    for path, sentence in refused.errors.items():
        assert path
        assert sentence.endswith(".")
        assert str(refused).isprintable() or "\n" in str(refused)
        assert str(refused).encode()
    assert set(refused.lines) <= set(refused.errors)


def _places(data: object) -> Iterator[tuple[dict[object, object], object]]:
    """Every (container, key) in a tree of dicts and lists."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield data, key  # type: ignore[misc]
        yield from _places(value)
