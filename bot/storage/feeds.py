"""When each kind of facts first and last came in."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.tables import feeds

_FEEDS = select(feeds.c.feed, feeds.c.last_at).where(feeds.c.workspace_id == bindparam("workspace_id"))


def get_feeds(tx: Connection, workspace_id: str) -> dict[str, datetime]:
    """When each feed last brought something; one that never did is missing."""
    rows = tx.execute(_FEEDS, {"workspace_id": workspace_id})
    return {row.feed: row.last_at for row in rows}


def note_feeds(tx: Connection, workspace_id: str, heard: Mapping[str, datetime]) -> None:
    """Note that feeds brought something at these moments; what is known to be later stays."""
    insert = (postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert)(feeds)
    first, last = insert.excluded.first_at, insert.excluded.last_at
    statement = insert.on_conflict_do_update(
        index_elements=["workspace_id", "feed"],
        set_={
            "first_at": case((first < feeds.c.first_at, first), else_=feeds.c.first_at),
            "last_at": case((last > feeds.c.last_at, last), else_=feeds.c.last_at),
        },
    )
    for feed, at in sorted(heard.items()):
        tx.execute(statement, {"workspace_id": workspace_id, "feed": feed, "first_at": at, "last_at": at})
