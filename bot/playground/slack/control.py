"""Steering the local Slack over HTTP: order faults, see the recorded calls."""

from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.playground.slack.calls import RecordedCall
from bot.playground.slack.faults import Failing, Fault
from bot.playground.slack.local_slack import LocalSlack


class Control:
    """Handlers for the faults and the record of calls; whoever mounts them decides who may reach them."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack

    async def faults(self, _request: web.Request) -> web.Response:
        """The faults that wait."""
        return web.json_response({"faults": self._slack.faults.as_json()})

    async def add_fault(self, request: web.Request) -> web.Response:
        """Order a fault: ``failing``, and if wanted ``method``, ``value``, and ``times`` or ``seconds``."""
        try:
            fault = self._fault(await request.json())
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"That is no fault: {error}"}, status=400)
        self._slack.faults.add(fault)
        return await self.faults(request)

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Everything works again."""
        self._slack.faults.clear()
        return await self.faults(request)

    async def calls(self, request: web.Request) -> web.Response:
        """The calls of the Web API, newest first, of one ``method`` if wanted, at most 200."""
        wanted = request.query.get("method")
        calls = [call for call in self._slack.calls if wanted in (None, call.method)]
        return web.json_response({"calls": [_shown(call) for call in calls[:-201:-1]]})

    def _fault(self, order: dict[str, Any]) -> Fault:
        fault = Fault(Failing(order["failing"]), str(order.get("method", "*")), value=order.get("value"))
        if "seconds" in order:
            lasting = timedelta(seconds=float(order["seconds"]))
            fault.times, fault.until = None, self._slack.workspace.clock() + lasting
        else:
            fault.times = int(order.get("times", 1))
        return fault


def _shown(call: RecordedCall) -> dict[str, Any]:
    return {
        "method": call.method,
        "args": call.args,
        "at": call.at.isoformat(),
        "status": call.status,
        "ok": call.accepted,
        "error": call.error,
        "answer": call.answer,
    }
