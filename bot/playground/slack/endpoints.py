"""Slack's addresses besides the Web API: response URLs, uploads and private files."""

import json

from aiohttp import web

from bot.playground.slack.avatars import avatar
from bot.playground.slack.errors import SlackError
from bot.playground.slack.refusals import publish_refusal
from bot.playground.slack.replies import say
from bot.playground.slack.sharing import app_sees
from bot.playground.slack.workspace import Workspace


class Endpoints:
    """Handlers that need the workspace and nothing else."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def respond(self, request: web.Request) -> web.Response:
        """A post to a response URL."""
        try:
            url = self._workspace.response_urls.use(request.match_info["key"])
            say(self._workspace, url, _parsed(await request.read()))
        except SlackError as error:
            publish_refusal(self._workspace.changes, "response_url", error)
            return web.json_response(error.as_json(), status=error.status)
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of an announced file, raw or as a form's file."""
        file = self._workspace.files.awaiting(request.match_info["key"])
        if file is None:
            raise web.HTTPNotFound(text="No upload was announced here.")
        content = await _content(request, file.length)
        if len(content) != file.length:
            raise web.HTTPBadRequest(text="The length is not the one that was announced.")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def avatar(self, request: web.Request) -> web.Response:
        """The picture of a user, an app or the team."""
        owner, size = request.match_info["owner"], int(request.match_info["size"])
        return web.Response(body=avatar(owner, min(size, 512)), content_type="image/png")

    async def private_file(self, request: web.Request) -> web.Response:
        """A file's bytes, for a token that may read files and an app that sees this one."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        app = self._workspace.app_with_token(token)
        if app is None or "files:read" not in app.scopes:
            raise web.HTTPForbidden(text="The token may not read files.")
        file = self._workspace.files.find(request.match_info["place"].partition("-")[2])
        if file is None or file.content is None or not app_sees(self._workspace, app, file):
            raise web.HTTPNotFound(text="There is no such file.")
        return web.Response(body=file.content, content_type=file.mimetype)


async def _content(request: web.Request, length: int) -> bytes:
    """The bytes sent; no more than needed to see that they are too many."""
    if not request.content_type.startswith("multipart/"):
        content = bytearray()
        async for chunk in request.content.iter_chunked(1 << 16):
            content += chunk
            if len(content) > length:
                break
        return bytes(content)
    form = await request.post()
    for part in form.values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise SlackError("invalid_payload", status=400) from None
