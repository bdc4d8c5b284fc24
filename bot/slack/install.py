"""Installing the app from a browser: ``/slack/install`` leads to Slack's consent page,
``/slack/oauth_redirect`` back.

Facts: Slack's OAuth v2 (https://docs.slack.dev/authentication/installing-with-oauth); nothing of it was tried
against Slack itself.
"""

import hmac
import html
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode, urljoin

import aiohttp
from aiohttp import web

from bot.errors import BellwetherError, DeliveryFailed, NotAllowed
from bot.log import get_logger
from bot.slack.client import TIMEOUT, call, web_client
from bot.slack.scopes import SCOPES
from bot.usecases.install_team import Installation

_COOKIE = "bellwether_install"
_COOKIE_SECONDS = 900

_log = get_logger()


@dataclass(frozen=True, slots=True)
class InstallRoutes:
    """The two addresses.

    ``begin`` gives a state, ``end`` takes it back (NotAllowed), ``install`` keeps the token.
    """

    client_id: str
    client_secret: str
    public_url: str
    api_url: str
    session: aiohttp.ClientSession
    begin: Callable[[], Awaitable[str]]
    end: Callable[[str], Awaitable[None]]
    install: Callable[[Installation], Awaitable[None]]

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        return [web.get("/slack/install", self.leave), web.get("/slack/oauth_redirect", self.come_back)]

    @property
    def _redirect_uri(self) -> str:
        return f"{self.public_url.rstrip('/')}/slack/oauth_redirect"

    async def leave(self, _request: web.Request) -> web.Response:
        """Send the browser to Slack, with a state that only this browser can bring back."""
        state = await self.begin()
        query = {
            "client_id": self.client_id,
            "scope": ",".join(SCOPES),
            "redirect_uri": self._redirect_uri,
            "state": state,
        }
        address = f"{urljoin(self.api_url, '/oauth/v2/authorize')}?{urlencode(query)}"
        response = web.Response(status=302, headers={"Location": address, "Cache-Control": "no-store"})
        secure = self.public_url.startswith("https://")
        response.set_cookie(
            _COOKIE,
            state,
            max_age=_COOKIE_SECONDS,
            httponly=True,
            secure=secure,
            samesite="Lax",
            path="/slack",
        )
        return response

    async def come_back(self, request: web.Request) -> web.Response:
        """Exchange the code for a token and keep it."""
        if "error" in request.query:
            return _page(400, "Not installed", "Slack says that the installation was not allowed.")
        state, code = request.query.get("state", ""), request.query.get("code", "")
        try:
            if not state or not hmac.compare_digest(
                state.encode(), request.cookies.get(_COOKIE, "").encode()
            ):
                raise NotAllowed("This installation was begun in another browser. Please begin again.")
            await self.end(state)
            installation = await self._exchange(code)
            await self.install(installation)
        except BellwetherError as error:
            _log.warning("app.not_installed", reason=type(error).__name__)
            return _page(400, "Not installed", str(error))
        _log.info("app.installed", team=installation.team_id)
        text = "Open Slack and type /health help to begin. Then add a survey source and a rule."
        return _page(200, f"Bellwether is installed in {installation.team_name}", text)

    async def _exchange(self, code: str) -> Installation:
        client = web_client(None, session=self.session, base_url=self.api_url)
        # Not the SDK's oauth_v2_access: it sends the secret by a class that aiohttp is about to remove.
        form = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code": code,
            "redirect_uri": self._redirect_uri,
        }
        exchange = partial(client.api_call, "oauth.v2.access", data=form)
        answer = await call(exchange, within=TIMEOUT, repeatable=False)
        team = answer.get("team") or {}
        if answer.get("is_enterprise_install") or not team.get("id"):
            sentence = "Bellwether is installed in one workspace at a time, not in a whole organisation."
            raise DeliveryFailed("org_install", sentence)
        person = answer.get("authed_user") or {}
        return Installation(
            str(team["id"]),
            str(team.get("name") or "Slack team"),
            str(answer["access_token"]),
            str(answer.get("bot_user_id") or ""),
            str(person.get("id") or "unknown"),
        )


def _same(state: str, kept: str) -> bool:
    return bool(state) and hmac.compare_digest(state.encode(), kept.encode())


def _page(status: int, title: str, text: str) -> web.Response:
    page = _PAGE.format(title=html.escape(title), text=html.escape(text))
    headers = {"Cache-Control": "no-store"}
    return web.Response(status=status, text=page, content_type="text/html", headers=headers)


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<h1>{title}</h1>
<p>{text}</p>
<p><a href="/slack/install">Install in a workspace</a></p>
</html>
"""
