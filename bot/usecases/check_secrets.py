"""Whether the key in force opens what is stored."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.errors import InvalidInput
from bot.storage import sources, workspaces
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class LockedSecrets:
    """How many stored secrets there are, and whose cannot be read: sources and Slack teams, by name."""

    total: int
    unreadable: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What is wrong, when something is."""
        whose = ", ".join(self.unreadable)
        return f"BELLWETHER_SECRET_KEY (or bellwether.key) is not the key of the secrets of {whose}."


def check_secrets(tx: Connection, vault: Vault) -> LockedSecrets:
    """Try the vault on every source's secrets and every installation's token."""
    locked: list[tuple[str, str]] = []
    for workspace in workspaces.all_workspaces(tx):
        locked += [(f"the source {one.name}", one.secrets) for one in sources.list_sources(tx, workspace.id)]
        if workspace.bot_token:
            locked.append((f"the workspace {workspace.name}", workspace.bot_token))
    return LockedSecrets(len(locked), tuple(name for name, secret in locked if not _opens(vault, secret)))


def _opens(vault: Vault, secret: str) -> bool:
    try:
        vault.unlock(secret)
    except InvalidInput:
        return False
    return True
