"""Reading the arguments and the token of a request in every way in which Slack accepts them."""

import base64
import json
from typing import Any

from aiohttp import web

from bot.playground.slack.errors import SlackError


async def arguments(request: web.Request) -> dict[str, Any]:
    """The arguments: the query, then a JSON object or form fields. Raises SlackError on what is neither."""
    args: dict[str, Any] = dict(request.query)
    if request.method != "POST":
        return args
    if request.content_type == "application/json":
        return {**args, **_json(await request.read())}
    form = await request.post()
    fields = {name: value if isinstance(value, str) else "(file)" for name, value in form.items()}
    return {**args, **fields}


def _json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed


def bearer(request: web.Request, args: dict[str, Any]) -> str | None:
    """The token from the Authorization header, or from the ``token`` argument."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    given = args.get("token")
    return given if isinstance(given, str) and given else None


def with_client(request: web.Request, args: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an OAuth call, with the client's name and secret from HTTP basic authentication."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return args
    try:
        client_id, _, secret = base64.b64decode(encoded).decode("latin1").partition(":")
    except ValueError:
        return args
    return {**args, "client_id": client_id, "client_secret": secret}
