"""How far imports have come that were not finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.storage.tables import import_progress
from bot.storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class Progress:
    """What precedes the byte ``position``, the first of line ``line + 1``, is stored."""

    position: int
    line: int
    counts: Mapping[str, int]


_KEYS = ("workspace_id", "source_id", "kind", "fingerprint")
_ONE = select(import_progress.c.position, import_progress.c.line, import_progress.c.counts).where(
    *(import_progress.c[name] == bindparam(name) for name in _KEYS)
)


def get_progress(
    tx: Connection, workspace_id: str, source_id: str, kind: str, fingerprint: str
) -> Progress | None:
    """How far an import of that file has come, if it was begun and not finished."""
    values = (workspace_id, source_id, kind, fingerprint)
    row = tx.execute(_ONE, dict(zip(_KEYS, values, strict=True))).first()
    return Progress(*row) if row else None


def put_progress(
    tx: Connection,
    workspace_id: str,
    source_id: str,
    kind: str,
    fingerprint: str,
    progress: Progress,
    now: datetime,
) -> None:
    """Remember how far it has come."""
    row = {
        **dict(zip(_KEYS, (workspace_id, source_id, kind, fingerprint), strict=True)),
        "position": progress.position,
        "line": progress.line,
        "counts": dict(progress.counts),
        "updated_at": now,
    }
    upsert(tx, import_progress, [row], keys=_KEYS, update=("position", "line", "counts", "updated_at"))


def forget_progress(tx: Connection, workspace_id: str, source_id: str, kind: str, fingerprint: str) -> None:
    """The import is finished, or to begin anew."""
    tx.execute(
        delete(import_progress).where(
            import_progress.c.workspace_id == workspace_id,
            import_progress.c.source_id == source_id,
            import_progress.c.kind == kind,
            import_progress.c.fingerprint == fingerprint,
        )
    )


def forget_abandoned(tx: Connection, workspace_id: str, before: datetime) -> None:
    """Imports that nobody has gone on with since then start over."""
    tx.execute(
        delete(import_progress).where(
            import_progress.c.workspace_id == workspace_id, import_progress.c.updated_at < before
        )
    )
