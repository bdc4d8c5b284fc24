"""What goes out to an app: signed HTTP requests, or Socket Mode envelopes while a socket is open."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.clock import Clock, utc_now
from bot.playground.slack.apps import App
from bot.playground.slack.signing import signed_headers
from bot.playground.slack.socket_mode import Sockets

ACK_SECONDS = 3.0
_KEPT = 5_000

COMMAND, INTERACTIVE, OPTIONS, EVENT = "slash_commands", "interactive", "options", "events_api"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an app answered to one request.

    ``error`` is Slack's word when the app did not answer as it must: ``operation_timeout`` (nothing within
    three seconds), ``dispatch_failed`` (an HTTP status other than 2xx), ``connection_failed``,
    ``no_request_url``. ``errors`` are the sentences beside a form's inputs by block_id, ``notice`` is what
    Slack would tell the person.
    """

    status: int | None = None
    body: Any = None
    error: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the app took it in time and, for a form, without complaint."""
        return self.error is None and not self.errors


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that went out, kept for tests."""

    app_id: str
    kind: str
    payload: dict[str, Any]
    answer: Answer
    retry: int = 0


class Outgoing:
    """Sends to apps and waits for their acknowledgement, at most ``ack_seconds``."""

    def __init__(self, sockets: Sockets, *, ack_seconds: float = ACK_SECONDS, wall: Clock = utc_now) -> None:
        self.sockets = sockets
        self.ack_seconds = ack_seconds
        self.sent: deque[Sent] = deque(maxlen=_KEPT)
        self._wall = wall
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the HTTP client; needs a running loop."""
        self._session = aiohttp.ClientSession(auto_decompress=True)

    async def close(self) -> None:
        """Close the HTTP client."""
        if self._session is not None:
            await self._session.close()

    async def send(
        self, app: App, kind: str, payload: dict[str, Any], *, retry: int = 0, reason: str | None = None
    ) -> Answer:
        """Deliver one payload by the app's socket or to its request URL, and say what came back."""
        try:
            async with asyncio.timeout(self.ack_seconds):
                answer = await self._send(app, kind, payload, retry, reason)
        except TimeoutError:
            answer = Answer(error="operation_timeout")
        except aiohttp.ClientError:
            answer = Answer(error="connection_failed")
        self.sent.append(Sent(app.id, kind, payload, answer, retry))
        return answer

    async def _send(
        self, app: App, kind: str, payload: dict[str, Any], retry: int, reason: str | None
    ) -> Answer:
        if self.sockets.connected(app):
            envelope = INTERACTIVE if kind == OPTIONS else kind
            return Answer(200, await self.sockets.ask(app, envelope, payload, retry=retry, reason=reason))
        url = app.options_url if kind == OPTIONS and app.options_url else app.request_url
        if url is None:
            return Answer(error="no_request_url")
        return await self._post(app, url, kind, payload, retry, reason)

    async def _post(
        self, app: App, url: str, kind: str, payload: dict[str, Any], retry: int, reason: str | None
    ) -> Answer:
        body, content_type = _encoded(kind, payload)
        headers = signed_headers(app.signing_secret, body, self._wall())
        headers |= {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0",
            "Accept": "application/json,*/*",
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason or "unknown_error"}
        if self._session is None:
            raise RuntimeError("The local Slack was not started.")
        async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as response:
            answered = _decoded(await response.text())
            error = None if 200 <= response.status < 300 else "dispatch_failed"
            return Answer(response.status, answered, error, headers=dict(response.headers))


def _encoded(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    if kind == EVENT:
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _decoded(text: str) -> Any:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
