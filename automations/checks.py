"""The pieces a judgement is made of: a check with its reason, and the compiled test that yields it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from automations.facts import Event

Predicate = Callable[[Event, datetime], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """One test of one event. ``because`` names the fact that decided, in a few words without a full stop."""

    passed: bool
    because: str


class Facet(StrEnum):
    """The facts by which rules are found without being asked one by one, the most telling first."""

    CUSTOMER = "customer"
    POLARITY = "polarity"
    SURVEY = "survey"


class Selection(NamedTuple):
    """A test that holds exactly when one of the event's keys in this facet is among ``keys``."""

    facet: Facet
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Probe:
    """A compiled test: ``holds`` is quick, ``check`` gives the reason too, ``selection`` feeds the index."""

    holds: Predicate
    check: Callable[[Event, datetime], Check]
    selection: Selection | None = None


class Testable(ABC):
    """Whatever can be asked about an event: a condition, a group of conditions, a trigger."""

    __slots__ = ()

    @abstractmethod
    def probe(self) -> Probe:
        """Compile: everything that does not depend on the event is done here, once."""
