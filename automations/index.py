"""From an event's facts to the few rules that can fire on it, without asking the others."""

from collections.abc import Collection, Iterable
from itertools import product

from automations.checks import Facet, Selection
from automations.facts import Event
from automations.wording import fold

# A rule is entered under every combination of its keys; beyond this many it is found by fewer facets.
MOST_ENTRIES = 100
_Keys = Collection[str | None]
_ANYTHING: _Keys = (None,)


def facet_keys(event: Event) -> dict[Facet, tuple[str, ...]]:
    """The keys by which an event is found in each facet: the customer's id and name, polarity, survey."""
    review, customer = event.review, event.customer
    return {
        Facet.CUSTOMER: () if customer is None else (fold(customer.id), fold(customer.name)),
        Facet.POLARITY: () if review is None or review.polarity is None else (review.polarity,),
        Facet.SURVEY: () if review is None else (review.survey_type,),
    }


class Index:
    """Positions of rules by trigger and by what each requires of every facet, if anything."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str | None, ...], list[int]] = {}

    def add(self, trigger: str, selections: Iterable[Selection], position: int) -> None:
        """Enter a rule that fires only if all selections hold; in one facet the narrowest counts."""
        narrowest: dict[Facet, frozenset[str]] = {}
        for facet, keys in selections:
            if facet not in narrowest or len(keys) < len(narrowest[facet]):
                narrowest[facet] = keys
        for key in product((trigger,), *_affordable(narrowest)):
            self._buckets.setdefault(key, []).append(position)

    def candidates(self, event: Event) -> list[int]:
        """Positions, ascending and each once; every rule whose selections all hold is among them."""
        keys = facet_keys(event)
        found: set[int] = set()
        for key in product((event.trigger,), *((*keys[facet], None) for facet in Facet)):
            found.update(self._buckets.get(key, ()))
        return sorted(found)


def _affordable(narrowest: dict[Facet, frozenset[str]]) -> list[_Keys]:
    entries = 1
    chosen: list[_Keys] = []
    for facet in Facet:
        keys: _Keys = narrowest.get(facet, _ANYTHING)
        if entries * len(keys) > MOST_ENTRIES:
            keys = _ANYTHING
        entries *= len(keys)
        chosen.append(keys)
    return chosen
