"""From an event's facts to the few rules that can fire on it, without asking the others."""

from collections.abc import Collection, Iterable
from itertools import product

from automations.checks import Facet, Selection
from automations.facts import Event
from automations.wording import fold

_Key = tuple[str | None, ...]


def facet_keys(event: Event) -> dict[Facet, Collection[str]]:
    """The keys by which an event is found in each facet: survey, polarity, the customer's id and name."""
    review, customer = event.review, event.customer
    return {
        Facet.SURVEY: () if review is None else (review.survey_type,),
        Facet.POLARITY: () if review is None or review.polarity is None else (review.polarity,),
        Facet.CUSTOMER: () if customer is None else (fold(customer.id), fold(customer.name)),
    }


class Index:
    """Positions of rules by trigger and by what each requires of every facet, if anything."""

    def __init__(self) -> None:
        self._buckets: dict[_Key, list[int]] = {}

    def add(self, trigger: str, selections: Iterable[Selection], position: int) -> None:
        """Enter a rule that fires only if all selections hold; in one facet the narrowest counts."""
        narrowest: dict[Facet, frozenset[str]] = {}
        for facet, keys in selections:
            if facet not in narrowest or len(keys) < len(narrowest[facet]):
                narrowest[facet] = keys
        choices = [narrowest.get(facet, (None,)) for facet in Facet]
        for key in product((trigger,), *choices):
            self._buckets.setdefault(key, []).append(position)

    def candidates(self, event: Event) -> list[int]:
        """Positions, ascending and each once, of every rule whose entered selections hold for the event."""
        keys = facet_keys(event)
        found: set[int] = set()
        for key in product((event.trigger,), *((*keys[facet], None) for facet in Facet)):
            found.update(self._buckets.get(key, ()))
        return sorted(found)
