"""A Web API at the socket that answers what a test tells it to, for faults that no polite server has."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Stub:
    """Scripted answers by method, in order; the last one repeats. ``calls`` holds what was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._answers: dict[str, list[Answer]] = defaultdict(list)

    def answer(self, method: str, *answers: Answer | dict[str, Any]) -> None:
        """What the next calls of a method get: JSON bodies or handlers."""
        self._answers[method] = [says(one) if isinstance(one, dict) else one for one in answers]

    def asked(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append((method, await _arguments(request)))
        scripted = self._answers[method]
        if not scripted:
            return web.json_response({"ok": False, "error": "unknown_method"})
        return await (scripted.pop(0) if len(scripted) > 1 else scripted[0])(request)


@asynccontextmanager
async def stub() -> AsyncIterator[Stub]:
    """A running stub on a free port of the loopback interface."""
    server_side = Stub()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", server_side.handle)
    async with TestServer(app) as server:
        server_side.url = str(server.make_url("/api/"))
        yield server_side


def says(body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """A JSON answer."""

    async def handler(_request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status, headers=headers)

    return handler


def shouts(body: str, status: int = 200, content_type: str = "text/html") -> Answer:
    """An answer that is not JSON."""

    async def handler(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=body, status=status, content_type=content_type)

    return handler


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """Takes the request and closes the connection without an answer."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        body: dict[str, Any] = json.loads(await request.text())
        return body
    return {**request.query, **await request.post()}
