"""Rows of customers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.imports.cells import Cells
from bot.imports.facts import fact_of
from bot.imports.values import Fact
from bot.sources import fields
from bot.sources.emails import company_domain
from bot.sources.names import normalise_name
from bot.sources.values import Company, FieldError

COLUMNS = (
    *("id", "name", "kind", "population", "site", "owner", "team", "division", "renewal_on", "domains"),
    "aliases",
)
REQUIRED = (("id", "name"),)
# What can be emptied, and what is there then; a customer always has a name, a kind and a population.
DEFAULTS: Mapping[str, Any] = {"site": "", "owner": "", "team": "", "division": "", "renewal_on": None}

_KINDS = {"company": "company", "individual": "individual"}
_TEXTS = ("population", "site", "owner", "team", "division")


def read_customer(cells: Cells, _now: datetime) -> Fact:
    """The customer of a row; ``keys`` among its values are those that its domains and aliases stand for."""
    external_id, name = cells.read(fields.identifier, "id"), cells.name("name")
    if not external_id and not name:
        cells.complain("id and name are both missing.")
    domains = cells.read(_domains, "domains")
    aliases = tuple(normalise_name(alias) for alias in cells.read(fields.names, "aliases"))
    values: dict[str, Any] = {
        "name": name,
        "kind": cells.one_of("kind", _KINDS),
        **{column: cells.name(column) for column in _TEXTS},
        "renewal_on": cells.day("renewal_on"),
        "keys": (*(f"domain:{one}" for one in domains), *(f"name:{one}" for one in aliases if one)),
    }
    company = Company(external_id, name, domains[0] if domains else "", values["kind"], "", "", "")
    return fact_of(cells, external_id, company, None, values)


def _domains(value: Any, column: str) -> tuple[str, ...]:
    """Domains of mail that stand for one company: not those of providers."""
    found = [one.casefold().removeprefix("@").rstrip(".") for one in fields.names(value, column)]
    for one in found:
        if fields.email(f"someone@{one}", column) == "":
            raise FieldError(f"{column} holds something that is not a domain such as acme.example.")
        if company_domain(f"someone@{one}") is None:
            raise FieldError(f"{column} holds the domain of a mail provider, which stands for no company.")
    return tuple(dict.fromkeys(found))
