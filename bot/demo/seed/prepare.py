"""Making the database of the playground ready before anything listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.demo.seed.plant import plant
from bot.demo.seed.portfolio import build_portfolio
from bot.demo.seed.reopen import forget_slack
from bot.demo.seed.rules import rules_for
from bot.storage import sources
from bot.storage.database import Database
from bot.usecases.apply_rules import apply_rules
from bot.usecases.find_source import SourceInfo
from bot.usecases.knowledge import Knowledge
from bot.usecases.manage_sources import add_source, hash_token, require_source
from bot.vault import Vault

SOURCE = "playground-surveys"
_AUTHOR = "playground"


@dataclass(frozen=True, slots=True)
class Inlet:
    """The address and the secret under which the playground's own source is reached in this run."""

    token: str
    secret: str


async def prepare(
    database: Database,
    vault: Vault,
    knowledge: Knowledge,
    workspace_id: str,
    inlet: Inlet,
    channels: Mapping[str, str],
    now: datetime,
    *,
    empty: bool,
) -> bool:
    """Let the playground's source be reached by the inlet; True when there was no such source before.

    A new database gets the portfolio and the rules, unless it is to be ``empty``. In one that has been used
    the alerts are posted again. One transaction: a start that is cut short leaves nothing behind.
    """

    def make_ready(tx: Connection) -> bool:
        new = sources.find_source(tx, workspace_id, SOURCE) is None
        source = _source(tx, vault, workspace_id, inlet, now, new=new)
        if not new:
            forget_slack(tx, workspace_id, now)
        elif not empty:
            plant(tx, knowledge, source, build_portfolio(now), now)
            apply_rules(tx, workspace_id, rules_for(channels), _AUTHOR, now)
        return new

    return await database.write(make_ready)


def _source(
    tx: Connection, vault: Vault, workspace_id: str, inlet: Inlet, now: datetime, *, new: bool
) -> SourceInfo:
    """The source under a fresh address: of the one before, only a hash is stored."""
    if new:
        add_source(tx, vault, workspace_id, SOURCE, "generic", _AUTHOR, now)
    stored = require_source(tx, workspace_id, SOURCE)
    values = {"token_hash": hash_token(inlet.token), "secrets": vault.lock([inlet.secret]), "enabled": True}
    sources.change_source(tx, workspace_id, stored.id, **values)
    return SourceInfo(stored.id, workspace_id, stored.kind, stored.name, (inlet.secret,), enabled=True)
