"""The inbox: survey events that were authentic and not understood."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, Limit

if TYPE_CHECKING:
    from bot.cli.desk import Desk
    from bot.core import Core
    from bot.storage.inbox import Letter
    from bot.usecases.intake.batcher import Intake
    from bot.usecases.replay_inbox import Replayed

commands = typer.Typer(
    help="Survey events that were not understood, kept as they came.", no_args_is_help=True
)


@commands.command("list")
def list_(context: typer.Context, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List what was not understood, oldest first, with the reason."""
    from bot.cli.desk import at_desk
    from bot.cli.output import local, moment, put_json, put_table, say
    from bot.storage import inbox

    async def work(desk: "Desk") -> "tuple[list[Letter], int, str]":
        letters = await desk.read(lambda tx: inbox.quarantined(tx, desk.workspace.id, limit))
        total = await desk.read(lambda tx: inbox.count_quarantined(tx, desk.workspace.id))
        return letters, total, desk.workspace.timezone

    found, total, zone = at_desk(context, work)
    if as_json:
        put_json(
            [
                {
                    "id": one.id,
                    "source": one.source_name,
                    "event_id": one.event_id,
                    "reason": one.reason,
                    "bytes": len(one.body or b""),
                    "received_at": moment(one.received_at),
                }
                for one in found
            ]
        )
    elif found:
        rows = [(one.id, one.source_name, local(one.received_at, zone), one.reason) for one in found]
        put_table(("Event", "Source", "Came", "Why it was not understood"), rows)
        say(f"Events: {len(found)} of {total}")
    else:
        say("Everything that came in was understood.")


@commands.command()
def show(
    context: typer.Context,
    event: Annotated[str, typer.Argument(metavar="ID", help="The event, as `list` shows it.")],
) -> None:
    """Print one event exactly as it came, to see what its sender means.

    Example: `bellwether inbox show 01J... > event.json`
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import say
    from bot.errors import NotFound
    from bot.storage import inbox

    async def work(desk: "Desk") -> bytes:
        letter = await desk.read(lambda tx: inbox.find_quarantined(tx, desk.workspace.id, event))
        if letter is None:
            raise NotFound(f"No event {event} waits in the inbox.")
        return letter.body or b""

    body = at_desk(context, work)
    if sys.stdout.isatty():
        for line in body.decode(errors="replace").splitlines():
            say(line)  # without what a terminal would obey
    else:
        sys.stdout.buffer.write(body)


@commands.command()
def replay(
    context: typer.Context,
    event: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One event, as `list` shows it; all without it.")
    ] = None,
) -> None:
    """Read again what was not understood, after Bellwether or the sender was mended.

    What is understood now is taken in as if it had just come. Leaves with 1 when something is still not.
    """
    from bot.cli.desk import at_desk
    from bot.cli.output import say

    replayed = at_desk(context, lambda desk: _replay(desk, event))
    say(f"Understood now: {replayed.understood}")
    for letter, reason in replayed.left:
        say(f"{letter}: {reason}")
    if replayed.left:
        raise typer.Exit(1)


async def _replay(desk: "Desk", event: str | None) -> "Replayed":
    from bot.cli.progress import progress
    from bot.storage import inbox
    from bot.usecases.replay_inbox import replay_inbox

    total = await desk.read(lambda tx: inbox.count_quarantined(tx, desk.workspace.id))
    intake = _intake(desk.core)
    with progress("Reading again", 1 if event else total) as done:
        return await replay_inbox(desk.core.database, intake.take, desk.workspace.id, desk.now, event, done)


def _intake(core: "Core") -> "Intake":
    """An intake that stores and judges, and leaves sending to the process that serves."""
    from prometheus_client import CollectorRegistry

    from bot.ids import new_id
    from bot.metrics import build_metrics
    from bot.usecases.intake.batcher import Intake
    from bot.usecases.outbox import Claimant

    claimant = Claimant(new_id(), sends=False)
    metrics = build_metrics(CollectorRegistry())
    return Intake(core.database, core.knowledge, lambda: claimant, lambda _claimed: None, core.clock, metrics)
