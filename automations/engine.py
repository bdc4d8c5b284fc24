"""Judges events against rules. Everything it looks at is in its arguments."""

from collections.abc import Iterable
from datetime import datetime

from automations.checks import Check, Probe, Selection, Testable
from automations.facts import Event
from automations.forms import name_in
from automations.groups import All
from automations.index import Index
from automations.rules import Rule
from automations.triggers import TRIGGERS
from automations.verdicts import Outcome, Verdict
from automations.wording import shown

MOST_CLOSE = 20


class RuleSet:
    """Rules compiled once and indexed by trigger, survey, polarity and customer; an event touches few.

    ``judge`` reports the rules that fired and those that were close: the trigger was right and exactly one
    of the outermost conditions failed. It looks for close rules only where the index leads. So a rule that
    fails on an indexed condition (a survey type, polarity or customer that it requires outright) is not
    reported, though it may be close by the definition; otherwise a rule for negative reviews would be close
    to every positive one. And it stops at MOST_CLOSE close rules an event, so that thousands of rules waiting
    for something rare cost no more to keep than a few. ``explain`` asks every rule and finds all, from the
    same stored facts.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        # Rules ask the same questions: each is compiled once for all of them.
        probes: dict[Testable, Probe] = {}
        self._compiled = tuple(_CompiledRule(rule, probes) for rule in rules)
        self._index = Index()
        for position, compiled in enumerate(self._compiled):
            if compiled.rule.enabled:
                self._index.add(compiled.trigger, compiled.selections(), position)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(compiled.rule for compiled in self._compiled)

    def judge(self, event: Event, now: datetime) -> list[Verdict]:
        """The verdicts of the rules that fired or were close, in rule order, each with every reason."""
        verdicts = []
        close = 0
        for position in self._index.candidates(event):
            missed = self._compiled[position].missed(event, now)
            if missed == 0 or (missed == 1 and close < MOST_CLOSE):
                close += missed
                verdicts.append(self._compiled[position].explain(event, now))
        return verdicts

    def explain(self, event: Event, now: datetime) -> list[Verdict]:
        """The verdict of every rule, in rule order, each with every reason; switched off rules say so."""
        return [compiled.explain(event, now) for compiled in self._compiled]


class _CompiledRule:
    """One rule's tests: it fires or is close if all ``_gates`` hold, and all ``_others`` or all but one."""

    def __init__(self, rule: Rule, probes: dict[Testable, Probe]) -> None:
        self.rule = rule
        self.trigger = name_in(TRIGGERS, type(rule.when))
        self._when = _probe(rule.when, probes)
        self._conditions = tuple(_probe(member, probes) for member in _outermost(rule.conditions))
        selective = [probe for probe in self._conditions if probe.selection is not None]
        self._gates = tuple(probe.holds for probe in (self._when, *selective))
        self._others = tuple(probe.holds for probe in self._conditions if probe.selection is None)

    def selections(self) -> list[Selection]:
        """What the index may rely on: each must hold for the rule to fire."""
        return [probe.selection for probe in (self._when, *self._conditions) if probe.selection is not None]

    def missed(self, event: Event, now: datetime) -> int:
        """How many conditions failed: 0 when the rule fires, 1 when it is close, 2 for any other case."""
        for holds in self._gates:
            if not holds(event, now):
                return 2
        missed = 0
        for holds in self._others:
            if not holds(event, now):
                missed += 1
                if missed == 2:
                    break
        return missed

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


def _probe(testable: Testable, probes: dict[Testable, Probe]) -> Probe:
    found = probes.get(testable)
    if found is None:
        found = probes[testable] = testable.probe()
    return found
