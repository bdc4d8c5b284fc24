"""Sources: the inlets for surveys."""

from typing import Annotated

import typer

from bot.cli.options import AsJson

commands = typer.Typer(
    help="Inlets for surveys: each has an address and a secret of its own.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The source's name, such as acme-surveys.")]


@commands.command()
def add(
    context: typer.Context,
    name: Name,
    kind: Annotated[
        str, typer.Option(help="Whose webhooks it takes; `generic` is our own open format.")
    ] = "generic",
    as_json: AsJson = False,
) -> None:
    """Add a source and print its address and its secret, which are shown this once.

    Example: `bellwether source add acme-surveys --kind generic`
    """
    from bot.cli.desk import Desk, at_desk
    from bot.cli.output import put_json, say
    from bot.usecases.manage_sources import NewSource, add_source

    async def work(desk: Desk) -> tuple[NewSource, str]:
        new = await desk.write(
            lambda tx: add_source(tx, desk.core.vault, desk.workspace.id, name, kind, desk.author, desk.now)
        )
        return new, desk.core.settings.hook_url(new.token)

    new, url = at_desk(context, work)
    if as_json:
        put_json({"name": new.name, "kind": new.kind, "url": url, "secret": new.secret})
        return
    say(f"The source {new.name} takes surveys at this address, signed with this secret:")
    say(f"  {url}")
    say(f"  {new.secret}")
    say("Keep both now: they are not shown again.")


@commands.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources, without their secrets."""
    from bot.cli.desk import Desk, at_desk
    from bot.cli.output import moment, put_json, put_table, say
    from bot.storage import sources
    from bot.storage.sources import StoredSource

    async def work(desk: Desk) -> list[StoredSource]:
        return await desk.read(lambda tx: sources.list_sources(tx, desk.workspace.id))

    found = at_desk(context, work)
    if as_json:
        put_json(
            [
                {
                    "name": one.name,
                    "kind": one.kind,
                    "enabled": one.enabled,
                    "created_at": moment(one.created_at),
                }
                for one in found
            ]
        )
    elif found:
        rows = [
            (one.name, one.kind, "on" if one.enabled else "off", f"{one.created_at:%Y-%m-%d}")
            for one in found
        ]
        put_table(("Name", "Kind", "Is", "Added"), rows)
    else:
        say("There is no source yet. Add one: bellwether source add NAME --kind generic")


@commands.command()
def rotate(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Give a source a new secret; the one before it works until the next rotation.

    The address stays.
    """
    from bot.cli.desk import Desk, at_desk
    from bot.cli.output import put_json, say
    from bot.storage.sources import StoredSource
    from bot.usecases.manage_sources import rotate_source

    async def work(desk: Desk) -> tuple[StoredSource, str]:
        return await desk.write(
            lambda tx: rotate_source(tx, desk.core.vault, desk.workspace.id, name, desk.author, desk.now)
        )

    rotated, secret = at_desk(context, work)
    if as_json:
        put_json({"name": rotated.name, "kind": rotated.kind, "secret": secret})
        return
    say(f"The new secret of the source {rotated.name}, shown this once:")
    say(f"  {secret}")
    say("The secret before it works until the next rotation.")


@commands.command()
def disable(context: typer.Context, name: Name) -> None:
    """Shut a source out: its webhooks are refused until it is enabled again."""
    _switch(context, name, enabled=False)


@commands.command()
def enable(context: typer.Context, name: Name) -> None:
    """Let a source in again."""
    _switch(context, name, enabled=True)


def _switch(context: typer.Context, name: str, *, enabled: bool) -> None:
    from bot.cli.desk import Desk, at_desk
    from bot.cli.output import say
    from bot.usecases.manage_sources import switch_source

    async def work(desk: Desk) -> str:
        switched = await desk.write(
            lambda tx: switch_source(tx, desk.workspace.id, name, enabled, desk.author, desk.now)
        )
        return switched.name

    say(f"The source {at_desk(context, work)} is {'on' if enabled else 'off'}.")
