"""The rules of the playground, written as a team would write them."""

from collections.abc import Mapping
from pathlib import Path
from string import Template

from automations.rules import Rule
from automations.yaml_text import rules_from_yaml

_FILE = Path(__file__).with_name("rules.yml")


def rules_for(channels: Mapping[str, str]) -> list[Rule]:
    """The rules, posting to these channels (id by name); KeyError when one that they need is missing."""
    names = {name.replace("-", "_"): channel_id for name, channel_id in channels.items()}
    return rules_from_yaml(Template(_FILE.read_text(encoding="utf-8")).substitute(names))
