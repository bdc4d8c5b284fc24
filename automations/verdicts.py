"""What a rule decided about one event, and why. A verdict is kept as JSON and read back exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from automations.actions import ACTIONS, Action
from automations.checks import Check
from automations.errors import Problems
from automations.forms import read_tagged, write_tagged


class Outcome(StrEnum):
    """How a judgement ended."""

    FIRED = "fired"
    NOT_MATCHED = "not_matched"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer to one event.

    The first check is about the trigger, the others are the rule's outermost conditions in the order written;
    a rule that is switched off says so in one more check before them. ``actions`` is empty unless it fired.
    """

    rule_id: str
    rule_version: int
    outcome: Outcome
    checks: tuple[Check, ...]
    actions: tuple[Action, ...] = ()

    @property
    def fired(self) -> bool:
        return self.outcome is Outcome.FIRED

    @property
    def close(self) -> bool:
        """Whether the trigger was right and exactly one condition stood between the rule and firing."""
        missed = [position for position, check in enumerate(self.checks) if not check.passed]
        return self.outcome is Outcome.NOT_MATCHED and len(missed) == 1 and missed[0] > 0

    def to_dict(self) -> dict[str, object]:
        """A form that JSON holds; ``Verdict.from_dict`` gives an equal verdict back."""
        return {
            "rule_id": self.rule_id,
            "rule_version": self.rule_version,
            "outcome": self.outcome.value,
            "checks": [{"passed": check.passed, "because": check.because} for check in self.checks],
            "actions": [write_tagged(ACTIONS, "type", action) for action in self.actions],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Verdict":
        """The verdict that ``to_dict`` wrote; RuleErrors when it names an action that exists no more."""
        problems = Problems()
        actions = [
            read_tagged(ACTIONS, "type", action, f"actions[{position}]", problems)
            for position, action in enumerate(data["actions"])
        ]
        problems.raise_if_any()
        return cls(
            rule_id=data["rule_id"],
            rule_version=data["rule_version"],
            outcome=Outcome(data["outcome"]),
            checks=tuple(Check(check["passed"], check["because"]) for check in data["checks"]),
            actions=tuple(action for action in actions if action is not None),
        )
