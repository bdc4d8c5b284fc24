"""The survey tool in a real browser: what is sent, what comes back, and how far it travels."""

import re
import shlex
from pathlib import Path

import aiohttp
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from bot.demo.run import Demo
from tests.browser.conftest import Open
from tests.browser.survey_panel import newest, order, press, send

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG_MS = 60_000  # ten messages into one channel, one a second, and what other tests have queued there


async def test_a_survey_is_seen_travelling_to_its_alert(open_page: Open, screenshots: Path) -> None:
    page = await open_page()
    await send(page, "Fathom Marine", "1", "Both brakes at once.")
    steps = newest(page).locator(".travel > li")
    await expect(steps).to_have_text(
        [
            re.compile(r"Stored.* ms.*A new review of Fathom Marine\."),
            re.compile(r"Scored.* ms.*Health .*→"),
            re.compile(r"Judged.* ms.*1 rule of 5 fired\..*Tell managers about.*Why not the other 4"),
            re.compile(r"Accepted.* ms.*202: accepted"),
            re.compile(r"Delivered.* m?s.*Delivered, 1 message\..*#customer-alerts"),
        ],
        timeout=LONG_MS,
    )
    await expect(page.locator("#surveys-said")).to_contain_text("Fathom Marine: delivered after")
    await newest(page).get_by_text("Why not the other 4").click()
    await expect(newest(page)).to_contain_text("Share the praise: the rule is switched off")
    await page.screenshot(path=screenshots / "travel.png")


async def test_an_alert_is_opened_from_its_travel(open_page: Open) -> None:
    page = await open_page()
    await page.locator("#sidebar").get_by_role("link", name="support").click()
    await expect(page.locator("#title")).to_have_text("#support")
    await send(page, "Delphi Optics", "1", "Stuck again.")
    await newest(page).get_by_role("link", name="Open").click(timeout=LONG_MS)
    await expect(page.locator("#title")).to_have_text("#customer-alerts")
    alert = page.locator("#messages article.message", has_text="Stuck again.")
    await expect(alert).to_be_in_viewport()
    await newest(page).get_by_role("link", name="Thread").click()
    await expect(page.locator("#thread")).to_contain_text("Stuck again.")


async def test_an_alert_for_somebody_else_cannot_be_opened(open_page: Open) -> None:
    page = await open_page()
    choice = page.get_by_label("You are").locator("option").filter(has_text="Noor Haddad")
    await page.get_by_label("You are").select_option(await choice.get_attribute("value"))
    await expect(page.locator("article.message").first).to_be_visible()
    await send(page, "Hooli", "1", "Slow.")
    line = newest(page).locator(".travel li li", has_text="A direct message to")
    await expect(line).to_contain_text("(only they see it)")
    await expect(line.get_by_role("link")).to_have_count(0)


async def test_the_same_again_changes_nothing(open_page: Open) -> None:
    page = await open_page()
    await send(page, "Larkspur Dental", "1", "Once.")
    await expect(newest(page)).to_contain_text("Delivered, 1 message.")
    await order(page, "The same again")
    await expect(newest(page)).to_contain_text("Known already, nothing changed.")
    await expect(newest(page).locator("h3")).to_contain_text("200")


async def test_of_a_wrong_signature_nothing_is_kept(open_page: Open) -> None:
    page = await open_page()
    await order(page, "A wrong signature")
    await expect(newest(page)).to_contain_text("401: The signature does not match.")
    await expect(newest(page)).to_contain_text("Nothing was kept: no row in the inbox, no review.")


async def test_what_is_not_understood_says_why_and_how_to_replay_it(open_page: Open) -> None:
    page = await open_page()
    await page.get_by_text("More that happens").click()
    await order(page, "A survey type that nobody knows")
    await expect(newest(page)).to_contain_text("survey_type must be csat, nps or ces")
    await expect(newest(page).get_by_label("Command")).to_have_count(2)
    await expect(newest(page).get_by_label("Command").last).to_contain_text("bellwether inbox replay 0")


