"""What came with each initiative: how customers' scores changed, beyond those of customers like them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection

from bot.past_views import Initiative, InitiativeView
from bot.storage import customers, initiatives
from bot.storage.customers import Customer
from scoring.rollup import effect_of

AFTER = timedelta(days=90)  # how long an initiative is followed: a half-life of reviews

_BEFORE = timedelta(days=31)  # the oldest history keeps one score a month
_PAGE = 500

Pair = tuple[float, float]


def measure_initiatives(tx: Connection, workspace_id: str, today: date) -> list[InitiativeView]:
    """Every initiative with its effect by population, the oldest first."""
    return [_measured(tx, workspace_id, one, today) for one in initiatives.all_initiatives(tx, workspace_id)]


def _measured(tx: Connection, workspace_id: str, initiative: Initiative, today: date) -> InitiativeView:
    until = min(initiative.began_on + AFTER, today)
    treated: dict[str, dict[str, Pair]] = defaultdict(dict)
    others: dict[str, dict[str, Pair]] = defaultdict(dict)
    for page in _pages(tx, workspace_id):
        first = initiative.began_on - _BEFORE
        scores = initiatives.scores_between(tx, workspace_id, list(page), first, until)
        for customer_id, days in scores.items():
            pair = _before_and_after(days, initiative.began_on)
            if pair is not None:
                customer = page[customer_id]
                whose = treated if is_for(initiative, customer) else others
                whose[customer.population][customer_id] = pair
    effects = tuple((name, effect_of(treated[name], others[name])) for name in sorted(treated))
    return InitiativeView(initiative, until, effects)


def _pages(tx: Connection, workspace_id: str) -> Iterator[dict[str, Customer]]:
    after, full = "", True
    while full:
        page = customers.page_of_customers(tx, workspace_id, after, _PAGE)
        full = len(page) == _PAGE
        if page:
            after = page[-1].id
            yield {one.id: one for one in page}


def _before_and_after(days: Mapping[date, float], began_on: date) -> Pair | None:
    """The last score before that day and the last of all; None unless there is one on either side."""
    before = [day for day in days if day < began_on]
    after = [day for day in days if day > began_on]
    return (days[max(before)], days[max(after)]) if before and after else None


def is_for(initiative: Initiative, customer: Customer) -> bool:
    """Whether a customer, as it is today, is one of those that an initiative was for."""
    asked = (
        (initiative.site, customer.site),
        (initiative.team, customer.team),
        (initiative.population, customer.population),
    )
    return all(not wanted or wanted.casefold() == has.casefold() for wanted, has in asked)
