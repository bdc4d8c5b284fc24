"""Who did what, when."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.ids import new_id
from bot.storage.tables import audit
from bot.storage.upsert import insert_all


def record(
    tx: Connection, workspace_id: str, actor: str, action: str, subject: str, now: datetime, **detail: Any
) -> None:
    """Write one line: ``action`` as noun.past_participle, ``subject`` as kind:id; no customer text in
    ``detail``.
    """
    row = {
        "id": new_id(),
        "workspace_id": workspace_id,
        "at": now,
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": detail,
    }
    insert_all(tx, audit, [row])
