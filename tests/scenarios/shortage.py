"""Taking a database away from the process that serves, for a while."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import asyncpg
from sqlalchemy import make_url

from tests.postgres import Postgres
from tests.scenarios.scene import dsn_of


@asynccontextmanager
async def held_up(database_url: str) -> AsyncIterator[None]:
    """Another connection holds what a writer needs; whoever writes waits for it."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database), isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            yield
        return
    connection = await asyncpg.connect(dsn_of(url))
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE reviews IN EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


@asynccontextmanager
async def away(database_url: str, server: Postgres | None) -> AsyncIterator[None]:
    """SQLite: somebody keeps the file locked. PostgreSQL: connections are ended and new ones refused."""
    if server is None:
        async with held_up(database_url):
            yield
        return
    name = make_url(database_url).database
    server.run(
        f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    try:
        yield
    finally:
        server.run(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')
