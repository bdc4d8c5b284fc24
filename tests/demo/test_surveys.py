"""The survey tool: what it sends, what comes back, and who may use it."""

import json
from typing import Any

import aiohttp
import pytest

from bot.demo.run import Demo
from bot.demo.surveys import Fault, NothingSent, Survey

BAD = Survey("Globex", "Hank Albers", "csat", 1, "Still broken.")
ORDER = {
    "customer": "Globex",
    "person": "Hank Albers",
    "survey_type": "csat",
    "score": 1,
    "comment": "Broken.",
}


async def csat(demo: Demo) -> tuple[int, ...]:
    """(positive, neutral, negative) of Globex, as /health counts them."""
    who, channel = demo.office.people["maya"], demo.office.channels["support"]
    seen = len(demo.slack.ephemeral(who, channel))
    await demo.slack.command(who, channel, "/health", "globex")
    await demo.slack.until(lambda: len(demo.slack.ephemeral(who, channel)) > seen)
    text = json.dumps(demo.slack.ephemeral(who, channel)[-1].blocks, ensure_ascii=False)
    if "positive ·" not in text:
        return (0, 0, 0)
    return tuple(
        int(text.split(f" {word}")[0].rpartition(" ")[2]) for word in ("positive", "neutral", "negative")
    )


async def test_a_survey_is_signed_and_counted(demo: Demo) -> None:
    sent = await demo.tool.send(BAD)
    assert (sent.status, json.loads(sent.answer)["accepted"]) == (202, 1)
    assert sent.headers["webhook-signature"].startswith("v1,")
    assert json.loads(sent.body)["data"]["contact"]["email"] == "hank.albers@globex.example"
    assert await csat(demo) == (0, 0, 1)


async def test_the_same_again_is_a_repeat(demo: Demo) -> None:
    first = await demo.tool.send(BAD)
    again = await demo.tool.send(BAD, Fault.AGAIN)
    assert (again.body, again.headers) == (first.body, first.headers)
    assert (again.status, json.loads(again.answer)["status"]) == (200, "repeat")
    assert await csat(demo) == (0, 0, 1)


async def test_a_customer_may_change_their_mind_and_take_it_back(demo: Demo) -> None:
    await demo.tool.send(BAD)
    assert (await demo.tool.send(BAD, Fault.CHANGE_OF_MIND)).status == 202
    assert await csat(demo) == (1, 0, 0)
    assert (await demo.tool.send(BAD, Fault.DELETED)).status == 202
    assert await csat(demo) == (0, 0, 0)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.WRONG_SIGNATURE, 401),
        (Fault.TOO_OLD, 401),
        (Fault.NOT_JSON, 400),
        (Fault.NOT_UNDERSTOOD, 202),
    ],
)
async def test_what_is_wrong_with_a_request_is_what_comes_back(demo: Demo, fault: Fault, status: int) -> None:
    sent = await demo.tool.send(BAD, fault)
    assert sent.status == status
    assert (json.loads(sent.answer).get("status") == "quarantined") == (fault is Fault.NOT_UNDERSTOOD)


async def test_there_is_nothing_to_send_again_before_the_first(demo: Demo) -> None:
    await demo.tool.send(BAD, Fault.WRONG_SIGNATURE)
    with pytest.raises(NothingSent, match="Send a survey first"):
        await demo.tool.send(BAD, Fault.AGAIN)


async def test_a_survey_that_nobody_answered_counts_as_sent(demo: Demo) -> None:
    sent = await demo.tool.send(Survey("Globex", "", "csat", None))
    assert sent.status == 202
    assert await csat(demo) == (0, 0, 0)


@pytest.mark.parametrize("comment", ["<!channel> *bold*", "\ud800 half a character", "\x00", "e" * 50_000])
async def test_any_comment_is_sent_as_it_is(demo: Demo, comment: str) -> None:
    sent = await demo.tool.send(Survey("Globex", "", "csat", 1, comment))
    assert sent.status == 202
    assert json.loads(sent.body)["data"]["comment"] == comment


