"""What the page asks of the survey tool: whom surveys can come from, to send one, and what has been sent."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.desk import Desk
from bot.demo.logbook import Entry, Logbook
from bot.demo.seed.cases import contacts_of
from bot.demo.seed.customers import PROFILES
from bot.demo.surveys import SCALES, Fault, NothingSent, Survey, SurveyTool
from bot.demo.watch import Watch
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
_MOST_IN_A_NAME = 40


class _Misordered(Exception):
    """The order makes no sense: a sentence for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(" ".join(errors.values()))


class SurveyApi:
    """``/playground/api/surveys`` and below, and ``/playground/api/first-minute``, for the page alone."""

    def __init__(self, tool: SurveyTool, desk: Desk, logbook: Logbook, watch: Watch, guard: Guard) -> None:
        self._tool = tool
        self._desk = desk
        self._logbook = logbook
        self._watch = watch
        self._guard = guard

    def routes(self) -> list[web.AbstractRouteDef]:
        """All addresses."""
        looking: dict[str, Handler] = {
            "surveys": self._all,
            "surveys/options": self._options,
            "surveys/{id}": self._one,
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
        """Answers with what came back and how far it is; 400 for a senseless order."""
        try:
            order = (await Asked.of(request)).fields
            survey, fault = _survey(order), _fault(order)
            sent = await self._tool.send(survey, fault)
        except _Misordered as error:
            return _answer({"error": str(error), "errors": error.errors}, 400)
        except Misasked as error:
            return _answer({"error": str(error)}, 400)
        except NothingSent as error:
            return _answer({"error": str(error)}, 409)
        except (aiohttp.ClientError, TimeoutError):
            return _answer({"error": "The webhook did not answer."}, 502)
        [travel] = await self._desk.travels([sent])
        entry = Entry(survey, fault, str(order.get("batch") or "")[:_MOST_IN_A_NAME], travel)
        self._watch.add(entry)
        return _answer(entry.as_json())

    async def _all(self, _request: web.Request) -> web.Response:
        """What pages have sent in this run, oldest first; the oldest are forgotten."""
        return _answer({"run": self._logbook.run, "sent": [entry.as_json() for entry in self._logbook.all()]})

    async def _one(self, request: web.Request) -> web.Response:
        """One of them with its request; 404 when it is not remembered."""
        entry = self._logbook.get(request.match_info["id"])
        if entry is None:
            return _answer({"error": "No such request is remembered."}, 404)
        return _answer({**entry.as_json(), "request": entry.request_json()})

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
        sent = [entry.sent for entry in self._logbook.all()]
        done = await self._desk.first_minute(request.query.get("person", ""), sent, since)
        return _answer({"since": since.timestamp(), "done": done})


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
