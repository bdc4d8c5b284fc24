"""How far a survey has come, as the tables tell it, and a Slack that is down meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import utc_now
from bot.demo.run import Demo
from bot.demo.seed.rules import rules_for
from bot.playground.slack import Failing, Fault
from bot.storage import workspaces
from bot.storage.database import open_database
from bot.usecases.apply_rules import apply_rules

BAD = {"customer": "Globex", "person": "Hank Albers", "survey_type": "csat", "score": 1, "comment": "Broken."}
PATIENCE_S = 20.0

Send = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def ruled(demo: Demo, data_dir: Path) -> Demo:
    """The empty playground with its usual rules in force."""
    database = open_database(f"sqlite:///{data_dir / 'bellwether.db'}")
    await database.start()
    rules = rules_for({name: channel.id for name, channel in demo.office.channels.items()})

    def work(tx: Any) -> None:
        [workspace] = workspaces.all_workspaces(tx)
        apply_rules(tx, workspace.id, rules, "test", utc_now())

    await database.write(work)
    await database.close()
    return demo


@pytest.fixture
def send(page: aiohttp.ClientSession) -> Send:
    """Sends a bad survey, or what is asked for instead; what the page is told."""

    async def send(**change: Any) -> dict[str, Any]:
        async with page.post("/playground/api/surveys", json={**BAD, **change}) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    return send


async def travel(page: aiohttp.ClientSession, sent: dict[str, Any]) -> dict[str, Any]:
    """The stations, by name."""
    async with page.get(f"/playground/api/surveys/{sent['id']}") as response:
        assert response.status == 200
        return dict((await response.json())["travel"])


async def arrived(page: aiohttp.ClientSession, sent: dict[str, Any]) -> dict[str, Any]:
    """The stations by name, once nothing more will come."""
    async with asyncio.timeout(PATIENCE_S):
        while not (told := await travel(page, sent))["finished"]:
            await asyncio.sleep(0.02)
    return stations(told)


def stations(told: dict[str, Any]) -> dict[str, Any]:
    """Its stations by name."""
    return {step["name"]: step for step in told["steps"]}


def alerts(demo: Demo) -> list[str]:
    """What stands in #customer-alerts."""
    return [message.text for message in demo.slack.messages(demo.office.channels["customer-alerts"])]