async def test_the_page_learns_what_was_sent_and_what_came_back(page: aiohttp.ClientSession) -> None:
    async with page.post("/playground/api/surveys", json=ORDER) as response:
        told = await response.json()
    assert told["answer"]["status"] == 202
    assert "request" not in told, "which can be long"
    async with page.get(f"/playground/api/surveys/{told['id']}") as response:
        whole = await response.json()
    assert json.loads(whole["request"]["body"])["data"]["comment"] == "Broken."
    assert "/hooks/" in whole["request"]["url"]


async def test_the_page_learns_whom_a_survey_can_come_from(page: aiohttp.ClientSession) -> None:
    async with page.get("/playground/api/surveys/options") as response:
        options = await response.json()
    assert len(options["customers"]) == 60
    assert "Hank Albers" in options["customers"][1]["people"]
    assert options["survey_types"]["nps"] == {
        "min": 0,
        "max": 10,
        "label": "NPS",
        "asks": "Would you recommend us?",
        "ends": ["not at all likely", "extremely likely"],
    }
    assert options["most"]["comment"] == 50_000
    assert {fault["name"] for fault in options["faults"]} == set(Fault)


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"customer": " "}, {"customer": "Choose a customer, or type the name of a new one."}),
        ({"survey_type": "smiley"}, {"survey_type": "Must be one of csat, nps, ces."}),
        ({"survey_type": ["csat"]}, {"survey_type": "Must be one of csat, nps, ces."}),
        ({"score": 6}, {"score": "Must be a number from 1 to 5, or null for no answer."}),
        ({"score": True}, {"score": "Must be a number from 1 to 5, or null for no answer."}),
        ({"comment": "x" * 50_001}, {"comment": "At most 50,000 characters, please; these are 50,001."}),
        (
            {"customer": "", "score": -1},
            {
                "customer": "Choose a customer, or type the name of a new one.",
                "score": "Must be a number from 1 to 5, or null for no answer.",
            },
        ),
    ],
)
async def test_an_order_that_makes_no_sense_is_refused_with_a_sentence_for_each_field(
    page: aiohttp.ClientSession, change: dict[str, Any], errors: dict[str, str]
) -> None:
    async with page.post("/playground/api/surveys", json={**ORDER, **change}) as response:
        assert response.status == 400
        told = await response.json()
    assert told == {"error": " ".join(errors.values()), "errors": errors}


async def test_a_fault_that_nobody_knows_is_refused(page: aiohttp.ClientSession) -> None:
    async with page.post("/playground/api/surveys", json={**ORDER, "fault": "gremlins"}) as response:
        assert response.status == 400
        assert "Must be one of again" in (await response.json())["errors"]["fault"]


@pytest.mark.parametrize("body", ["{", "[]", "null", '"survey"'])
async def test_what_is_no_order_at_all_is_refused_in_a_sentence(
    page: aiohttp.ClientSession, body: str
) -> None:
    headers = {"content-type": "application/json"}
    async with page.post("/playground/api/surveys", data=body, headers=headers) as response:
        assert response.status == 400
        assert "JSON" in (await response.json())["error"]


async def test_a_fault_before_any_survey_is_explained(page: aiohttp.ClientSession) -> None:
    async with page.post("/playground/api/surveys", json={**ORDER, "fault": "again"}) as response:
        assert response.status == 409
        assert (await response.json())["error"] == "Send a survey first."


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_nobody_else_may_send_or_ask(page: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    async with page.post("/playground/api/surveys", json=ORDER, headers=headers) as response:
        assert response.status == 403
    async with page.get("/playground/api/surveys/options", headers=headers) as response:
        assert response.status == 403


async def test_the_page_has_the_survey_tool_beside_it(page: aiohttp.ClientSession) -> None:
    async with page.get("/") as response:
        assert "/playground/surveys/panel.js" in await response.text()
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    for name, kind in (("panel.js", "text/javascript"), ("panel.css", "text/css")):
        async with page.get(f"/playground/surveys/{name}") as response:
            assert response.status == 200
            assert response.content_type == kind
