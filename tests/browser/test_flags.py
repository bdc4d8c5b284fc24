"""Flagging a customer by hand, from its card."""

import datetime
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="session")

REASON = "The renewal is coming, and their new head of IT has doubts."


async def test_a_flag_needs_a_reason_and_then_stands_on_the_card(open_page: Open, screenshots: Path) -> None:
    page = await open_page()
    await page.locator("#composer-text").fill("/health delphi optics")
    await page.keyboard.press("Enter")
    card = page.locator(".message.ephemeral").last
    await expect(card).to_contain_text("Delphi Optics")
    await card.get_by_role("button", name="Flag").click()

    modal = page.locator("#modal")
    await expect(modal).to_contain_text("Computed:")
    await expect(modal).to_contain_text("Nobody has flagged it.")
    await expect(modal.get_by_role("radio")).to_have_count(4)
    proposed = await modal.get_by_label("Until", exact=True).input_value()
    await modal.get_by_role("radio", name="Danger").check()
    await expect(modal.get_by_label("Until", exact=True)).not_to_have_value(proposed)
    ends = datetime.date.fromisoformat(await modal.get_by_label("Until", exact=True).input_value())
    assert (datetime.date.fromisoformat(proposed) - ends).days == 60, "in 30 days, not in 90"

    await modal.get_by_label("Why?").fill("   ")
    await modal.get_by_role("button", name="Save").click()
    await expect(modal).to_contain_text("Say why: the others will read it.")
    await page.screenshot(path=screenshots / "flag-refused.png")

    await modal.get_by_label("Why?").fill(REASON)
    await modal.get_by_role("button", name="Save").click()
    await expect(modal).to_be_hidden()
    await expect(card).to_contain_text("🚨 Danger until")
    await expect(card).to_contain_text("set by @maya")
    await expect(card).to_contain_text("computed:")
    await expect(card.locator("blockquote, .quote").first).to_have_text(REASON)
    await page.screenshot(path=screenshots / "flag-set.png")
