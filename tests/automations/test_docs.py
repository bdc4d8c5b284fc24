"""docs/rules.md says what the code does: what it names exists, and what exists is there."""

import re
from pathlib import Path

import pytest

from automations.actions import ACTIONS
from automations.codec import MOST_ACTIONS, RULE_KEYS
from automations.condition_codec import DEEPEST_GROUP, MOST_CONDITIONS
from automations.conditions import CONDITIONS
from automations.durations import parse_duration
from automations.engine import MOST_CLOSE
from automations.errors import RuleErrors
from automations.forms import declarations
from automations.groups import GROUPS
from automations.reference import SECTIONS, entry, reference
from automations.rules import Rule
from automations.triggers import TRIGGERS
from automations.yaml_text import rules_from_yaml, rules_to_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("title", SECTIONS)
def test_the_page_has_a_heading_for_everything_that_exists_and_for_nothing_else(title: str) -> None:
    assert re.findall(r"^### `(.*)`$", section(title), re.MULTILINE) == list(SECTIONS[title])


@pytest.mark.parametrize(
    ("title", "name"), [(title, name) for title, table in SECTIONS.items() for name in table]
)
def test_each_entry_is_the_text_of_its_declaration(title: str, name: str) -> None:
    assert entry(name, SECTIONS[title][name]) in section(title) + "\n"


def test_the_reference_is_on_the_page_whole() -> None:
    assert reference() in PAGE


def test_the_parts_of_a_rule_are_all_told_with_what_is_allowed() -> None:
    told = re.findall(
        r"^- `(\w+)` \((required|may be left out)\): (.*)", section("The parts of a rule"), re.MULTILINE
    )
    assert {key for key, _, _ in told} == set(RULE_KEYS)
    needs = {key: need for key, need, _ in told}
    for declared in declarations(Rule):
        assert needs[declared.key] == ("required" if declared.required else "may be left out")
    text = " ".join(PAGE.split())
    assert "text of 1 to 75 characters" in text
    assert f"a list of 1 to {MOST_ACTIONS} [actions]" in text
    assert f"at most {MOST_CLOSE} rules an event" in text


def test_the_groups_and_their_limits_are_told() -> None:
    assert re.findall(r"^- `(\w+)` holds", section("Groups"), re.MULTILINE) == list(GROUPS)
    assert f"up to {DEEPEST_GROUP} deep; a rule may have up to {MOST_CONDITIONS} conditions" in section(
        "Groups"
    )


def test_the_durations_on_the_page_are_durations() -> None:
    written = re.findall(r"`(\w+)`", section("Durations"))
    assert [parse_duration(text) for text in written]


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_read_and_survives_writing(text: str) -> None:
    rules = rules_from_yaml(text)
    assert rules
    assert rules_from_yaml(rules_to_yaml(rules)) == rules


@pytest.mark.parametrize("name", [*TRIGGERS, *CONDITIONS, *ACTIONS, *(f"{group}:" for group in GROUPS)])
def test_everything_is_shown_in_an_example(name: str) -> None:
    assert any(name in text for text in EXAMPLES)


def test_the_refusal_on_the_page_is_the_one_given() -> None:
    (shown,) = re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
    text = EXAMPLES[0].replace("- {type: has_comment}", "- {type: polarity, is_one_of: [negativ]}")
    with pytest.raises(RuleErrors) as refused:
        rules_from_yaml(text)
    assert str(refused.value) == shown