async def test_customers_change_their_mind_and_take_it_back(open_page: Open) -> None:
    page = await open_page()
    await send(page, "Orchard Street Clinic", "1", "Bad.")
    await expect(newest(page)).to_contain_text("Delivered, 1 message.")
    await page.get_by_text("More that happens").click()
    await order(page, "The customer changes their mind")
    await expect(newest(page)).to_contain_text("The review of Orchard Street Clinic has a new version.")
    await expect(newest(page)).to_contain_text("Alert redrawn in #customer-alerts")
    await order(page, "The customer deletes it")
    await expect(newest(page)).to_contain_text("The review of Orchard Street Clinic is marked as deleted.")


async def test_a_survey_may_stay_unanswered(open_page: Open) -> None:
    page = await open_page()
    await send(page, "Initech", "", "")
    await expect(newest(page)).to_contain_text("it counts as sent and not answered.")


async def test_ten_bad_ones_wait_for_their_turns_and_all_arrive(open_page: Open, screenshots: Path) -> None:
    page = await open_page()
    await order(page, "Ten bad ones in a row")
    lines = newest(page).locator(".batch > li")
    await expect(lines).to_have_count(10)
    await expect(newest(page)).to_contain_text("waits for its turn")
    await page.screenshot(path=screenshots / "ten.png")
    await expect(page.locator("#surveys-said")).to_have_text(
        "All 10 have come to their end.", timeout=LONG_MS
    )
    await expect(lines.filter(has_text="delivered")).to_have_count(10)


async def test_while_slack_is_down_an_alert_waits_and_arrives_once(
    open_page: Open, screenshots: Path
) -> None:
    page = await open_page()
    other = await open_page()
    await press(page, "Slack is down for a minute")
    banner = page.locator("#outage")
    await expect(banner).to_contain_text(re.compile(r"Alerts wait and arrive afterwards, once\. *\d\d s"))
    await expect(other.locator("#outage")).to_be_visible()
    await send(page, "Polaris Ski School", "1", "No lift today.")
    await expect(newest(page)).to_contain_text(re.compile(r"Attempt 1 failed.*in \d+ s"), timeout=LONG_MS)
    alert = page.locator("#messages article.message", has_text="No lift today.")
    await expect(alert).to_have_count(0)
    await page.screenshot(path=screenshots / "outage.png")

    await banner.get_by_role("button", name="End it now").click()
    await expect(banner).to_be_hidden()
    await expect(other.locator("#outage")).to_be_hidden()
    await expect(newest(page)).to_contain_text("Delivered, 1 message.", timeout=LONG_MS)
    await expect(alert).to_have_count(1)


async def test_what_is_wrong_stands_beside_its_field(open_page: Open) -> None:
    page = await open_page()
    sending: list[str] = []
    page.on("request", lambda request: sending.append(request.method) if request.method == "POST" else None)
    await page.locator("#survey-customer").fill(" ")
    await page.locator("#survey-comment").evaluate("field => { field.value = 'x'.repeat(50001) }")
    await press(page, "Send survey")
    await expect(page.locator("#survey-customer")).to_be_focused()
    await expect(page.locator("#survey-customer-problem")).to_have_text(
        "Choose a customer, or type the name of a new one."
    )
    await expect(page.locator("#survey-comment-problem")).to_contain_text("At most 50,000 characters")
    await expect(page.locator("#survey-comment")).to_have_attribute("aria-invalid", "true")
    assert sending == []
    await page.locator("#survey-customer").fill("Somebody New Ltd")
    await expect(page.locator("#survey-customer-problem")).to_be_hidden()
    await expect(page.locator("#survey-new")).to_be_visible()


@pytest.mark.parametrize("sample", ["something hostile", "something very long"])
async def test_hostile_and_long_comments_are_shown_as_text(open_page: Open, sample: str) -> None:
    page = await open_page()
    await page.get_by_role("button", name=sample).click()
    typed = await page.locator("#survey-comment").input_value()
    await page.locator("#survey-customer").fill("Fathom Marine")
    await order(page, "Send survey")
    await expect(newest(page)).to_contain_text("Delivered, 1 message.", timeout=LONG_MS)
    await newest(page).get_by_text("The signed request and the answer").click()
    await expect(newest(page).get_by_label("Request body")).to_contain_text(typed.replace('"', '\\"'))
    await expect(newest(page).locator("b, .mention")).to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("kind", "count", "question"), [("NPS", 11, "recommend"), ("CES", 7, "easy")])
