"""Commands about the house itself: its schema, and whether all is well."""

import asyncio

import typer

from bot.cli.options import AsJson


def migrate() -> None:
    """Bring the database to the present schema.

    `serve` and every other command do so too; this is for doing it beforehand.
    """
    from bot.cli.output import say
    from bot.settings import load_settings
    from bot.storage import migrate as schema
    from bot.storage.database import open_database

    async def work() -> str:
        database = open_database(load_settings().database_url)
        await database.start()
        try:
            changed = await schema.migrate(database)
        finally:
            await database.close()
        done = "was brought to" if changed else "has"
        return f"The {database.location} {done} the present schema ({schema.HEAD})."

    say(asyncio.run(work()))


def check(as_json: AsJson = False) -> None:
    """Look whether all is well: the settings, the database, and Slack's token and scopes.

    Says each problem in a sentence and leaves with 1 when there is one. Changes nothing.
    """
    from bot.cli.check import check as look
    from bot.cli.output import put_json, say
    from bot.log import configure_logging

    configure_logging("CRITICAL")  # the findings say it in their own words
    found = look()
    if as_json:
        put_json(found.as_data())
    else:
        for fact in found.facts:
            say(f"Well: {fact}")
        for note in found.notes:
            say(f"Note: {note}")
        for _, sentence in found.problems:
            say(f"Problem: {sentence}")
    if found.problems:
        raise typer.Exit(1)
