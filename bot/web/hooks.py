"""``/hooks/{token}``: surveys come in. The answers are a promise to vendors; docs/sources.md lists them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from aiohttp import web

from bot.clock import Clock
from bot.errors import Unavailable
from bot.log import get_logger
from bot.metrics import Metrics
from bot.sources.table import SOURCES, SourceKind
from bot.sources.values import MalformedBody, NotAuthentic, NotUnderstood, Parsed
from bot.web.answers import answer, problem, unavailable
from bot.web.bodies import BodyRefused, read_body

MAX_BODY = 1024 * 1024
READ_TIMEOUT_S = 10.0
PATH = "/hooks/{token}"

_MAX_TOKEN = 200
_log = get_logger()


class SourceInfo(Protocol):
    """One configured inlet as a hook needs it; ``secrets`` are those active now, in plain text."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def secrets(self) -> Sequence[str]: ...
    @property
    def enabled(self) -> bool: ...


class Receipt(Protocol):
    """How many events of one request became durable, were known before, or were put aside."""

    @property
    def accepted(self) -> int: ...
    @property
    def repeated(self) -> int: ...
    @property
    def quarantined(self) -> int: ...


S = TypeVar("S", bound=SourceInfo)


class _Refused(Exception):
    """Nothing of the request was kept: the outcome to count, and the answer."""

    def __init__(self, outcome: str, response: web.Response) -> None:
        self.outcome = outcome
        self.response = response
        super().__init__(outcome)


@dataclass(frozen=True, slots=True)
class Hooks(Generic[S]):
    """The webhook address.

    ``find_source`` knows tokens; it is asked for every request, so it should remember. ``receive`` returns
    after the commit. Either raises Unavailable when the database cannot take the work.
    """

    find_source: Callable[[str], Awaitable[S | None]]
    receive: Callable[[S, bytes, Parsed, datetime], Awaitable[Receipt]]
    clock: Clock
    metrics: Metrics
    max_body: int = MAX_BODY
    read_timeout_s: float = READ_TIMEOUT_S
    kinds: Mapping[str, SourceKind] = field(default_factory=lambda: SOURCES)

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        return [web.post(PATH, self.take), web.options(PATH, self.shake_hands)]

    async def take(self, request: web.Request) -> web.Response:
        """Verify, parse and hand on the events of one request; answer when they are durable."""
        try:
            outcome, response = await self._take(request)
        except _Refused as refused:
            outcome, response = refused.outcome, refused.response
            # The reason a person reads is in the answer; the token in the address must not reach a log.
            _log.info("hook.refused", outcome=outcome)
        except Unavailable as error:
            outcome, response = "unavailable", unavailable(str(error))
            _log.warning("hook.unavailable", reason=str(error))
        self.metrics.hooks.labels(outcome).inc()
        return response

    async def shake_hands(self, request: web.Request) -> web.Response:
        """The CloudEvents handshake: a sender asks whether it may deliver here."""
        try:
            await self._source(request)
        except _Refused as refused:
            return refused.response
        except Unavailable as error:
            return unavailable(str(error))
        headers = {"Allow": "POST, OPTIONS"}
        origin = request.headers.get("WebHook-Request-Origin", "")
        if origin:
            headers["WebHook-Allowed-Origin"] = origin if origin.isascii() and origin.isprintable() else "*"
            headers["WebHook-Allowed-Rate"] = "*"
        return web.Response(status=200, headers=headers)

    async def _take(self, request: web.Request) -> tuple[str, web.Response]:
        source = await self._source(request)
        kind = self.kinds.get(source.kind)
        if kind is None:
            _log.error("source.kind_unknown", source=source.name, kind=source.kind)
            raise _Refused("unavailable", unavailable("This version does not know sources of this kind."))
        body = await self._body(request)
        now = self.clock()
        try:
            kind.verify(request.headers, body, source.secrets, now)
            events = kind.parse(request.headers, body, now)
        except NotAuthentic as error:
            raise _Refused("unauthentic", problem(401, str(error))) from None
        except MalformedBody as error:
            raise _Refused("malformed", problem(400, str(error))) from None
        if not events:
            return "accepted", answer(202, _document("accepted", 0, 0, 0))
        return _answered(await self.receive(source, body, events, now), events)

    async def _source(self, request: web.Request) -> S:
        token = request.match_info["token"]
        # What could never be a token is not worth a query, and might not be one that a database can take.
        if len(token) <= _MAX_TOKEN and token.isascii() and token.isprintable():
            source = await self.find_source(token)
            if source is not None and source.enabled:
                return source
        raise _Refused("unknown_source", problem(401, "This address belongs to no active source."))

    async def _body(self, request: web.Request) -> bytes:
        try:
            return await read_body(request, self.max_body, self.read_timeout_s)
        except BodyRefused as refused:
            response = problem(refused.status, str(refused))
            if refused.status == 408:
                response.force_close()
            raise _Refused(refused.outcome, response) from None


def _answered(receipt: Receipt, events: Parsed) -> tuple[str, web.Response]:
    counts = (receipt.accepted, receipt.repeated, receipt.quarantined)
    if receipt.quarantined:
        reasons = [event.reason for event in events if isinstance(event, NotUnderstood)]
        reason = reasons[0] if reasons else "The event cannot be used as it is; the inbox says why."
        status = "accepted" if receipt.accepted else "quarantined"
        return "quarantined", answer(202, {**_document(status, *counts), "reason": reason})
    if receipt.accepted:
        return "accepted", answer(202, _document("accepted", *counts))
    return "repeat", answer(200, _document("repeat", *counts))


def _document(status: str, accepted: int, repeated: int, quarantined: int) -> dict[str, Any]:
    return {"status": status, "accepted": accepted, "repeated": repeated, "quarantined": quarantined}
