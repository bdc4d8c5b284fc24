"""Which Slack team is which workspace, and the client that speaks to it."""

import asyncio

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import Core
from bot.errors import BellwetherError, DeliveryFailed, InvalidInput
from bot.log import get_logger
from bot.ports import Messenger
from bot.slack.bindings import Workspace
from bot.slack.client import call, web_client
from bot.slack.messenger import SlackMessenger
from bot.storage import workspaces
from bot.usecases.install_team import Installation, install_team
from bot.usecases.set_up_workspace import bind_team

_TRY_AGAIN = 10.0  # seconds between attempts to reach Slack at the start
_TIMEOUT = 6.0

_log = get_logger()


class Teams:
    """Finds the workspace of a team and the messenger of a workspace.

    With SLACK_BOT_TOKEN there is one workspace, and the token says which team it is; without it every
    workspace has the token that its installation left, encrypted.
    """

    def __init__(self, core: Core, session: aiohttp.ClientSession) -> None:
        self.session = session
        self._core = core
        token = core.settings.slack_bot_token
        self._token = token.get_secret_value() if token else None
        self._messengers: dict[str, tuple[str, SlackMessenger]] = {}

    async def bind(self) -> None:
        """Learn from Slack whose token it is; tries until Slack answers, for surveys must be taken in
        meanwhile.
        """
        if self._token is None:
            return
        while True:
            try:
                team = await self._bind_once(self._token)
                _log.info("slack.connected", team=team)
                return
            except DeliveryFailed as failure:
                _log.error("slack.not_connected", code=failure.code, reason=str(failure))
            except BellwetherError as error:
                _log.error("slack.not_connected", reason=str(error))
                return
            await asyncio.sleep(_TRY_AGAIN)

    async def _bind_once(self, token: str) -> str:
        answer = await call(self.client(token).auth_test, within=_TIMEOUT, repeatable=True)
        workspace = await self._core.workspace()
        team, user = str(answer["team_id"]), str(answer.get("user_id") or "")
        name = str(answer.get("team") or workspace.name)
        await self._core.database.write(lambda tx: bind_team(tx, workspace, team, name, user))
        return team

    async def find(self, team_id: str | None, enterprise_id: str | None) -> Workspace | None:
        """The workspace where this team has installed the app."""
        if team_id is None:
            return None
        found = await self._core.database.read(lambda tx: workspaces.find_team(tx, team_id))
        if found is None:
            return None
        token = self._token or self._unlocked(found.bot_token)
        if token is None:
            return None
        return Workspace(found.id, team_id, enterprise_id, token, found.bot_user_id or "", found.timezone)

    async def install(self, installation: Installation) -> None:
        """Keep the token of a team that has installed the app."""
        core, now = self._core, self._core.clock()
        zone = core.settings.timezone
        await core.database.write(lambda tx: install_team(tx, core.vault, installation, zone, now))

    async def messenger_of(self, workspace_id: str) -> Messenger:
        """Who posts for this workspace; DeliveryFailed when there is no token to post with."""
        token = self._token
        if token is None:
            workspace = await self._core.database.read(lambda tx: workspaces.get_workspace(tx, workspace_id))
            if workspace.bot_token is None:
                raise DeliveryFailed(
                    "not_connected", "No Slack token: set SLACK_BOT_TOKEN or install the app."
                )
            token = self._unlocked(workspace.bot_token)
            if token is None:
                raise DeliveryFailed(
                    "token_locked", "The stored Slack token was locked with another key.", permanent=True
                )
        kept = self._messengers.get(workspace_id)
        if kept is None or kept[0] != token:
            kept = (token, SlackMessenger(self.client(token)))
            self._messengers[workspace_id] = kept
        return kept[1]

    def _unlocked(self, locked: str | None) -> str | None:
        """The stored token; None when there is none, or it was locked with another key."""
        if locked is None:
            return None
        try:
            return self._core.vault.unlock(locked)[0]
        except InvalidInput:
            _log.error("slack.token_locked")
            return None

    def client(self, token: str) -> AsyncWebClient:
        """A client with this token."""
        return web_client(token, session=self.session, base_url=self._core.settings.api_url())
