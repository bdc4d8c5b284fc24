"""Around every request: an id for the logs, errors turned into JSON, headers that make browsers careful."""

import re
import secrets

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.errors import BellwetherError
from bot.log import get_logger
from bot.web.answers import explained, problem

REQUEST_ID_HEADER = "X-Request-ID"

_REQUEST_ID = web.RequestKey("request_id", str)
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# A handler that sets one of these itself keeps its own.
_HEADERS = (
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)
_SENTENCES = {404: "There is nothing at this address.", 413: "The body is too large."}
_log = get_logger()


@web.middleware
async def boundary(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Bind the request's id to the logs, and answer every error in JSON without a word about our insides."""
    given = request.headers.get(REQUEST_ID_HEADER, "")
    request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
    request[_REQUEST_ID] = request_id
    structlog.contextvars.bind_contextvars(request_id=request_id)
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _http_problem(request, error)
    except BellwetherError as error:
        return explained(error)
    except Exception as error:
        # The sender left, or an answer has begun that no second one may follow.
        if request.writer.output_size or (isinstance(error, ConnectionError) and request.transport is None):
            raise
        resource = request.match_info.route.resource
        _log.exception("request.failed", method=request.method, route=resource.canonical if resource else "")
        return problem(500, "Something went wrong here; the log says more.")


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """A signal for every answer, streamed ones too."""
    headers = response.headers
    for name, value in _HEADERS:
        if name not in headers:
            headers[name] = value
    headers["Server"] = "bellwether"
    request_id = request.get(_REQUEST_ID)
    if request_id is not None:
        headers[REQUEST_ID_HEADER] = request_id


def _http_problem(request: web.Request, error: web.HTTPException) -> web.Response:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        sentence = f"{request.method} is not possible at this address; use {allowed}."
        return problem(405, sentence, {hdrs.ALLOW: allowed})
    return problem(error.status, _SENTENCES.get(error.status, f"{error.reason}."))
