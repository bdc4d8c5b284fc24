"""The survey tool of the playground: sends signed webhooks to its own Bellwether, over real HTTP.

It also sends what goes wrong in life: the same event again, a wrong signature, an event of an hour ago.
"""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import aiohttp

from bot.clock import Clock
from bot.demo.seed.cases import contacts_of
from bot.demo.seed.customers import PROFILES, Profile
from bot.demo.seed.people import AGENTS
from bot.demo.seed.portfolio import company_of
from bot.demo.seed.topics import COMPANY_TOPICS, RESIDENT_TOPICS
from bot.ids import new_id
from bot.sources.signatures import STANDARD_WEBHOOKS, new_secret, sign
from bot.sources.values import Contact

SCALES = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}

_ANSWER_SECONDS = 15.0
_HOUR = timedelta(hours=1)


class Fault(StrEnum):
    """What can be wrong with a request, or special about it."""

    AGAIN = "again"
    CHANGE_OF_MIND = "change_of_mind"
    DELETED = "deleted"
    WRONG_SIGNATURE = "wrong_signature"
    TOO_OLD = "too_old"
    NOT_JSON = "not_json"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Survey:
    """One answer: ``score`` on the scale of its type, None when the survey was sent and not answered.

    Without a ``subject`` the ticket is about something that tickets are about.
    """

    customer: str
    person: str
    survey_type: str
    score: float | None
    comment: str = ""
    minutes_ago: int = 0
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request with its answer: ``body`` and ``answer`` are JSON text as they went over the wire.

    ``at`` is when it left. ``event_id`` names the request to the bot, ``external_id`` the survey.
    """

    id: str
    at: datetime
    event_id: str
    external_id: str
    url: str
    headers: dict[str, str]
    body: str
    status: int
    answer: str
    milliseconds: float


class NothingSent(LookupError):
    """There is no survey yet that could be sent again or changed."""


class SurveyTool:
    """Signs and sends surveys to one hook. Use it inside its ``lifetime``."""

    def __init__(self, url: str, secret: str, clock: Clock) -> None:
        self.url = url
        self._secret = secret
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._count = 0
        self._last: tuple[dict[str, Any], Sent] | None = None

    @asynccontextmanager
    async def lifetime(self) -> AsyncIterator[None]:
        """Keep the HTTP client open."""
        timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as self._session:
            yield

    async def send(self, survey: Survey, fault: Fault | None = None) -> Sent:
        """Send a survey, or do what the fault says. Raises NothingSent and aiohttp.ClientError."""
        if fault in (Fault.AGAIN, Fault.CHANGE_OF_MIND, Fault.DELETED):
            return await self._follow_up(fault)
        data = self._data(survey)
        if fault is Fault.NOT_UNDERSTOOD:
            data |= {"survey_type": "horoscope"}
        document = {"type": "review.created", "timestamp": data["updated_at"], "data": data}
        body = _written(document)
        if fault is Fault.NOT_JSON:
            body = body[: len(body) // 2]
        sent = await self._post(body, self._signed(body, fault), data["id"])
        if fault is None:
            self._last = (document, sent)
        return sent

    async def _follow_up(self, fault: Fault) -> Sent:
        if self._last is None:
            raise NothingSent("Send a survey first.")
        document, sent = self._last
        if fault is Fault.AGAIN:
            return await self._post(sent.body.encode(), sent.headers, sent.external_id)
        now = self._clock().isoformat()
        data = {**document["data"], "updated_at": now}
        if fault is Fault.CHANGE_OF_MIND:
            data |= {
                "score": data["scale"]["max"],
                "comment": "I take it back: you called and all is well now.",
            }
        event = "review.deleted" if fault is Fault.DELETED else "review.updated"
        document = {"type": event, "timestamp": now, "data": data}
        body = _written(document)
        sent = await self._post(body, self._signed(body, None), data["id"])
        self._last = (document, sent)
        return sent

    def _data(self, survey: Survey) -> dict[str, Any]:
        """The generic format of docs/sources.md."""
        at = self._clock() - timedelta(minutes=survey.minutes_ago)
        low, high = SCALES[survey.survey_type]
        self._count += 1
        number = 90_000 + self._count
        profile = profile_named(survey.customer)
        return {
            "id": f"P-{new_id()}",
            "survey_type": survey.survey_type,
            "score": survey.score,
            "scale": {"min": low, "max": high},
            "comment": survey.comment,
            "sent_at": (at - _HOUR).isoformat(),
            "rated_at": None if survey.score is None else at.isoformat(),
            "updated_at": at.isoformat(),
            "contact": _contact(profile, survey.person),
            "company": _company(profile, survey.customer),
            "ticket": {"number": f"T-{number}", "subject": survey.subject or _subject(profile, number)},
            "agents": [AGENTS[number % len(AGENTS)].name],
        }

    def _signed(self, body: bytes, fault: Fault | None) -> dict[str, str]:
        secret = new_secret() if fault is Fault.WRONG_SIGNATURE else self._secret
        now = self._clock() - (_HOUR if fault is Fault.TOO_OLD else timedelta())
        signed = sign(STANDARD_WEBHOOKS, body, secret, now, message_id=f"msg_{new_id()}")
        return {"content-type": "application/json", "user-agent": "Playground surveys", **signed}

    async def _post(self, body: bytes, headers: dict[str, str], external_id: str) -> Sent:
        if self._session is None:
            raise RuntimeError("The survey tool was not started.")
        at, started = self._clock(), time.perf_counter()
        async with self._session.post(self.url, data=body, headers=headers) as response:
            answer = await response.text()
        return Sent(
            id=new_id(),
            at=at,
            event_id=headers[STANDARD_WEBHOOKS.id_header],
            external_id=external_id,
            url=self.url,
            headers=headers,
            body=body.decode(errors="replace"),
            status=response.status,
            answer=answer,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )


def _written(document: dict[str, Any]) -> bytes:
    try:
        return json.dumps(document, ensure_ascii=False, indent=2).encode()
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot hold
        return json.dumps(document, indent=2).encode()


def profile_named(name: str) -> Profile | None:
    """The customer of the portfolio with this name, in any case."""
    wanted = " ".join(name.split()).casefold()
    return next((profile for profile in PROFILES if profile.name.casefold() == wanted), None)


def _subject(profile: Profile | None, number: int) -> str:
    topics = RESIDENT_TOPICS if profile and profile.kind == "individual" else COMPANY_TOPICS
    subjects = sorted(subject for topic in topics.values() for subject in topic)
    return subjects[number * 7 % len(subjects)]


def _company(profile: Profile | None, name: str) -> dict[str, str]:
    if profile is None:
        return {"name": name}
    company = company_of(profile)
    columns = {column: getattr(company, column) for column in company.__dataclass_fields__}
    return {column: value for column, value in columns.items() if value}


def _contact(profile: Profile | None, person: str) -> dict[str, str]:
    known = contacts_of(profile) if profile else ()
    contact = next((one for one in known if one.name.casefold() == person.casefold()), None)
    if contact is None and not person and known:
        contact = known[0]
    contact = contact or Contact("", person, "")
    return {key: value for key in ("id", "name", "email") if (value := getattr(contact, key))}
