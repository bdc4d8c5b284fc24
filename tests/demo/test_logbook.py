"""What pages have sent is kept for the run, and the pages' stream of changes tells how far it comes."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from bot.demo.logbook import KEPT, Entry, Logbook
from bot.demo.run import Demo
from bot.demo.steps import Line, State, Step
from bot.demo.surveys import Sent, Survey
from bot.demo.travel import Travel

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
ORDER = {"customer": "Globex", "survey_type": "csat", "score": 1, "comment": "Broken."}
SURVEY = Survey("Globex", "", "csat", 1)


def an_entry(id: str) -> Entry:
    """A survey whose alert waits for ten seconds."""
    sent = Sent(id, NOW, f"msg_{id}", f"P-{id}", "http://127.0.0.1/hooks/x", {}, "{}", 202, "{}", 1.0)
    return Entry(SURVEY, None, "", Travel(sent, (waiting(),), NOW))


def waiting(after: float = 10.0) -> Step:
    """The last station, not reached."""
    line = Line(State.WAITING, "#alerts: waits", due=NOW + timedelta(seconds=after))
    return Step("delivered", State.WAITING, "On its way.", lines=(line,))


def test_the_oldest_entry_makes_room() -> None:
    logbook = Logbook()
    for number in range(KEPT + 1):
        logbook.add(an_entry(str(number)))
    kept = [entry.sent.id for entry in logbook.all()]
    assert (len(kept), kept[0], kept[-1]) == (KEPT, "1", str(KEPT))


def test_time_that_passes_is_no_news_and_another_attempt_is() -> None:
    logbook, entry = Logbook(), an_entry("a")
    logbook.add(entry)
    later = NOW + timedelta(seconds=4)
    assert logbook.further(Travel(entry.sent, (waiting(),), later)) is None
    further = logbook.further(Travel(entry.sent, (waiting(after=30),), later))
    assert further is not None
    told = further.travel_json()
    assert (told["turn"], told["steps"][0]["lines"][0]["seconds"]) == (2, 26.0)


def test_what_is_forgotten_comes_no_further() -> None:
    assert Logbook().further(an_entry("a").travel) is None


async def test_every_page_hears_what_was_sent_and_how_far_it_comes(
    demo: Demo, page: aiohttp.ClientSession
) -> None:
    maya = demo.office.people["maya"].id
    async with page.get("/playground/api/state", params={"person": maya}) as response:
        since = (await response.json())["change"]
    async with page.post("/playground/api/surveys", json={**ORDER, "batch": "ten"}) as response:
        sent = await response.json()
    async with following(page, maya, since) as changes:
        told = [await anext(changes)]
        while told[-1]["kind"] != "survey.sent":
            told.append(await anext(changes))
    assert told[-1]["entry"] == sent
    assert (sent["batch"], sent["customer"], sent["travel"]["turn"]) == ("ten", "Globex", 1)


async def test_what_was_sent_is_there_for_a_page_that_comes_later(
    demo: Demo, page: aiohttp.ClientSession
) -> None:
    for customer in ("Globex", "Initech"):
        async with page.post("/playground/api/surveys", json={**ORDER, "customer": customer}) as response:
            assert response.status == 200
    await demo.tool.send(SURVEY)  # which no page has sent
    async with page.get("/playground/api/surveys") as response:
        told = await response.json()
    assert [each["customer"] for each in told["sent"]] == ["Globex", "Initech"]
    assert told["run"]


@asynccontextmanager
async def following(
    page: aiohttp.ClientSession, person: str, since: str
) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """The stream of changes as a page reads it."""
    address = "/playground/api/events"
    async with page.get(address, params={"person": person, "since": since}) as response:

        async def changes() -> AsyncIterator[dict[str, Any]]:
            async for line in response.content:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

        yield changes()
