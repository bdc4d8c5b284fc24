"""The HTTP side of the Web API: let a call in, let it fail when it shall, carry it out, answer and record."""

import asyncio
import logging
from typing import Any

from aiohttp import web

from bot.playground.slack.apps import App
from bot.playground.slack.calls import Calls, RecordedCall
from bot.playground.slack.errors import SlackError
from bot.playground.slack.faults import Failing, Fault, Faults
from bot.playground.slack.oauth import Grants
from bot.playground.slack.ratelimits import RateLimits, too_many
from bot.playground.slack.refusals import publish_refusal
from bot.playground.slack.socket_mode import Sockets
from bot.playground.slack.web_api.arguments import arguments, bearer, with_client
from bot.playground.slack.web_api.call import Call, Method
from bot.playground.slack.web_api.methods import METHODS
from bot.playground.slack.web_api.oauth import exchange
from bot.playground.slack.workspace import Workspace

_log = logging.getLogger(__name__)


class WebApi:
    """Serves ``/api/{method}``."""

    def __init__(
        self, workspace: Workspace, limits: RateLimits, faults: Faults, sockets: Sockets, grants: Grants
    ) -> None:
        self.calls = Calls()
        self._workspace = workspace
        self._limits = limits
        self._faults = faults
        self._sockets = sockets
        self._grants = grants

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call; a lost connection is the answer when a fault asks for it."""
        name = request.match_info["method"]
        try:
            args = await arguments(request)
        except SlackError as error:
            return _answer(error.as_json(), status=error.status)
        app = self._workspace.app_with_token(bearer(request, args) or "")
        fault = self._faults.take(name, args)
        if fault is not None and fault.failing is Failing.SLOW:
            await asyncio.sleep(float(fault.value))
            fault = None
        try:
            if fault is not None and fault.failing is not Failing.DROP_AFTER:
                raise _failure(fault)
            body, status, headers = {"ok": True, **self._carry_out(name, request, args, app)}, 200, {}
        except SlackError as error:
            body, status, headers = error.as_json(), error.status, error.headers
            publish_refusal(self._workspace.changes, name, error)
        self._record(name, args, app, status, body)
        if fault is not None and fault.failing in (Failing.DROP_AFTER, Failing.DROP_BEFORE):
            return _hang_up(request)
        if fault is not None and fault.failing is Failing.STATUS:
            return web.Response(status=status, text="Something went wrong.", headers=headers)
        return _answer(body, status=status, headers={**headers, **_scope_headers(app, name)})

    def _carry_out(
        self, name: str, request: web.Request, args: dict[str, Any], app: App | None
    ) -> dict[str, Any]:
        if name == "oauth.v2.access":
            return exchange(self._workspace, self._grants, with_client(request, args))
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", fields={"req_method": name})
        if method.token == "none":
            app = app or self._any_app()
        else:
            app = self._authorised(method, bearer(request, args), app)
        call = Call(name, args, app, self._workspace, self._limits, self._sockets, self._workspace.base_url)
        for scope in method.scopes:
            call.require(scope)
        self._limits.spend_call(app.id, name, method.tier)
        return method.handle(call)

    def _any_app(self) -> App:
        for app in self._workspace.apps.values():
            return app
        raise SlackError("invalid_auth")

    def _authorised(self, method: Method, token: str | None, app: App | None) -> App:
        if token is None:
            raise SlackError("not_authed")
        if app is None:
            raise SlackError("invalid_auth")
        if app.fault is not None:
            raise SlackError(app.fault)
        if token != (app.app_token if method.token == "app" else app.bot_token):
            raise SlackError("not_allowed_token_type")
        return app

    def _record(
        self, name: str, args: dict[str, Any], app: App | None, status: int, body: dict[str, Any]
    ) -> None:
        kept = {key: value for key, value in args.items() if key != "token"}
        at, app_id = self._workspace.clock(), app.id if app else None
        self.calls.record(RecordedCall(name, kept, at, app_id, status, body))
        if not body.get("ok"):
            _log.debug("refused %s: %s", name, body.get("error"))


def _failure(fault: Fault) -> SlackError:
    if fault.failing is Failing.RATE_LIMIT:
        return too_many(float(fault.value or 1))
    if fault.failing is Failing.STATUS:
        return SlackError("fatal_error", status=int(fault.value or 500))
    return SlackError(str(fault.value or "internal_error"))


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _answer(
    body: dict[str, Any], *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.json_response(body, status=status, headers=headers)


def _scope_headers(app: App | None, name: str) -> dict[str, str]:
    if app is None:
        return {}
    method = METHODS.get(name)
    accepted = ",".join(method.scopes) if method else ""
    return {"x-oauth-scopes": ",".join(sorted(app.scopes)), "x-accepted-oauth-scopes": accepted}
