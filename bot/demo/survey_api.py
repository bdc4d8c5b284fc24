"""What the page asks of the survey tool: whom surveys can come from, to send one, and how far each is."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.desk import Desk
from bot.demo.seed.cases import contacts_of
from bot.demo.seed.customers import PROFILES
from bot.demo.surveys import SCALES, Fault, NothingSent, Sent, Survey, SurveyTool
from bot.playground.asked import Asked, Misasked
from bot.playground.guard import Guard, Handler
from bot.sources.signatures import TOLERANCE_S

_LABELS = {
    Fault.AGAIN: "The same again",
    Fault.WRONG_SIGNATURE: "A wrong signature",
    Fault.CHANGE_OF_MIND: "The customer changes their mind",
    Fault.DELETED: "The customer deletes it",
    Fault.TOO_OLD: "Signed an hour ago",
    Fault.NOT_JSON: "Cut off in the middle",
    Fault.NOT_UNDERSTOOD: "A survey type that nobody knows",
}
_TYPES = {
    "csat": ("CSAT", "How satisfied are you?", "not at all", "very"),
    "nps": ("NPS", "Would you recommend us?", "not at all likely", "extremely likely"),
    "ces": ("CES", "It was easy to get help", "strongly disagree", "strongly agree"),
}
_MOST = {"customer": 200, "person": 200, "comment": 50_000}
_MOST_AT_ONCE = 50
_REMEMBERED = 1_000


class _Misordered(Exception):
    """The order makes no sense: a sentence for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(" ".join(errors.values()))


class SurveyApi:
    """``/playground/api/surveys`` and below, and ``/playground/api/first-minute``, for the page alone."""

    def __init__(self, tool: SurveyTool, desk: Desk, guard: Guard) -> None:
        self._tool = tool
        self._desk = desk
        self._guard = guard
        self._by_page: list[str] = []  # ids of what pages have sent, not the playground itself

    def routes(self) -> list[web.AbstractRouteDef]:
        """All addresses."""
        looking: dict[str, Handler] = {
            "surveys/options": self._options,
            "surveys/travels": self._travels,
            "surveys/{id}/travel": self._travel,
            "first-minute": self._first_minute,
        }
        return [
            *(web.get(f"/playground/api/{path}", self._guard.api(ask)) for path, ask in looking.items()),
            web.post("/playground/api/surveys", self._guard.api(self._send)),
        ]

    async def _options(self, _request: web.Request) -> web.Response:
        customers = [
            {
                "name": profile.name,
                "population": profile.population,
                "people": [contact.name for contact in contacts_of(profile)],
            }
            for profile in PROFILES
        ]
        types = {
            kind: {"min": SCALES[kind][0], "max": SCALES[kind][1], "label": label, "asks": asks, "ends": ends}
            for kind, (label, asks, *ends) in _TYPES.items()
        }
        faults = [{"name": fault.value, "label": label} for fault, label in _LABELS.items()]
        return _answer(
            {
                "customers": customers,
                "survey_types": types,
                "faults": faults,
                "most": _MOST,
                "tolerance_minutes": round(TOLERANCE_S / 60),
            }
        )

    async def _send(self, request: web.Request) -> web.Response:
        """Answers with the request, what came back and how far it is; 400 for a senseless order."""
        try:
            order = (await Asked.of(request)).fields
            sent = await self._tool.send(_survey(order), _fault(order))
        except _Misordered as error:
            return _answer({"error": str(error), "errors": error.errors}, 400)
        except Misasked as error:
            return _answer({"error": str(error)}, 400)
        except NothingSent as error:
            return _answer({"error": str(error)}, 409)
        except (aiohttp.ClientError, TimeoutError):
            return _answer({"error": "The webhook did not answer."}, 502)
        self._by_page = [*self._by_page, sent.id][-_REMEMBERED:]
        [travel] = await self._desk.travels([sent])
        return _answer(
            {
                "id": sent.id,
                "request": {"method": "POST", "url": sent.url, "headers": sent.headers, "body": sent.body},
                "answer": {"status": sent.status, "body": sent.answer},
                "ms": sent.milliseconds,
                "travel": travel.as_json(),
            }
        )

    async def _travel(self, request: web.Request) -> web.Response:
        """How far one request has come; 404 when it is not remembered."""
        sent = self._tool.sent(request.match_info["id"])
        if sent is None:
            return _answer({"error": "No such request is remembered."}, 404)
        [travel] = await self._desk.travels([sent])
        return _answer(travel.as_json())

    async def _travels(self, request: web.Request) -> web.Response:
        """How far several have come (``id``, repeated); what is not remembered is left out."""
        ids = request.query.getall("id", [])[:_MOST_AT_ONCE]
        travels = await self._desk.travels(self._remembered(ids))
        return _answer({"travels": [travel.as_json() for travel in travels]})

    async def _first_minute(self, request: web.Request) -> web.Response:
        """What ``person`` has done since the moment ``since``; without it, the moment to ask with later."""
        given = request.query.get("since", "")
        now = self._desk.now()
        if not given:
            return _answer({"since": now.timestamp(), "done": {}})
        try:
            since = datetime.fromtimestamp(float(given), UTC)
        except (ValueError, OverflowError, OSError):
            return _answer({"error": "since must be a moment in seconds."}, 400)
        done = await self._desk.first_minute(
            request.query.get("person", ""), self._remembered(self._by_page), since
        )
        return _answer({"since": since.timestamp(), "done": done})

    def _remembered(self, ids: Iterable[str]) -> list[Sent]:
        return [sent for each in ids if (sent := self._tool.sent(each)) is not None]


def _survey(order: Mapping[str, Any]) -> Survey:
    errors = {}
    texts = {key: str(order.get(key) or "") for key in _MOST}
    for key, most in _MOST.items():
        if len(texts[key]) > most:
            errors[key] = f"At most {most:,} characters, please; these are {len(texts[key]):,}."
    if not texts["customer"].strip():
        errors["customer"] = "Choose a customer, or type the name of a new one."
    survey_type = order.get("survey_type", "csat")
    if survey_type not in list(SCALES):
        raise _Misordered(errors | {"survey_type": f"Must be one of {', '.join(SCALES)}."})
    score, (low, high) = order.get("score"), SCALES[survey_type]
    if score is not None and not (type(score) in (int, float) and low <= score <= high):
        errors["score"] = f"Must be a number from {low} to {high}, or null for no answer."
    if errors:
        raise _Misordered(errors)
    return Survey(texts["customer"], texts["person"], survey_type, score, texts["comment"])


def _fault(order: Mapping[str, Any]) -> Fault | None:
    given = order.get("fault")
    if not given:
        return None
    if given not in list(Fault):
        raise _Misordered({"fault": f"Must be one of {', '.join(Fault)}."})
    return Fault(given)


def _answer(document: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(document, status=status, headers={"Cache-Control": "no-store"})
