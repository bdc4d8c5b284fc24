"""Files of the page: uploaded by the person it shows, and looked at by those who may see them."""

from pathlib import PurePath

from aiohttp import web

from bot.playground.asked import Misasked
from bot.playground.files_seen import file_of
from bot.playground.finding import Finding
from bot.playground.previews import PDF, preview_of
from bot.playground.slack import LocalSlack
from bot.playground.slack.files import File

LARGEST = 100_000_000
"""Slack takes 1 GB; here every file lies in memory. page/js/uploads.js says the same."""

_SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", PDF)
_POLICY = "default-src 'none'; sandbox"
# Browsers draw a PDF with a page of their own, which a sandbox keeps some from. It runs nothing in our name.
_PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


class PageFiles:
    """Handlers for one local Slack; a LookupError inside means that the person does not see such a file."""

    def __init__(self, slack: LocalSlack, largest: int = LARGEST) -> None:
        self._slack = slack
        self._largest = largest
        self._find = Finding(slack)

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of a file called ``name``; nobody else sees it before it is shared or sent."""
        me = self._find.person(request.query.get("person"))
        name = PurePath(request.query.get("name", "").replace("\\", "/")).name[:255]
        if not name:
            raise Misasked("The file needs a name.")
        file = self._slack.upload(me, name, await self._content(request, name))
        workspace = self._slack.workspace
        return web.json_response({"file": file.as_json(workspace.base_url, workspace.team.id)})

    async def show(self, request: web.Request) -> web.Response:
        """An uploaded file: pictures and PDF to look at, anything else to save."""
        file = self._file(request)
        inline = file.mimetype in _SHOWN_INLINE
        headers = {
            "Content-Security-Policy": _PDF_POLICY if file.mimetype == PDF else _POLICY,
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline" if inline else _attachment(file.name),
        }
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)

    async def preview(self, request: web.Request) -> web.Response:
        """What of an uploaded file can be shown at a glance."""
        return web.json_response(preview_of(self._file(request)))

    async def _content(self, request: web.Request, name: str) -> bytes:
        content = bytearray()
        async for chunk in request.content.iter_chunked(1 << 18):
            content += chunk
            if len(content) > self._largest:
                most = f"{self._largest // 1_000_000} MB"
                raise Misasked(f"{name} is larger than {most}, the most that is taken here.")
        return bytes(content)

    def _file(self, request: web.Request) -> File:
        me = self._find.person(request.query.get("person"))
        return file_of(self._slack.workspace, me, request.match_info["id"])


def _attachment(name: str) -> str:
    safe = "".join(character for character in name if character.isalnum() or character in "-_. ")
    return f'attachment; filename="{safe or "file"}"'
