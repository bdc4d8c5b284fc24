"""Commands about the house itself: its schema, and whether all is well."""

import asyncio


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
