"""Installing the app in a Slack team, and forgetting it when it is removed."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import NotAllowed
from bot.storage import audit, house, workspaces
from bot.storage.workspaces import Workspace
from bot.usecases.set_up_workspace import create_workspace
from bot.vault import Vault

_TIME_TO_CONSENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack hands over when a team has consented."""

    team_id: str
    team_name: str
    bot_token: str
    bot_user_id: str
    installed_by: str  # a Slack user id


def begin_installation(tx: Connection, now: datetime) -> str:
    """A state for the way to Slack and back; good once, for a quarter of an hour."""
    house.forget_install_states(tx, now)
    state = secrets.token_urlsafe(32)
    house.add_install_state(tx, _hash(state), now + _TIME_TO_CONSENT)
    return state


def end_installation(tx: Connection, state: str, now: datetime) -> None:
    """The person is back; raises NotAllowed when the state is not one that was given, or not any more."""
    if not house.take_install_state(tx, _hash(state), now):
        raise NotAllowed("This installation was begun too long ago, or not here. Please begin again.")


def install_team(
    tx: Connection, vault: Vault, installation: Installation, timezone: str, now: datetime
) -> Workspace:
    """Give the team's workspace its token: the one it has, else one that waits for a team, else a new one."""
    house.lock_house(tx)
    workspace = workspaces.find_team_ever(tx, installation.team_id)
    if workspace is None:
        waiting = [found for found in workspaces.all_workspaces(tx) if found.slack_team_id is None]
        workspace = waiting[0] if waiting else create_workspace(tx, installation.team_name, timezone, now)
    workspaces.set_workspace(
        tx,
        workspace.id,
        slack_team_id=installation.team_id,
        name=installation.team_name,
        bot_token=vault.lock([installation.bot_token]),
        bot_user_id=installation.bot_user_id,
        uninstalled_at=None,
    )
    subject = f"workspace:{workspace.id}"
    audit.record(tx, workspace.id, installation.installed_by, "app.installed", subject, now)
    return workspaces.get_workspace(tx, workspace.id)


def remove_team(tx: Connection, team_id: str, now: datetime) -> None:
    """The app was removed or its token revoked: the token is erased, the data stays for its return.

    A workspace whose token comes from the environment is the operator's to take away.
    """
    workspace = workspaces.find_team(tx, team_id)
    if workspace is not None and workspace.bot_token is not None:
        workspaces.set_workspace(tx, workspace.id, bot_token=None, uninstalled_at=now)
        audit.record(tx, workspace.id, "slack", "app.removed", f"workspace:{workspace.id}", now)


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
