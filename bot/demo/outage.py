"""Slack is down for a while: every call of the bot is answered with 503 until the time is over."""

from datetime import timedelta

from aiohttp import web

from bot.playground.asked import Asked, Misasked
from bot.playground.guard import Guard
from bot.playground.slack import Failing, Fault, LocalSlack

_STATUS = 503
_SECONDS, _LONGEST = 60.0, 600.0
_ADDRESS = "/playground/api/outage"


class Outage:
    """At most one at a time; every page hears when one begins and ends, as the change ``outage.changed``."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._fault: Fault | None = None

    @property
    def seconds_left(self) -> float:
        """How long it still lasts; 0.0 when Slack is up."""
        if self._fault is None or self._fault.until is None:
            return 0.0
        left = (self._fault.until - self._slack.workspace.clock()).total_seconds()
        return round(max(left, 0.0), 1)

    def begin(self, seconds: float) -> None:
        """From now on Slack is down; one that lasts already lasts until then instead."""
        self._over()
        until = self._slack.workspace.clock() + timedelta(seconds=seconds)
        self._fault = Fault(Failing.STATUS, times=None, value=_STATUS, until=until)
        self._slack.faults.add(self._fault)
        self._tell()

    def end(self) -> None:
        """Slack is up again; other faults that were ordered stay."""
        self._over()
        self._tell()

    def _over(self) -> None:
        if self._fault is not None:
            self._fault.until = self._slack.workspace.clock()
            self._fault = None

    def _tell(self) -> None:
        self._slack.workspace.changes.publish("outage.changed", {"seconds_left": self.seconds_left})


class OutageApi:
    """``GET``, ``POST`` (``seconds``, 60 unless said) and ``DELETE /playground/api/outage``."""

    def __init__(self, outage: Outage, guard: Guard) -> None:
        self._outage = outage
        self._guard = guard

    def routes(self) -> list[web.AbstractRouteDef]:
        """Its three verbs."""
        return [
            web.get(_ADDRESS, self._guard.api(self._show)),
            web.post(_ADDRESS, self._guard.api(self._begin)),
            web.delete(_ADDRESS, self._guard.api(self._end)),
        ]

    async def _show(self, _request: web.Request) -> web.Response:
        document = {"seconds_left": self._outage.seconds_left}
        return web.json_response(document, headers={"Cache-Control": "no-store"})

    async def _begin(self, request: web.Request) -> web.Response:
        try:
            seconds = (await Asked.of(request)).fields.get("seconds", _SECONDS)
            if type(seconds) not in (int, float) or not 1 <= seconds <= _LONGEST:
                raise Misasked(f"seconds must be a number from 1 to {_LONGEST:g}.")
        except Misasked as error:
            return web.json_response({"error": str(error)}, status=400)
        self._outage.begin(seconds)
        return await self._show(request)

    async def _end(self, request: web.Request) -> web.Response:
        self._outage.end()
        return await self._show(request)
