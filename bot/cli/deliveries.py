"""Deliveries: what was sent, what waits, and what failed."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, Limit

if TYPE_CHECKING:
    from bot.cli.desk import Desk
    from bot.storage.deliveries import DeliveryLine


class State(StrEnum):
    """Where a delivery stands (bot.storage.deliveries)."""

    PENDING = "pending"
    CLAIMED = "claimed"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


commands = typer.Typer(help="What was sent, what waits, and what failed.", no_args_is_help=True)


@commands.command("list")
def list_(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="Only these; failed ones are dead letters.")] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List deliveries, newest first.

    Example: `bellwether deliveries list --state failed`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import local, moment, put_json, put_table, say
    from bot.storage import deliveries

    async def work(desk: "Desk") -> "tuple[list[DeliveryLine], str]":
        wanted = state.value if state else None
        lines = await desk.read(lambda tx: deliveries.list_deliveries(tx, desk.workspace.id, wanted, limit))
        return lines, desk.workspace.timezone

    found, zone = at_desk(context, work)
    if as_json:
        put_json(
            [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "destination": one.destination,
                    "state": one.state,
                    "attempts": one.attempts,
                    "error_code": one.error_code,
                    "error": one.error,
                    "created_at": moment(one.created_at),
                    "due_at": moment(one.due_at),
                }
                for one in found
            ]
        )
    elif found:
        rows = [
            (
                one.id,
                one.kind,
                one.destination,
                one.state,
                str(one.attempts),
                local(one.created_at, zone),
                one.error,
            )
            for one in found
        ]
        headings = ("Delivery", "What", "Where", "Is", "Tries", "Since", "Why not")
        put_table(headings, rows, numbers=("Tries",))
    else:
        say("There is no such delivery.")


@commands.command()
def retry(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Failed deliveries, as `list` shows them.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every failed delivery.")] = False,
) -> None:
    """Try failed deliveries anew, after what kept them has been mended; `bellwether serve` sends them.

    Example: `bellwether deliveries retry --all`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import say
    from bot.errors import InvalidInput
    from bot.usecases.retry_deliveries import retry_deliveries

    if bool(ids) == all_:
        raise InvalidInput({"ID": "name the deliveries to try anew, or say --all"})
    wanted = None if all_ else list(dict.fromkeys(ids or []))

    async def work(desk: "Desk") -> int:
        return await desk.write(
            lambda tx: retry_deliveries(tx, desk.workspace.id, wanted, desk.author, desk.now)
        )

    say(f"Deliveries to be tried anew: {at_desk(context, work)}")
