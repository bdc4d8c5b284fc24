"""Installing by OAuth: consent given on the authorize page, kept as a code until the app exchanges it."""

import html
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from bot.playground.slack.apps import App
from bot.playground.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Grant:
    """A person's consent to install an app with these scopes."""

    app: App
    user: str
    scopes: frozenset[str]
    redirect_uri: str


class Grants:
    """Codes that wait to be exchanged, each good for one use."""

    def __init__(self) -> None:
        self._codes: dict[str, Grant] = {}

    def give(self, grant: Grant) -> str:
        """A fresh code for the consent."""
        code = secrets.token_urlsafe(18)
        self._codes[code] = grant
        return code

    def take(self, code: str) -> Grant | None:
        """The consent behind the code, which is worth nothing afterwards."""
        return self._codes.pop(code, None)


class AuthorizePage:
    """``GET /oauth/v2/authorize``: a plain page with one link that allows and one that refuses."""

    def __init__(self, workspace: Workspace, grants: Grants) -> None:
        self._workspace = workspace
        self._grants = grants

    async def show(self, request: web.Request) -> web.Response:
        """Ask for consent; the answer goes back to the app's redirect address."""
        wanted = request.query.get("client_id")
        app = next((each for each in self._workspace.apps.values() if each.client_id == wanted), None)
        redirect_uri = request.query.get("redirect_uri", "")
        if app is None or not redirect_uri.startswith(("http://", "https://")):
            raise web.HTTPBadRequest(text="The client_id or the redirect_uri is not known.")
        scopes = frozenset(word for word in request.query.get("scope", "").split(",") if word)
        user = next((person.id for person in self._workspace.people.values() if not person.is_bot), "")
        code = self._grants.give(Grant(app, user, scopes, redirect_uri))
        state = request.query.get("state", "")
        page = _PAGE.format(
            app=html.escape(app.name),
            scopes=html.escape(", ".join(sorted(scopes))),
            allow=html.escape(f"{redirect_uri}?{urlencode({'code': code, 'state': state})}"),
            refuse=html.escape(f"{redirect_uri}?{urlencode({'error': 'access_denied', 'state': state})}"),
        )
        return web.Response(text=page, content_type="text/html")


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Install {app}</title>
<h1>{app} asks for access to the playground</h1>
<p>Scopes: {scopes}</p>
<p><a id="allow" href="{allow}">Allow</a> <a id="refuse" href="{refuse}">Cancel</a></p>
</html>
"""
