"""What the page asks of the survey tool: whom a survey can come from, and to send one."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.seed.cases import contacts_of
from bot.demo.seed.customers import PROFILES
from bot.demo.surveys import SCALES, Fault, NothingSent, Survey, SurveyTool
from bot.playground.asked import Asked, Misasked
from bot.playground.guard import Guard

_LABELS = {
    Fault.AGAIN: "The same again",
    Fault.CHANGE_OF_MIND: "The customer changes their mind",
    Fault.DELETED: "The customer deletes it",
    Fault.WRONG_SIGNATURE: "A wrong signature",
    Fault.TOO_OLD: "Signed an hour ago",
    Fault.NOT_JSON: "Cut off in the middle",
    Fault.NOT_UNDERSTOOD: "A survey type that nobody knows",
}
_MOST = {"customer": 200, "person": 200, "comment": 50_000}


class SurveyApi:
    """``GET /playground/api/surveys/options`` and ``POST /playground/api/surveys``, for the page alone."""

    def __init__(self, tool: SurveyTool, guard: Guard) -> None:
        self._tool = tool
        self._guard = guard

    def routes(self) -> list[web.AbstractRouteDef]:
        """Both addresses."""
        return [
            web.get("/playground/api/surveys/options", self._guard.api(self._options)),
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
        types = {kind: {"min": low, "max": high} for kind, (low, high) in SCALES.items()}
        faults = [{"name": fault.value, "label": label} for fault, label in _LABELS.items()]
        return web.json_response({"customers": customers, "survey_types": types, "faults": faults})

    async def _send(self, request: web.Request) -> web.Response:
        """Answers with the request that was sent and what came back; 400 for an order that makes no sense."""
        try:
            order = (await Asked.of(request)).fields
            sent = await self._tool.send(_survey(order), _fault(order))
        except Misasked as error:
            return _problem(400, str(error))
        except NothingSent as error:
            return _problem(409, str(error))
        except (aiohttp.ClientError, TimeoutError):
            return _problem(502, "The webhook did not answer.")
        shown = asdict(sent)
        answer = {"status": shown.pop("status"), "body": shown.pop("answer")}
        took = shown.pop("milliseconds")
        return web.json_response({"request": {"method": "POST", **shown}, "answer": answer, "ms": took})


def _survey(order: Mapping[str, Any]) -> Survey:
    texts = {key: str(order.get(key) or "") for key in _MOST}
    for key, most in _MOST.items():
        if len(texts[key]) > most:
            raise Misasked(f"{key} is longer than {most:,} characters.")
    if not texts["customer"].strip():
        raise Misasked("customer is missing.")
    survey_type = order.get("survey_type", "csat")
    if survey_type not in list(SCALES):
        raise Misasked(f"survey_type must be one of {', '.join(SCALES)}.")
    score, (low, high) = order.get("score"), SCALES[survey_type]
    if score is not None and not (type(score) in (int, float) and low <= score <= high):
        raise Misasked(f"score must be a number from {low} to {high}, or null for no answer.")
    return Survey(texts["customer"], texts["person"], survey_type, score, texts["comment"])


def _fault(order: Mapping[str, Any]) -> Fault | None:
    given = order.get("fault")
    if not given:
        return None
    if given not in list(Fault):
        raise Misasked(f"fault must be one of {', '.join(Fault)}.")
    return Fault(given)


def _problem(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status, headers={"Cache-Control": "no-store"})
