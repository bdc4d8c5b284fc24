"""Commands that run until they are stopped."""

from pathlib import Path
from typing import Annotated

import typer

Host = Annotated[
    str | None, typer.Option(help="The address to listen on. Default: BELLWETHER_HOST, 127.0.0.1.")
]
Port = Annotated[
    int | None,
    typer.Option(
        min=0, max=65535, help="The port to listen on; 0 takes a free one. Default: BELLWETHER_PORT, 8000."
    ),
]


def serve(host: Host = None, port: Port = None) -> None:
    """Take in surveys, send alerts and answer Slack, until stopped by Ctrl-C or SIGTERM.

    The database is brought up to date first. A stop finishes what is in flight.

    Example: `bellwether serve --port 8080`
    """
    import asyncio

    from bot.app import running
    from bot.cli.boundary import complain
    from bot.cli.output import say
    from bot.cli.stopping import run_until_stopped
    from bot.log import configure_logging
    from bot.settings import load_settings
    from bot.usecases.check_secrets import check_secrets

    settings = load_settings()
    configure_logging(settings.log_level)
    listen_on = settings.host if host is None else host
    listen_at = settings.port if port is None else port

    async def work() -> None:
        async with running(settings, listen_on, listen_at) as house:
            core = house.core
            secrets = await core.database.read(lambda tx: check_secrets(tx, core.vault))
            if secrets.unreadable:
                complain(secrets.sentence)
            say(f"Bellwether serves at {house.address.url} with the {core.database.location}.")
            await asyncio.Event().wait()

    run_until_stopped(work)


def demo(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = 8000,
    data_dir: Annotated[Path, typer.Option(help="Where the demo keeps its data.")] = Path(".demo"),
    empty: Annotated[bool, typer.Option("--empty", help="Begin without the example customers.")] = False,
) -> None:
    """Try it: the real bot in an embedded Slack, with a portfolio of example customers.

    Nothing leaves this machine, and no Slack account is needed.

    Example: `bellwether demo --port 9000`
    """
    from bot.cli.output import say
    from bot.cli.stopping import run_until_stopped
    from bot.demo.run import run_demo

    run_until_stopped(lambda: run_demo(host=host, port=port, data_dir=data_dir, empty=empty, say=say))
