"""Answers in JSON, and which status an error of ours becomes."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.errors import BellwetherError, Conflict, InvalidInput, NotAllowed, NotFound, Unavailable

RETRY_AFTER_S = 5

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_STATUS: dict[type[BellwetherError], int] = {
    InvalidInput: 422,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
}


def answer(
    status: int, document: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> web.Response:
    """A JSON document."""
    body = _written(document).encode()
    return web.Response(status=status, body=body, headers=headers, content_type="application/json")


def problem(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """What is wrong, as ``{"error": sentence}``."""
    return answer(status, {"error": sentence}, headers)


def unavailable(sentence: str) -> web.Response:
    """Nothing was kept, and the sender should try again."""
    return problem(503, sentence, {"Retry-After": str(RETRY_AFTER_S)})


def explained(error: BellwetherError) -> web.Response:
    """The answer to an error that can be explained to a person."""
    if isinstance(error, Unavailable):
        return unavailable(str(error))
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)
    return problem(status, str(error))
