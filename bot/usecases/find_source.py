"""The source behind a webhook's address, kept at hand for a moment: thousands of requests a second ask for
it.
"""

import asyncio
import time
from dataclasses import dataclass

from bot.errors import InvalidInput, Unavailable
from bot.log import get_logger
from bot.storage import sources
from bot.storage.database import Database
from bot.usecases.manage_sources import hash_token
from bot.vault import Vault

_SECONDS = 2.0  # how long a change made elsewhere may go unnoticed
_KEPT = 10_000

_log = get_logger()


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What verifying and storing a request takes."""

    id: str
    workspace_id: str
    kind: str
    name: str
    secrets: tuple[str, ...]
    enabled: bool


class SourceFinder:
    """Finds sources by token; unknown tokens are remembered for as short a time, so that guessing stays cheap
    for us.
    """

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._found: dict[str, tuple[float, SourceInfo | None]] = {}
        self._reading: dict[str, asyncio.Task[SourceInfo | None]] = {}

    async def find(self, token: str) -> SourceInfo | None:
        """The source, or None when no source has that token.

        Raises Unavailable when the key does not open its secrets.
        """
        kept = self._found.get(token)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        # The requests of a burst ask together: each for itself, they would empty the pool of connections.
        reading = self._reading.get(token)
        if reading is None:
            reading = self._reading[token] = asyncio.create_task(self._renew(token), name="source")
            reading.add_done_callback(lambda _: self._reading.pop(token, None))
        return await asyncio.shield(reading)

    async def _renew(self, token: str) -> SourceInfo | None:
        now = time.monotonic()
        found = await self._read(token)
        if len(self._found) >= _KEPT:
            self._found.clear()
        self._found[token] = (now + _SECONDS, found)
        return found

    async def _read(self, token: str) -> SourceInfo | None:
        token_hash = hash_token(token)
        stored = await self._database.read(lambda tx: sources.find_by_token(tx, token_hash))
        if stored is None:
            return None
        try:
            secrets = self._vault.unlock(stored.secrets)
        except InvalidInput as error:
            # The operator's mistake: the sender must come again, and need not know why.
            _log.error("source.locked", source=stored.id, reason=str(error))
            raise Unavailable("the secret of this source cannot be read now") from None
        return SourceInfo(stored.id, stored.workspace_id, stored.kind, stored.name, secrets, stored.enabled)
