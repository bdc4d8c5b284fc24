"""Socket Mode: WebSocket connections of apps, envelopes out and their acknowledgements in."""

import asyncio
import json
import secrets
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.slack.apps import App

MOST_CONNECTIONS = 10


class Sockets:
    """The open sockets by app; each envelope goes to one of them in turn."""

    def __init__(self) -> None:
        self._tickets: dict[str, App] = {}
        self._open: dict[str, list[web.WebSocketResponse]] = {}
        self._waiting: dict[str, asyncio.Future[Any]] = {}

    def ticket(self, app: App) -> str:
        """A single-use ticket for one connection of this app."""
        ticket = secrets.token_urlsafe(18)
        self._tickets[ticket] = app
        return ticket

    def connected(self, app: App) -> bool:
        """Whether the app has a socket open."""
        return bool(self._open.get(app.id))

    async def ask(
        self, app: App, kind: str, payload: dict[str, Any], *, retry: int = 0, reason: str | None = None
    ) -> Any:
        """Send one envelope and wait for its acknowledgement; what the app sent along with it, or None."""
        sockets = self._open[app.id]
        socket = sockets.pop(0)
        sockets.append(socket)
        envelope_id = secrets.token_hex(16)
        envelope: dict[str, Any] = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason or ""}
        acknowledged: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acknowledged
        try:
            await socket.send_json(envelope)
            return await acknowledged
        finally:
            del self._waiting[envelope_id]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket endpoint: hello, then acknowledgements until the app hangs up."""
        app = self._tickets.pop(request.query.get("ticket", ""), None)
        if app is None:
            raise web.HTTPForbidden(text="The ticket is unknown or used.")
        socket = web.WebSocketResponse(heartbeat=30.0)
        await socket.prepare(request)
        sockets = self._open.setdefault(app.id, [])
        sockets.append(socket)
        try:
            await socket.send_json(self._hello(app))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            sockets.remove(socket)
        return socket

    async def refresh(self, app: App) -> None:
        """Ask the app to connect again, as Slack does every few hours."""
        for socket in list(self._open.get(app.id, ())):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    async def close(self) -> None:
        """Hang up every connection."""
        for sockets in self._open.values():
            for socket in list(sockets):
                with suppress(ConnectionError):
                    await socket.close()

    def _hello(self, app: App) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._open[app.id]),
            "debug_info": {
                "host": "applink-playground",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": app.id},
        }

    def _acknowledge(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload"))