async def test_a_scale_is_a_group_that_arrow_keys_walk(
    open_page: Open, kind: str, count: int, question: str
) -> None:
    page = await open_page()
    await page.locator(f"[name=kind][value={kind.lower()}]").check()
    scale = page.get_by_role("group", name=re.compile(question))
    await expect(scale.get_by_role("radio")).to_have_count(count + 1)  # and "no answer"
    first = scale.get_by_role("radio").first
    await first.focus()
    await page.keyboard.press("ArrowRight")
    await expect(scale.get_by_role("radio").nth(1)).to_be_checked()
    await expect(first).to_have_accessible_name(re.compile(r"^\d, (not|strongly)"))


async def test_the_curl_command_is_the_same_request_and_holds_no_secret(demo: Demo, open_page: Open) -> None:
    page = await open_page()
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await send(page, "Meridian Freight", "2", "It's the labels' fault: $HOME `id`")
    await newest(page).get_by_text("The signed request and the answer").click()
    await newest(page).get_by_role("button", name="Copy curl command").click()
    await expect(newest(page).get_by_text("Copied.")).to_be_visible()
    words = shlex.split(await page.evaluate("navigator.clipboard.readText()"))
    assert words[:2] == ["curl", "-i"]
    headers = dict(words[i + 1].split(": ", 1) for i, word in enumerate(words) if word == "-H")
    body = words[words.index("--data-binary") + 1]
    async with aiohttp.ClientSession() as session:
        async with session.post(words[2], headers=headers, data=body.encode()) as response:
            assert (await response.json())["status"] == "repeat"
        async with session.post(words[2], headers=headers, data=body.encode() + b" ") as response:
            assert response.status == 401
    assert "whsec_" not in await page.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nobody_is_kept_out_of_the_tool(demo: Demo, browser: Browser, scheme: str) -> None:
    # To measure contrast axe sets styles of its own, which the page's policy would not let it.
    context = await browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = await context.new_page()
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.goto(demo.url)
    await send(page, "Kestrel Aviation Parts", "1", "Late.")
    await expect(newest(page)).to_contain_text("Delivered, 1 message.", timeout=LONG_MS)
    await newest(page).get_by_text("The signed request and the answer").click()
    await page.get_by_text("More that happens").click()
    await order(page, "A survey type that nobody knows")
    await press(page, "Slack is down for a minute")
    await page.locator("#survey-customer").fill("")
    await press(page, "Send survey")
    await expect(page.locator("#survey-customer-problem")).to_be_visible()
    found = (await Axe().run(page)).response["violations"]
    await page.locator("#outage").get_by_role("button", name="End it now").click()
    await context.close()
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_small_window_the_tool_covers_the_page_and_gives_way(
    open_page: Open, screenshots: Path, scheme: str
) -> None:
    page = await open_page(390, 844, scheme)
    await page.get_by_role("button", name="Survey tool", exact=True).click()
    await expect(page.locator("#survey-customer")).to_be_focused()
    await send(page, "Brightwater Utilities", "1", "Slow.")
    await press(page, "Slack is down for a minute")
    await expect(page.locator("#outage")).to_be_in_viewport()
    await page.screenshot(path=screenshots / f"travel-390-{scheme}.png")
    await page.locator("#outage").get_by_role("button", name="End it now").click()
    await expect(newest(page)).to_contain_text("Delivered, 1 message.", timeout=LONG_MS)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    await newest(page).get_by_role("link", name="Open").click()
    await expect(page.locator("#surveys")).to_be_hidden()
    await expect(page.locator("#messages article.message", has_text="Brightwater").last).to_be_in_viewport()


async def test_what_was_sent_comes_into_view_and_the_page_stays_where_it_is(open_page: Open) -> None:
    page = await open_page()
    await page.emulate_media(reduced_motion="reduce")
    await send(page, "Initech", "5", "Fine.")
    await expect(newest(page).locator(".travel > li").last).to_be_in_viewport()
    assert await page.evaluate("[document.body.scrollTop, document.documentElement.scrollTop]") == [0, 0]
