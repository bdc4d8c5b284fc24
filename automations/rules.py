"""A rule: when something happens and the conditions hold, then these actions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar

from automations.actions import Action
from automations.checks import Testable
from automations.fields import DurationField, Switch, TextField
from automations.forms import Form
from automations.groups import ALWAYS
from automations.triggers import Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Form):
    """When it happens and the conditions hold, do these things, in this order."""

    label: ClassVar = "Rule"
    id: str
    """Unique in the workspace and the same through all versions; never part of the written form."""
    name: Annotated[str, TextField("Name", at_most=75)]
    enabled: Annotated[bool, Switch("Switched on")] = True
    when: Trigger
    conditions: Testable = ALWAYS
    """A condition or a group of them; the empty ``All`` of a rule without conditions always holds."""
    then: tuple[Action, ...]
    settle: Annotated[timedelta, DurationField("Wait for changes", at_most=timedelta(days=7))] = timedelta(0)
    """How long the caller waits before judging, so that the last word counts; the engine ignores it."""
    version: int = 1