async def test_a_bad_review_is_stored_scored_judged_answered_and_delivered_in_this_order(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    steps = await arrived(page, await send())
    assert list(steps) == ["stored", "scored", "judged", "answered", "delivered"]
    assert {step["state"] for step in steps.values()} == {"done"}
    assert steps["stored"]["text"] == "A new review of Globex."
    assert steps["scored"]["text"] == "Health 75.9 → 74.2 (Not enough evidence)."
    assert steps["judged"]["text"] == "2 rules of 5 fired."
    assert steps["stored"]["ms"] == steps["scored"]["ms"] == steps["judged"]["ms"] <= steps["answered"]["ms"]
    assert steps["answered"]["ms"] <= steps["delivered"]["ms"]


async def test_every_rule_says_in_a_few_words_why_it_did_not_fire(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    judged = (await arrived(page, await send(customer="Initech", score=5)))["judged"]
    assert judged["text"] == "No rule fired."
    assert [line["text"] for line in judged["lines"]] == [
        "Tell managers about unhappy customers: polarity is positive, not one of negative",
        "Tell the owner of a key account: polarity is positive, not one of negative",
        "Somebody would not recommend us: survey is csat, not one of nps",
        "Lukewarm, with a comment: polarity is positive, not one of neutral",
        "Share the praise: the rule is switched off",
    ]


async def test_a_delivered_alert_names_its_channel_and_message(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    steps = await arrived(page, await send(customer="Initech"))
    [line] = steps["delivered"]["lines"]
    channel = ruled.office.channels["customer-alerts"]
    [message] = ruled.slack.messages(channel)
    assert (line["text"], line["channel"], line["ts"]) == ("#customer-alerts", channel.id, message.ts)


async def test_an_alert_for_a_person_names_them(ruled: Demo, page: aiohttp.ClientSession, send: Send) -> None:
    steps = await arrived(page, await send(customer="Globex"))
    texts = {line["text"]: line["channel"] for line in steps["delivered"]["lines"]}
    assert set(texts) == {"#customer-alerts", "A direct message to Maya Chen"}
    assert texts["A direct message to Maya Chen"].startswith("D")


async def test_the_same_again_is_known_already(ruled: Demo, page: aiohttp.ClientSession, send: Send) -> None:
    await arrived(page, await send(customer="Initech"))
    steps = await arrived(page, await send(fault="again"))
    assert list(steps) == ["stored", "answered"]
    assert steps["stored"]["text"].startswith("Known already, nothing changed. It came first at ")
    assert steps["answered"]["text"].startswith("200: ")
    assert len(alerts(ruled)) == 1


async def test_of_a_wrong_signature_nothing_is_kept(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    steps = await arrived(page, await send(fault="wrong_signature"))
    assert list(steps) == ["answered", "stored"]
    assert steps["answered"]["text"] == "401: The signature does not match."
    assert steps["stored"]["text"] == "Nothing was kept: no row in the inbox, no review."
    assert steps["stored"]["state"] == "nothing"


async def test_what_is_put_aside_says_why_and_how_to_replay_it(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    steps = await arrived(page, await send(fault="not_understood"))
    assert "survey_type must be csat, nps or ces" in steps["stored"]["text"]
    show, replay = steps["stored"]["commands"]
    assert " bellwether inbox show " in show
    assert " bellwether inbox replay " in replay
    assert show.startswith("BELLWETHER_DATABASE_URL=sqlite:///")


async def test_a_change_of_mind_is_a_new_version_that_redraws_the_alert(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    await arrived(page, await send(customer="Initech"))
    steps = await arrived(page, await send(fault="change_of_mind"))
    assert steps["stored"]["text"] == "The review of Initech has a new version."
    assert "without this review it would be 82.3" in steps["scored"]["text"]
    assert "fires once for each review" in steps["judged"]["lines"][0]["text"]
    texts = {line["text"] for line in steps["delivered"]["lines"]}
    assert texts == {"Alert redrawn in #customer-alerts", "A line in the thread in #customer-alerts"}


async def test_a_deletion_counts_no_more_and_is_not_judged(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    await arrived(page, await send(customer="Initech"))
    steps = await arrived(page, await send(fault="deleted"))
    assert steps["stored"]["text"] == "The review of Initech is marked as deleted."
    assert steps["scored"]["text"] == "It counts no more. Health is 82.3 (Not enough evidence)."
    assert steps["judged"]["state"] == "nothing"


async def test_what_leaves_the_score_alone_says_why(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    steps = await arrived(page, await send(customer="Initech", score=None))
    assert steps["scored"]["text"].endswith("it counts as sent and not answered.")
    assert steps["delivered"]["text"] == "There is nothing to tell anybody."


async def test_a_rule_that_lets_a_review_settle_says_how_long(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    told = await travel(page, await send(customer="Initech", score=3))
    assert not told["finished"]
    waiting = [line for line in stations(told)["judged"]["lines"] if line["state"] == "waiting"]
    assert waiting[0]["text"] == "Lukewarm, with a comment: would fire, and lets the review settle first"
    assert 0 < waiting[0]["seconds"] <= 30
    assert stations(told)["delivered"]["state"] == "waiting"


async def test_without_rules_nothing_is_judged(demo: Demo, page: aiohttp.ClientSession, send: Send) -> None:
    steps = await arrived(page, await send())
    assert steps["judged"]["text"] == "No rule is in force."


async def test_the_second_of_two_bad_ones_waits_for_its_turn(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    await send(customer="Initech")
    second = await send(customer="Hooli", comment="")
    turn = "#customer-alerts: waits for its turn, one message a second"
    async with asyncio.timeout(PATIENCE_S):
        while stations(await travel(page, second))["delivered"]["lines"][0]["text"] != turn:
            await asyncio.sleep(0.02)
    delivered = (await arrived(page, second))["delivered"]
    assert delivered["ms"] > 500


async def test_a_travel_that_nobody_remembers_is_not_found(page: aiohttp.ClientSession) -> None:
    async with page.get("/playground/api/surveys/unknown") as response:
        assert response.status == 404


async def test_while_slack_is_down_alerts_wait_and_arrive_afterwards_exactly_once(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    async with page.post("/playground/api/outage", json={"seconds": 60}) as response:
        assert 59 < (await response.json())["seconds_left"] <= 60
    sent = await send(customer="Initech")
    async with asyncio.timeout(PATIENCE_S):
        while (line := stations(await travel(page, sent))["delivered"]["lines"][0])["seconds"] is None:
            await asyncio.sleep(0.02)
    assert line["text"].startswith("#customer-alerts: Slack had a fault of its own. Attempt 1 failed; ")
    assert alerts(ruled) == []

    async with page.delete("/playground/api/outage") as response:
        assert (await response.json())["seconds_left"] == 0
    steps = await arrived(page, sent)
    assert steps["delivered"]["state"] == "done"
    assert len(alerts(ruled)) == 1


async def test_an_outage_ends_by_itself_and_leaves_other_faults_alone(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    ruled.slack.faults.add(Fault(Failing.SLOW, "files.upload", value=1.0))
    ruled.outage.begin(0.2)
    ruled.outage.begin(0.1)
    assert ruled.outage.seconds_left <= 0.1
    await asyncio.sleep(0.15)
    assert ruled.outage.seconds_left == 0
    ruled.outage.end()
    assert [fault["method"] for fault in ruled.slack.faults.as_json() if fault["failing"] == "slow"] == [
        "files.upload"
    ]
    assert (await arrived(page, await send(customer="Initech")))["delivered"]["state"] == "done"


@pytest.mark.parametrize("seconds", [0, -1, 601, "60", True, None])
async def test_an_outage_of_no_sensible_length_is_refused(
    page: aiohttp.ClientSession, seconds: object
) -> None:
    async with page.post("/playground/api/outage", json={"seconds": seconds}) as response:
        assert response.status == 400
        assert "seconds must be a number from 1 to 600." in (await response.json())["error"]


async def test_the_first_minute_counts_what_was_really_done(
    ruled: Demo, page: aiohttp.ClientSession, send: Send
) -> None:
    maya, channel = ruled.office.people["maya"], ruled.office.channels["customer-alerts"]
    async with page.get("/playground/api/first-minute") as response:
        since = (await response.json())["since"]

    async def done() -> list[str]:
        address = f"/playground/api/first-minute?person={maya.id}&since={since}"
        async with page.get(address) as response:
            return [step for step, is_done in (await response.json())["done"].items() if is_done]

    assert await done() == []
    await arrived(page, await send(customer="Acme Corp"))
    assert await done() == ["review"]
    [alert] = ruled.slack.messages(channel)
    button = next(block for block in alert.blocks if block["type"] == "actions")["elements"][0]
    await ruled.slack.press(ruled.office.people["ash"], alert, button["action_id"])
    await ruled.slack.until(lambda: ruled.slack.messages(channel)[0].text.startswith("Claimed"))
    assert await done() == ["review"], "somebody else has claimed it"
    await ruled.slack.command(maya, channel, "/health", "acme")
    await ruled.slack.wait_for_ephemeral(maya, channel)
    assert await done() == ["review", "health"]


@pytest.mark.parametrize("since", ["soon", "1e99", "nan"])
async def test_a_first_minute_since_no_moment_is_refused(page: aiohttp.ClientSession, since: str) -> None:
    async with page.get(f"/playground/api/first-minute?since={since}") as response:
        assert response.status == 400
