"""The playground's web site: the page at ``/``, its files, and what it asks and does."""

import asyncio
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import quote

from aiohttp import hdrs, web

from bot.playground.asked import Misasked
from bot.playground.guard import PAGE_HEADERS, Guard, Handler
from bot.playground.marks import Marks
from bot.playground.page_api import PageApi
from bot.playground.page_files import LARGEST, PageFiles
from bot.playground.page_places import PagePlaces
from bot.playground.shown import Shown
from bot.playground.slack import LocalSlack
from bot.playground.slack.control import Control
from bot.playground.slack.errors import SlackError
from bot.playground.stream import Stream

PAGE = Path(__file__).parent / "page"

_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


class Site:
    """The page for one local Slack. It answers under loopback names and the ``hosts`` given, no others.

    ``about`` says by handle what somebody may do, where the app knows more of it than Slack does;
    ``largest_file`` is what people may upload, in bytes.
    """

    def __init__(
        self,
        slack: LocalSlack,
        hosts: Collection[str] = (),
        about: Mapping[str, str] | None = None,
        *,
        largest_file: int = LARGEST,
    ) -> None:
        self._slack = slack
        self._about = about or {}
        self._largest_file = largest_file
        self._guard = Guard(hosts)

    def routes(self) -> list[web.AbstractRouteDef]:
        """All of the site's addresses."""
        stream, control = Stream(self._slack), Control(self._slack)
        marks = Marks(self._slack)
        shown = Shown(self._slack, marks, self._about)
        api, places = PageApi(self._slack, stream.run, shown, marks), PagePlaces(self._slack, shown)
        files = PageFiles(self._slack, self._largest_file)
        looking = {
            "state": api.state,
            "channels/{channel}/messages": api.messages,
            "channels/{channel}/threads/{ts}": api.thread,
            "channels/{channel}/pins": places.pins,
            "files/{id}": files.show,
            "files/{id}/preview": files.preview,
            "events": stream.serve,
            "faults": control.faults,
            "calls": control.calls,
        }
        doing = {
            "messages": api.write,
            "edits": api.edit,
            "deletions": api.delete,
            "reactions": api.react,
            "reads": api.read,
            "joinings": places.join,
            "leavings": places.leave,
            "meetings": places.meet,
            "pins": places.pin,
            "shortcuts": places.shortcut,
            "commands": api.command,
            "actions": api.act,
            "suggestions": api.suggest,
            "submissions": api.submit,
            "closings": api.close,
            "home": api.home,
            "faults": control.add_fault,
        }
        return [
            web.get("/", self._guard.page(self._index)),
            web.get(r"/archives/{channel:\w+}/p{digits:\d{7,}}", self._guard.page(_permalink)),
            web.get("/playground/page/{path:.+}", self._guard.page(self._file)),
            *(web.get(f"/playground/api/{path}", self._api(handler)) for path, handler in looking.items()),
            *(web.post(f"/playground/api/{path}", self._api(handler)) for path, handler in doing.items()),
            web.put("/playground/api/files", self._api(files.upload)),
            web.delete("/playground/api/faults", self._api(control.clear_faults)),
        ]

    def attach(self, application: web.Application) -> None:
        """Mount the site on an aiohttp application."""
        application.add_routes(self.routes())

    def _api(self, handler: Handler) -> Handler:
        return self._guard.api(_in_sentences(handler))

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return await _served(PAGE / "index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = (PAGE / request.match_info["path"]).resolve()
        if not path.is_relative_to(PAGE) or path.suffix not in _TYPES:
            raise web.HTTPNotFound(text="There is no such file.")
        return await _served(path)


async def _served(path: Path) -> web.Response:
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError:
        raise web.HTTPNotFound(text="There is no such file.") from None
    kind = _TYPES[path.suffix]
    charset = "utf-8" if kind.startswith("text/") else None
    return web.Response(body=content, content_type=kind, charset=charset, headers=PAGE_HEADERS)


async def _permalink(request: web.Request) -> web.StreamResponse:
    """Slack's address of a message leads to the page, opened there."""
    digits, parent = request.match_info["digits"], request.query.get("thread_ts")
    ts = f"{digits[:-6]}.{digits[-6:]}"
    place = [request.match_info["channel"], *([parent] if parent else []), ts]
    raise web.HTTPFound("/#/" + "/".join(quote(each) for each in place))


def _in_sentences(handler: Handler) -> Handler:
    async def explained(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Misasked as error:
            return _problem(400, str(error))
        except SlackError as error:
            return _problem(404, error.error)
        except LookupError as error:
            if isinstance(error, KeyError | IndexError):
                raise  # a fault of ours, not something that the person does not see
            return _problem(404, str(error))

    return explained


def _problem(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status, headers={hdrs.CACHE_CONTROL: "no-store"})
