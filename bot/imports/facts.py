"""What rows of customers, tickets and interactions have in common."""

from collections.abc import Mapping
from typing import Any

from bot.imports.cells import Cells
from bot.imports.values import Fact
from bot.sources.values import Company, Contact

WHOSE = ("customer", "customer_id", "contact_email")


def required_contact(cells: Cells, company: Company | None, contact: Contact | None) -> None:
    """Complain when the row does not say whose it is."""
    if company is None and contact is None:
        cells.complain("customer, customer_id and contact_email are all missing.")


def fact_of(
    cells: Cells,
    external_id: str,
    company: Company | None,
    contact: Contact | None,
    values: Mapping[str, Any],
) -> Fact:
    """The fact, with what was given apart from what was left empty."""
    given = {column: value for column, value in values.items() if value not in (None, "", ())}
    emptied = frozenset(column for column in values if column not in given and column in cells.values)
    return Fact(external_id, company, contact, given, emptied)


def revised(
    before: Mapping[str, Any] | None, fact: Fact, defaults: Mapping[str, Any], *, erase_empty: bool
) -> dict[str, Any]:
    """The columns of ``defaults`` as they are after the row.

    What the row leaves empty stays as it was ``before``, or is erased if it is asked for.
    """
    erased = {column: defaults[column] for column in fact.emptied if erase_empty and column in defaults}
    return {**defaults, **(before or {}), **erased, **fact.values}
