"""Sources: adding one, giving it a new secret, switching it off."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import InvalidInput, NotFound
from bot.ids import new_id
from bot.sources.table import SOURCES, new_hook_token
from bot.storage import audit, house, sources
from bot.storage.sources import StoredSource
from bot.vault import Vault

_NAME = 80  # characters
_SECRETS = 2  # how many work at a time: the newest and the one before, while the sender is being changed over


@dataclass(frozen=True, slots=True)
class NewSource:
    """What is shown once: afterwards only a hash of the token and the encrypted secret are kept."""

    name: str
    kind: str
    token: str
    secret: str


def add_source(
    tx: Connection, vault: Vault, workspace_id: str, name: str, kind: str, author: str, now: datetime
) -> NewSource:
    """A new inlet with an address and a secret of its own; raises InvalidInput."""
    problems = {}
    name = name.strip()
    house.lock_workspace(tx, workspace_id)
    if not name or len(name) > _NAME or not name.isprintable():
        problems["NAME"] = f"must be 1 to {_NAME} printable characters"
    elif sources.find_source(tx, workspace_id, name) is not None:
        problems["NAME"] = f"there is a source {name!r} already"
    if kind not in SOURCES:
        problems["--kind"] = f"must be one of: {', '.join(SOURCES)}"
    if problems:
        raise InvalidInput(problems)
    token, secret = new_hook_token(), SOURCES[kind].new_secret()
    row = {
        "id": new_id(),
        "workspace_id": workspace_id,
        "name": name,
        "kind": kind,
        "token_hash": hash_token(token),
        "secrets": vault.lock([secret]),
        "enabled": True,
        "created_at": now,
    }
    sources.add_source(tx, row)
    audit.record(tx, workspace_id, author, "source.added", f"source:{row['id']}", now, kind=kind)
    return NewSource(name, kind, token, secret)


def rotate_source(
    tx: Connection, vault: Vault, workspace_id: str, name: str, author: str, now: datetime
) -> tuple[StoredSource, str]:
    """A new secret; the one before it works until the next rotation. Raises NotFound."""
    house.lock_workspace(tx, workspace_id)
    source = require_source(tx, workspace_id, name)
    secret = SOURCES[source.kind].new_secret()
    secrets = [secret, *vault.unlock(source.secrets)][:_SECRETS]
    sources.change_source(tx, workspace_id, source.id, secrets=vault.lock(secrets))
    audit.record(tx, workspace_id, author, "source.rotated", f"source:{source.id}", now)
    return source, secret


def switch_source(
    tx: Connection, workspace_id: str, name: str, enabled: bool, author: str, now: datetime
) -> StoredSource:
    """Let a source in or shut it out; raises NotFound."""
    source = require_source(tx, workspace_id, name)
    sources.change_source(tx, workspace_id, source.id, enabled=enabled)
    action = "source.enabled" if enabled else "source.disabled"
    audit.record(tx, workspace_id, author, action, f"source:{source.id}", now)
    return source


def require_source(tx: Connection, workspace_id: str, name: str) -> StoredSource:
    """The source of that name; raises NotFound with the names that exist."""
    source = sources.find_source(tx, workspace_id, name)
    if source is None:
        names = ", ".join(one.name for one in sources.list_sources(tx, workspace_id)) or "none yet"
        raise NotFound(f"There is no source {name!r}. Sources: {names}.")
    return source


def hash_token(token: str) -> str:
    """What is stored of an address: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()
