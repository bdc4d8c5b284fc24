"""Who a customer is, read and printed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.cli.desk import Desk
from bot.cli.flagging import details, told
from bot.cli.meaning import the_customer
from bot.cli.output import put_lines
from bot.slack import words
from bot.storage import customers, flags, health, sources
from bot.storage.customers import Customer
from bot.storage.workspaces import Workspace
from bot.views import CustomerLine, FlagMark


@dataclass(frozen=True, slots=True)
class Card:
    """A customer with the ways it is recognised: ids by the source's name."""

    customer: Customer
    line: CustomerLine
    names: tuple[str, ...]
    domains: tuple[str, ...]
    addresses: tuple[str, ...]
    external_ids: tuple[tuple[str, str], ...]
    flag: FlagMark | None
    timezone: str


async def read_card(desk: Desk, name: str) -> Card:
    """The card of the customer meant; raises InvalidInput as ``the_customer``."""
    found = await the_customer(desk, name)
    return await desk.read(lambda tx: _read(tx, desk.workspace, found.id, desk.now))


def _read(tx: Connection, workspace: Workspace, customer_id: str, now: datetime) -> Card:
    workspace_id = workspace.id
    keys = sorted(customers.keys_of(tx, workspace_id, [customer_id])[customer_id])
    names = {source.id: source.name for source in sources.list_sources(tx, workspace_id)}
    external = [key.split(":", 2)[1:] for key in keys if key.startswith("external:")]
    return Card(
        customers.get_customers(tx, workspace_id, [customer_id])[customer_id],
        health.customer_lines(tx, workspace_id, [customer_id], now)[customer_id],
        _of_kind(keys, "name"),
        _of_kind(keys, "domain"),
        _of_kind(keys, "email"),
        tuple((names.get(source_id, source_id), own) for source_id, own in external),
        flags.find_flag(tx, workspace_id, customer_id, now),
        workspace.timezone,
    )


def _of_kind(keys: list[str], kind: str) -> tuple[str, ...]:
    return tuple(key.removeprefix(f"{kind}:") for key in keys if key.startswith(f"{kind}:"))


def as_data(card: Card) -> dict[str, Any]:
    """The JSON form."""
    customer = card.customer
    return {
        "id": customer.id,
        "name": customer.name,
        "kind": customer.kind,
        "population": customer.population,
        "site": customer.site,
        "owner": customer.owner,
        "team": customer.team,
        "division": customer.division,
        "renewal_on": customer.renewal_on.isoformat() if customer.renewal_on else None,
        "flag": card.flag.flag.value if card.flag else None,
        "flag_details": details(card.flag, card.timezone),
        "names": list(card.names),
        "domains": list(card.domains),
        "emails": list(card.addresses),
        "external_ids": [{"source": source, "id": own} for source, own in card.external_ids],
    }


def put_card(card: Card) -> None:
    """Print the card; what is not known is left out."""
    customer = card.customer
    facts = {
        "Id": customer.id,
        "Kind": customer.kind,
        "Population": customer.population,
        "Site": customer.site,
        "Owner": customer.owner,
        "Team": customer.team,
        "Division": customer.division,
        "Renews": customer.renewal_on.isoformat() if customer.renewal_on else "",
        "Stands": words.mark(card.line.mark),
        "Flag": told(card.flag, card.timezone) if card.flag else "",
        "Also found as": ", ".join(card.names),
        "E-mail domains": ", ".join(card.domains),
        "E-mail": ", ".join(card.addresses),
        "Ids": ", ".join(f"{own} in {source}" for source, own in card.external_ids),
    }
    put_lines(*(f"{label}: {fact}" for label, fact in facts.items() if fact), title=customer.name)
