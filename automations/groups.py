"""Conditions taken together: all, any or none of them. Groups nest; GROUPS lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from automations.checks import Check, Predicate, Probe, Testable
from automations.facts import Event

_REASONS_IN_ONE = 3


@dataclass(frozen=True, slots=True)
class Group(Testable):
    """Members that are judged together; a member is a condition or another group."""

    members: tuple[Testable, ...] = ()


@dataclass(frozen=True, slots=True)
class All(Group):
    """Every member holds. An empty one therefore always holds: it is what a rule without conditions has."""

    def probe(self) -> Probe:
        probes = tuple(member.probe() for member in self.members)
        tests = tuple(probe.holds for probe in probes)

        def holds(event: Event, now: datetime) -> bool:
            for test in tests:  # noqa: SIM110  all() over a generator takes twice as long
                if not test(event, now):
                    return False
            return True

        def check(event: Event, now: datetime) -> Check:
            passed = holds(event, now)
            because = _reasons(probes, passed, event, now)
            return Check(passed, f"all hold ({because})" if passed else f"not all hold ({because})")

        return Probe(holds, check)


@dataclass(frozen=True, slots=True)
class Any_(Group):
    """At least one member holds."""

    def probe(self) -> Probe:
        probes = tuple(member.probe() for member in self.members)
        holds = _any_of(probes)

        def check(event: Event, now: datetime) -> Check:
            passed = holds(event, now)
            because = _reasons(probes, passed, event, now)
            return Check(
                passed,
                f"one holds ({because})" if passed else f"not one holds ({because})",
            )

        return Probe(holds, check)


@dataclass(frozen=True, slots=True)
class None_(Group):
    """No member holds."""

    def probe(self) -> Probe:
        probes = tuple(member.probe() for member in self.members)
        any_holds = _any_of(probes)

        def holds(event: Event, now: datetime) -> bool:
            return not any_holds(event, now)

        def check(event: Event, now: datetime) -> Check:
            passed = holds(event, now)
            because = _reasons(probes, not passed, event, now)
            return Check(
                passed,
                f"none holds, as asked ({because})" if passed else f"one holds that must not ({because})",
            )

        return Probe(holds, check)


def _any_of(probes: Sequence[Probe]) -> Predicate:
    tests = tuple(probe.holds for probe in probes)

    def holds(event: Event, now: datetime) -> bool:
        for test in tests:  # noqa: SIM110  any() over a generator takes twice as long
            if test(event, now):
                return True
        return False

    return holds


def _reasons(probes: Sequence[Probe], passed: bool, event: Event, now: datetime) -> str:
    """The reasons of the members that came out as ``passed``: they are the ones that decided."""
    checks = [probe.check(event, now) for probe in probes]
    decisive = [check.because for check in checks if check.passed is passed]
    if len(decisive) > _REASONS_IN_ONE:
        decisive[_REASONS_IN_ONE:] = [f"{len(decisive) - _REASONS_IN_ONE} more"]
    return "; ".join(decisive)


GROUPS: dict[str, type[Group]] = {"all": All, "any": Any_, "none": None_}
ALWAYS = All()
