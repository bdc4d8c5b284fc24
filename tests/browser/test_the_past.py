"""Why a customer's score changed and how it went, from its card."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_falling_customer_says_what_changed_how_it_went_and_what_happened(
    open_page: Open, screenshots: Path
) -> None:
    page = await open_page()
    await page.locator("#composer-text").fill("/health globex")
    await page.keyboard.press("Enter")
    card = page.locator(".message.ephemeral").last
    await expect(card).to_contain_text("Globex")
    await card.get_by_role("button", name="What changed").click()

    modal = page.locator("#modal")
    await expect(modal).to_contain_text("new evidence")
    await expect(modal).to_contain_text("negative CSAT")
    await page.screenshot(path=screenshots / "what-changed.png")
    await page.keyboard.press("Escape")
    await expect(modal).to_be_hidden()

    await card.get_by_role("button", name="History").click()
    history = page.locator(".message.ephemeral").last
    await expect(history).to_contain_text("Globex: history")
    await expect(history).to_contain_text("What marked it")
    await expect(history.locator("svg").first).to_be_visible()
    await page.screenshot(path=screenshots / "score-history.png")
