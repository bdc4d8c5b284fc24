"""Customers: who they are, and making one of two."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import AsJson
from scoring.status import Flag, Status

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.cli.desk import Desk
    from bot.storage.customers import Customer
    from bot.usecases.merge_customers import Merged
    from bot.views import CustomerLine, FlagMark

    Lines = tuple[str, list[CustomerLine], dict[str, FlagMark]]  # the timezone, the customers, their flags


class FlagWord(StrEnum):
    """A flag as it is typed."""

    CHAMPION = "champion"
    NEEDS_ATTENTION = "needs-attention"
    DANGER = "danger"
    NONE = "none"

    @property
    def flag(self) -> Flag | None:
        """The flag itself; None is none."""
        return None if self is FlagWord.NONE else Flag(self.value.replace("-", "_"))


commands = typer.Typer(help="Who the customers are.", no_args_is_help=True)


@commands.command("list")
def list_(
    context: typer.Context,
    population: Annotated[str | None, typer.Option(help="Only this population, such as client.")] = None,
    status: Annotated[Status | None, typer.Option(help="Only the customers that stand so.")] = None,
    as_json: AsJson = False,
) -> None:
    """List customers with the scores last computed.

    Example: `bellwether customers list --population client --status at_risk`
    """
    from bot.cli.desk import at_desk
    from bot.cli.flagging import told
    from bot.cli.output import put_json, put_table, say
    from bot.slack import words
    from bot.storage import flags, health

    def read(tx: "Connection", desk: "Desk") -> "Lines":
        lines = health.list_lines(tx, desk.workspace.id, desk.now, population, status)
        flagged = [line.id for line in lines if line.flag]
        marks = flags.flags_of(tx, desk.workspace.id, flagged, desk.now)
        return desk.workspace.timezone, lines, marks

    async def work(desk: "Desk") -> "Lines":
        return await desk.read(lambda tx: read(tx, desk))

    zone, found, marks = at_desk(context, work)
    if as_json:
        put_json([_line_as_data(line, marks.get(line.id), zone) for line in found])
    elif found:
        rows = [
            (
                line.name,
                words.mark(line.mark),
                told(marks[line.id], zone) if line.id in marks else "",
                line.population,
                line.site,
                line.owner,
            )
            for line in found
        ]
        put_table(("Customer", "Stands", "Flag", "Population", "Site", "Owner"), rows)
        say(f"Customers: {len(found)}")
    else:
        say("There is no such customer.")


@commands.command()
def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The customer: name, alias, e-mail domain or id.")
    ],
    as_json: AsJson = False,
) -> None:
    """Show who a customer is, and by which names, domains and ids reviews find it.

    How it is doing is told by `bellwether health NAME`.
    """
    from bot.cli.customer_card import as_data, put_card, read_card
    from bot.cli.desk import at_desk
    from bot.cli.output import put_json

    card = at_desk(context, lambda desk: read_card(desk, name))
    if as_json:
        put_json(as_data(card))
    else:
        put_card(card)


@commands.command()
def risks(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, from the worst on.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the customers that may be lost, worst first: flagged Danger, At Risk, or flagged Needs attention.

    Example: `bellwether customers risks --limit 10`
    """
    from bot.cli.desk import at_desk
    from bot.cli.flagging import told
    from bot.cli.output import put_json, put_table, say
    from bot.slack import words
    from bot.usecases.list_risks import RiskPage, list_risks

    async def work(desk: "Desk") -> "tuple[str, RiskPage]":
        page = await desk.read(lambda tx: list_risks(tx, desk.workspace.id, None, limit, desk.now))
        return desk.workspace.timezone, page

    zone, page = at_desk(context, work)
    if as_json:
        put_json([_line_as_data(line, page.flags.get(line.id), zone) for line in page.lines])
    elif page.lines:
        rows = [
            (
                line.name,
                words.mark(line.mark),
                told(page.flags[line.id], zone) if line.id in page.flags else "",
                line.owner,
            )
            for line in page.lines
        ]
        put_table(("Customer", "Stands", "Flag", "Owner"), rows)
        say("There are more: ask with a higher --limit." if page.after else f"Customers: {len(rows)}")
    else:
        say("No customer is At Risk, or flagged Danger or Needs attention.")


