"""Judges events against rules. Everything it looks at is in its arguments."""

from collections.abc import Iterable
from datetime import datetime

from automations.checks import Check, Selection, Testable
from automations.facts import Event
from automations.forms import name_in
from automations.groups import All
from automations.index import Index
from automations.rules import Rule
from automations.triggers import TRIGGERS
from automations.verdicts import Outcome, Verdict
from automations.wording import shown


class RuleSet:
    """Rules compiled once and indexed by trigger, survey, polarity and customer; an event touches few.

    ``judge`` reports the rules that fired and those that were close: the trigger was right and exactly one
    of the outermost conditions failed. It looks for close rules only where the index leads. So a rule that
    fails on an indexed condition (a survey type, polarity or customer that it requires outright) is not
    reported, though it may be close by the definition; otherwise a rule for negative reviews would be close
    to every positive one. ``explain`` asks every rule and finds those too, from the same stored facts.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._compiled = tuple(_CompiledRule(rule) for rule in rules)
        self._index = Index()
        for position, compiled in enumerate(self._compiled):
            if compiled.rule.enabled:
                self._index.add(compiled.trigger, compiled.selections(), position)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(compiled.rule for compiled in self._compiled)

    def judge(self, event: Event, now: datetime) -> list[Verdict]:
        """The verdicts of the rules that fired or were close, in rule order, each with every reason."""
        judged = [self._compiled[position].judge(event, now) for position in self._index.candidates(event)]
        return [verdict for verdict in judged if verdict is not None]

    def explain(self, event: Event, now: datetime) -> list[Verdict]:
        """The verdict of every rule, in rule order, each with every reason; switched off rules say so."""
        return [compiled.explain(event, now) for compiled in self._compiled]


class _CompiledRule:
    """One rule's tests: a verdict is worth keeping if all ``_gates`` hold and all but one of ``_others``."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.trigger = name_in(TRIGGERS, type(rule.when))
        self._when = rule.when.probe()
        self._conditions = tuple(member.probe() for member in _outermost(rule.conditions))
        selective = [probe for probe in self._conditions if probe.selection is not None]
        self._gates = tuple(probe.holds for probe in (self._when, *selective))
        self._others = tuple(probe.holds for probe in self._conditions if probe.selection is None)

    def selections(self) -> list[Selection]:
        """What the index may rely on: each must hold for the rule to fire."""
        return [probe.selection for probe in (self._when, *self._conditions) if probe.selection is not None]

    def judge(self, event: Event, now: datetime) -> Verdict | None:
        """The verdict if the rule fired or was close; reasons are not worded for any other."""
        for holds in self._gates:
            if not holds(event, now):
                return None
        missed = 0
        for holds in self._others:
            if not holds(event, now):
                missed += 1
                if missed == 2:
                    return None
        return self.explain(event, now)

    def explain(self, event: Event, now: datetime) -> Verdict:
        """The verdict with its reasons, whatever it is."""
        rule = self.rule
        checks = (
            self._check_trigger(event, now),
            *[probe.check(event, now) for probe in self._conditions],
        )
        if not rule.enabled:
            off = Check(False, "the rule is switched off")
            return Verdict(rule.id, rule.version, Outcome.DISABLED, (off, *checks))
        if all(check.passed for check in checks):
            return Verdict(rule.id, rule.version, Outcome.FIRED, checks, rule.then)
        return Verdict(rule.id, rule.version, Outcome.NOT_MATCHED, checks)

    def _check_trigger(self, event: Event, now: datetime) -> Check:
        if event.trigger != self.trigger:
            return Check(False, f"the event is {shown(event.trigger)}, not {self.trigger}")
        return self._when.check(event, now)


def _outermost(conditions: Testable) -> tuple[Testable, ...]:
    """The conditions that must all hold, each of which gets a check of its own."""
    return conditions.members if isinstance(conditions, All) else (conditions,)
