"""``POST /slack/events``: all of Slack's requests, verified before they are read, never answered with 500."""

import asyncio
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context
from slack_sdk.signature import Clock, SignatureVerifier

from bot.log import get_logger

MAX_BYTES = 1_048_576  # Slack's largest, a view of 250 kB, fits several times
_READ_WITHIN = 10.0  # seconds
_NO_RETRY = {"X-Slack-No-Retry": "1"}  # sending the same bytes again cannot help


class SlackEvents:
    """The handler of Slack's requests; ``clock`` gives seconds since 1970.

    aiohttp wants a coroutine function, which ``SlackEvents(...).__call__`` is and the object itself is not.
    """

    def __init__(
        self, bolt: AsyncApp, signing_secret: str, *, clock: Callable[[], float] = time.time
    ) -> None:
        if not signing_secret:
            raise ValueError("Slack's requests cannot be told from anybody's without a signing secret.")
        self._bolt = bolt
        self._verifier = SignatureVerifier(signing_secret, clock=_SecondsClock(clock))

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer one request; bodies are never logged."""
        try:
            async with asyncio.timeout(_READ_WITHIN):
                body = await _read(request)
        except TimeoutError:
            return web.Response(status=408)
        if body is None:
            return _refused(413, "body_too_large")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return _refused(400, "body_malformed")
        if _is_ssl_check(request, text):
            return web.Response()
        if not self._is_signed(request, text):
            return _refused(401, "signature_wrong")
        try:
            signed = SlackRequest(body=text, query=request.query_string, headers=dict(request.headers))
        # Whatever the signed text is, if it is not one of Slack's payloads, it is the sender's mistake.
        except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
            return _refused(400, "body_malformed")
        return await self._dispatch(signed)

    async def _dispatch(self, signed: "SlackRequest") -> web.StreamResponse:
        try:
            response = await self._bolt.async_dispatch(signed)
        except Exception:  # an odd payload makes Bolt's own error handling fail as well
            get_logger().exception("slack_request.failed")
            return _come_again()
        return _come_again() if response.status >= 500 else await to_aiohttp_response(response)

    def _is_signed(self, request: web.Request, body: str) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        # The SDK raises for a timestamp that is not a number and for a signature that is not ASCII.
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii()):
            return False
        return self._verifier.is_valid(body, timestamp, signature)


class SlackRequest(AsyncBoltRequest):
    """Bolt's request, able to read a command whose form has the word "payload" somewhere.

    Bolt 1.30 takes such a form for one with a ``payload`` field and, finding none, for an empty one
    (slack_bolt/request/internals.py, parse_body).
    """

    def __init__(self, *, context: dict[str, Any] | None = None, **arguments: Any) -> None:
        super().__init__(context=context, **arguments)
        if not isinstance(self.body, dict):
            raise TypeError("Slack's payloads are objects.")
        if not self.body and self.raw_body:
            self.body = dict(parse_qsl(self.raw_body, keep_blank_values=True))
            self.context = build_async_context(AsyncBoltContext(context or {}), self.body)

    def to_copyable(self) -> "SlackRequest":
        """A copy for a lazy listener, which must be able to read the same."""
        return SlackRequest(
            body=self.raw_body,
            query=self.query,
            headers=self.headers,
            context=self.context.to_copyable(),
            mode=self.mode,
        )


class _SecondsClock(Clock):
    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds

    def now(self) -> float:
        return self._seconds()


async def _read(request: web.Request) -> bytes | None:
    """The body, or None when it is larger than any of Slack's."""
    if (request.content_length or 0) > MAX_BYTES:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)


def _is_ssl_check(request: web.Request, body: str) -> bool:
    """Slack looks at the certificate now and then, with a form that is not signed and asks for nothing."""
    if request.content_type != "application/x-www-form-urlencoded" or len(body) > 1_000:
        return False
    return dict(parse_qsl(body)).get("ssl_check") == "1"


def _come_again() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "5"})


def _refused(status: int, reason: str) -> web.Response:
    get_logger().warning("slack_request.refused", status=status, reason=reason)
    return web.json_response({"error": reason}, status=status, headers=_NO_RETRY)