@commands.command()
def flag(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The customer: name, alias, e-mail domain or id.")
    ],
    wanted: Annotated[
        FlagWord, typer.Argument(metavar="FLAG", help="champion, needs-attention, danger, or none.")
    ],
    reason: Annotated[str, typer.Option(help="Why, in a sentence for the others; up to 500 characters.")],
    until: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help="The last day, within a year; `never` for no end. Without it: in 90 days, danger in 30.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Flag a customer as champion, needs-attention or danger, above what is computed; or take the flag away.

    Everybody sees the flag with its reason, who set it and its end.

    Example: `bellwether customers flag acme danger --reason "Has asked for the notice period"`
    """
    from bot.cli.desk import at_desk
    from bot.cli.flagging import as_data, put_flag, set_it
    from bot.cli.output import put_json

    view = at_desk(context, lambda desk: set_it(desk, name, wanted.flag, reason, until))
    if as_json:
        put_json(as_data(view))
    else:
        put_flag(view)


@commands.command()
def merge(
    context: typer.Context,
    from_: Annotated[str, typer.Argument(metavar="FROM", help="The customer that goes.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The customer that stays.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")] = False,
) -> None:
    """Make one customer of two: everything of FROM becomes INTO's, and FROM is removed.

    Reviews, tickets, interactions, alerts, contacts, and the names, domains and ids by which FROM was found.
    This cannot be undone.

    Example: `bellwether customers merge "Acme Incorporated" Acme`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import say
    from bot.errors import InvalidInput

    goes, stays = at_desk(context, lambda desk: _both(desk, from_, into))
    if goes.id == stays.id:
        raise InvalidInput({"INTO": f"{goes.name} is the same customer as FROM"})
    if not yes:
        _ask(goes, stays)
    merged = at_desk(context, lambda desk: _merge(desk, goes.id, stays.id))
    moved = merged.moved
    say(
        f"{goes.name} is {stays.name} now, with {moved.reviews} more reviews, {moved.tickets} tickets, "
        f"{moved.interactions} interactions and {moved.alerts} alerts."
    )


async def _both(desk: "Desk", from_: str, into: str) -> "tuple[Customer, Customer]":
    from bot.cli.meaning import the_customer
    from bot.storage import customers

    lines = [await the_customer(desk, from_, "FROM"), await the_customer(desk, into, "INTO")]
    ids = [line.id for line in lines]
    found = await desk.read(lambda tx: customers.get_customers(tx, desk.workspace.id, ids))
    return found[ids[0]], found[ids[1]]


async def _merge(desk: "Desk", from_id: str, into_id: str) -> "Merged":
    from bot.ids import new_id
    from bot.usecases.merge_customers import merge_customers
    from bot.usecases.outbox import Claimant

    claimant = Claimant(new_id(), sends=False)
    return await desk.write(
        lambda tx: merge_customers(
            tx, desk.core.knowledge, desk.workspace.id, from_id, into_id, desk.author, claimant, desk.now
        )
    )


def _ask(goes: "Customer", stays: "Customer") -> None:
    """Leave when the person does not say yes."""
    from bot.cli.output import plain
    from bot.errors import InvalidInput

    if not sys.stdin.isatty():
        raise InvalidInput({"--yes": "is needed where nobody can be asked"})
    one, other = (f"{each.name} ({each.population}, {each.id})" for each in (goes, stays))
    if not typer.confirm(plain(f"Merge {one} into {other}?"), err=True):
        raise typer.Exit(1)


def _line_as_data(line: "CustomerLine", flag: "FlagMark | None", zone: str) -> dict[str, Any]:
    from bot.cli.flagging import details

    mark = line.mark
    return {
        "id": line.id,
        "name": line.name,
        "population": line.population,
        "site": line.site,
        "owner": line.owner,
        "score": mark.score if mark else None,
        "confidence": mark.confidence if mark else None,
        "status": mark.status.value if mark else Status.NOT_ENOUGH_EVIDENCE.value,
        "flag": line.flag.value if line.flag else None,
        "flag_details": details(flag, zone),
    }
