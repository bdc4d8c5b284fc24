"""Making the database of the playground ready before anything listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.core import Core
from bot.demo.seed.plant import plant
from bot.demo.seed.portfolio import build_portfolio
from bot.demo.seed.reopen import forget_slack
from bot.demo.seed.rules import rules_for
from bot.demo.seed.scorecard import turn_health_on
from bot.storage import sources
from bot.usecases.apply_rules import apply_rules
from bot.usecases.find_source import SourceInfo
from bot.usecases.manage_sources import add_source, hash_token, require_source
from bot.usecases.set_up_workspace import bind_team
from bot.vault import Vault

SOURCE = "playground-surveys"
_AUTHOR = "playground"


@dataclass(frozen=True, slots=True)
class ThisRun:
    """What the database must know of this run: the embedded Slack (channel ids by name), and the address
    (token) and secret of the playground's own source.
    """

    team_id: str
    team_name: str
    bot_user_id: str
    channels: Mapping[str, str]
    token: str
    secret: str


async def prepare(core: Core, run: ThisRun, *, empty: bool) -> bool:
    """Tie the database to this run; True when it was new.

    A new one gets the portfolio and the rules, unless it is to be ``empty``. In one that has been used the
    alerts are posted again. One transaction: a start that is cut short leaves nothing behind.
    """
    workspace = await core.workspace()
    now = core.clock()

    def make_ready(tx: Connection) -> bool:
        new = sources.find_source(tx, workspace.id, SOURCE) is None
        bind_team(tx, workspace, run.team_id, run.team_name, run.bot_user_id)
        source = _source(tx, core.vault, workspace.id, run, now, new=new)
        if not new:
            forget_slack(tx, workspace.id, now)
            return new
        turn_health_on(tx, workspace.id, now)
        if not empty:
            plant(tx, core.knowledge, source, build_portfolio(now), now)
            apply_rules(tx, workspace.id, rules_for(run.channels), _AUTHOR, now)
        return new

    return await core.database.write(make_ready)


def _source(
    tx: Connection, vault: Vault, workspace_id: str, run: ThisRun, now: datetime, *, new: bool
) -> SourceInfo:
    """The source under a fresh address: of the one before, only a hash is stored."""
    if new:
        add_source(tx, vault, workspace_id, SOURCE, "generic", _AUTHOR, now)
    stored = require_source(tx, workspace_id, SOURCE)
    values = {"token_hash": hash_token(run.token), "secrets": vault.lock([run.secret]), "enabled": True}
    sources.change_source(tx, workspace_id, stored.id, **values)
    return SourceInfo(stored.id, workspace_id, stored.kind, stored.name, (run.secret,), enabled=True)
