"""What was sent stays: over a reload, in every window, beside an open thread. The stream tells the news."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Request, expect

from bot.demo.run import opened
from tests.browser.conftest import Open
from tests.browser.survey_panel import newest, order, press, send

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG_MS = 60_000  # what other tests have queued for the same channel goes first


async def test_what_was_sent_is_there_after_a_reload_and_travels_on(open_page: Open) -> None:
    page = await open_page()
    await press(page, "Slack is down for a minute")
    await send(page, "Orchard Street Clinic", "2", "Waiting room full.")
    await expect(newest(page)).to_contain_text("Attempt 1 failed", timeout=LONG_MS)
    await page.reload()
    await expect(newest(page).locator("h3")).to_have_text("202 Orchard Street Clinic CSAT 2")
    await expect(newest(page)).to_contain_text(re.compile(r"Attempt \d failed.*in \d+ s"), timeout=LONG_MS)
    await page.locator("#outage").get_by_role("button", name="End it now").click()
    await expect(newest(page)).to_contain_text("Delivered, 1 message.", timeout=LONG_MS)
    await newest(page).get_by_text("The signed request and the answer").click()
    await expect(newest(page).get_by_label("Request body")).to_contain_text("Waiting room full.")


async def test_ten_in_a_row_are_one_entry_after_a_reload_and_in_another_window(open_page: Open) -> None:
    page, other = await open_page(), await open_page()
    await order(page, "Ten bad ones in a row")
    for window in (page, other):
        await expect(newest(window).locator(".batch > li")).to_have_count(10)
    await page.reload()
    for window in (page, other):
        await expect(newest(window).locator(".batch > li")).to_have_count(10)
        await expect(newest(window)).to_contain_text(
            "10 of 10 sent, 10 have come to their end.", timeout=LONG_MS
        )
    await expect(other.locator("#surveys-said")).to_be_empty()


async def test_a_survey_on_its_way_is_not_asked_about(open_page: Open) -> None:
    page = await open_page()
    await send(page, "Larkspur Dental", "1", "No call.")
    await expect(newest(page)).to_contain_text("Delivered, 1 message.", timeout=LONG_MS)
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.method == "GET" and "/surveys" in request.url:
            asked.append(request.url)

    page.on("request", note)
    await send(page, "Larkspur Dental", "1", "Still no call.")
    await expect(newest(page)).to_contain_text("Delivered, 1 message.", timeout=LONG_MS)
    assert asked == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800), (900, 800), (390, 844)])
async def test_an_open_thread_and_the_tool_take_turns_behind_tabs(
    open_page: Open, width: int, height: int
) -> None:
    page = await open_page(width, height)
    tabs = page.get_by_role("navigation", name="Beside the messages")
    await expect(tabs).to_be_hidden()
    await open_thread(page)
    await expect(page.locator("#surveys")).to_be_hidden()
    await expect(tabs.get_by_role("button", name="Thread", pressed=True)).to_be_visible()

    await tabs.get_by_role("button", name="Survey tool").press("Enter")
    await expect(page.locator("#surveys")).to_be_visible()
    await expect(page.locator("#thread")).to_be_hidden()
    await expect(tabs.get_by_role("button", name="Survey tool", pressed=True)).to_be_focused()
    await send(page, "Initech", "5", "Fine.")
    await expect(newest(page)).to_contain_text("There is nothing to tell anybody.")
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    await page.locator("#survey-comment").press("Escape")
    await expect(page.locator("#surveys")).to_be_hidden()
    await expect(tabs.get_by_role("button", name="Thread", pressed=True)).to_be_focused()
    await expect(page.locator("#thread").get_by_role("textbox", name="Reply")).to_be_visible()
    await page.locator("#thread").get_by_role("textbox", name="Reply").press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()
    await expect(tabs).to_be_hidden()


async def test_on_a_wide_window_a_thread_and_the_tool_stand_side_by_side(open_page: Open) -> None:
    page = await open_page(1600, 900)
    await open_thread(page)
    await expect(page.locator("#surveys")).to_be_visible()
    await expect(page.get_by_role("navigation", name="Beside the messages")).to_be_hidden()
    await page.set_viewport_size({"width": 1400, "height": 900})
    await expect(page.get_by_role("navigation", name="Beside the messages")).to_be_visible()
    await expect(page.locator("#surveys")).to_be_hidden()


async def open_thread(page: Page) -> None:
    """Reply to the last message."""
    await page.locator("#messages article.message").last.focus()
    await page.keyboard.press("t")
    await expect(page.locator("#thread article.message").first).to_be_visible()


async def test_a_playground_that_is_started_anew_is_found_again_and_says_what_it_forgot(
    browser: Browser, tmp_path: Path
) -> None:
    page = await browser.new_page()
    async with opened(host="127.0.0.1", port=0, data_dir=tmp_path, empty=True) as first:
        await page.goto(first.url)
        await send(page, "Globex", "1", "Broken.")
        await expect(newest(page)).to_contain_text("No rule is in force.")
        port = int(first.url.rpartition(":")[2])
    await expect(page.locator("#connection")).to_have_text("Reconnecting…")
    await press(page, "Send survey")
    await expect(page.locator("#surveys-said")).to_contain_text("The playground does not answer.")
    async with opened(host="127.0.0.1", port=port, data_dir=tmp_path, empty=True):
        await expect(page.locator("#connection")).to_be_empty(timeout=LONG_MS)
        await expect(page.locator("#surveys-said")).to_contain_text("The playground was started anew.")
        await expect(page.locator("#surveys .sent > li")).to_have_count(0)
        await send(page, "Initech", "5", "Fine.")
        await expect(newest(page).locator("h3")).to_have_text("202 Initech CSAT 5")
        await page.close()
