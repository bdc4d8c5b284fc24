"""The guided first minute: each step ticks when it is really done, can be skipped, and is remembered."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.survey_panel import newest, order

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_whole_first_minute(open_page: Open, screenshots: Path) -> None:
    page = await open_page()
    card = page.get_by_role("region", name="Your first minute")
    await expect(step(page, "now")).to_contain_text("Send a bad review")
    await page.screenshot(path=screenshots / "first-minute.png")

    await card.get_by_role("button", name="Show me").click()
    await expect(page.locator("#survey-comment")).to_be_focused()
    await expect(step(page, "yes")).to_have_count(0)
    await order(page, "Send survey")
    await expect(step(page, "now")).to_contain_text("Claim the alert")

    await card.get_by_role("button", name="Show me").click()
    await expect(page.get_by_role("button", name="Claim").last).to_be_focused()
    await expect(step(page, "yes")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(step(page, "now")).to_contain_text("Type /health acme")

    await card.get_by_role("button", name="Show me").click()
    await expect(page.locator("#composer-text")).to_be_focused()
    await expect(page.locator("#composer-text")).to_have_value("/health acme")
    await page.keyboard.press("Enter")
    await expect(step(page, "yes")).to_have_count(3)
    await expect(card).to_contain_text("That is how it works.")
    await page.screenshot(path=screenshots / "first-minute-done.png")

    await card.get_by_role("button", name="Close the first minute").click()
    await expect(card).to_be_hidden()
    await page.reload()
    await page.locator("article.message").first.wait_for()
    await expect(card).to_be_hidden()


async def test_steps_can_be_skipped_and_the_card_put_away_and_resumed(open_page: Open) -> None:
    page = await open_page()
    card = page.get_by_role("region", name="Your first minute")
    await card.get_by_role("button", name="Skip: Send a bad review").click()
    await expect(step(page, "skipped")).to_contain_text("Send a bad review")
    await expect(card.get_by_role("button", name="Show me")).to_be_focused()
    await card.get_by_role("button", name="Put the first minute away").click()
    await expect(card).to_be_hidden()
    resume = page.get_by_role("button", name="First minute: 1 of 3")
    await expect(resume).to_be_focused()

    await page.reload()
    await page.locator("article.message").first.wait_for()
    await page.keyboard.press("Escape")
    await resume.click()
    await expect(step(page, "now")).to_contain_text("Claim the alert")
    await card.get_by_role("button", name="Skip: Claim the alert").click()
    await card.get_by_role("button", name="Skip: Type /health acme").click()
    await card.get_by_role("button", name="Once more").click()
    await expect(step(page, "now")).to_contain_text("Send a bad review")


async def test_a_guest_is_shown_it_as_somebody_of_the_house(open_page: Open) -> None:
    page = await open_page()
    person, card = page.get_by_label("You are"), page.locator("#first-minute")
    guest = await person.locator("option", has_text="from Acme Corp").get_attribute("value")
    for name, shown in (("Claim the alert", "article button"), ("Type /health acme", "textarea")):
        await person.select_option(guest)
        await expect(page.locator("#title")).to_have_text("#acme-shared")
        await card.get_by_role("button", name="Skip").click()
        await expect(step(page, "now")).to_contain_text(name)
        await card.get_by_role("button", name="Show me").click()
        await expect(page.locator("#status")).to_contain_text("You are Maya Chen now")
        await expect(person.locator("option:checked")).to_contain_text("Maya Chen")
        await expect(page.locator(f"#main {shown}:focus")).to_be_visible()
    await expect(page.locator("#composer-text")).to_have_value("/health acme")
    await expect(page.locator("#composer .usage-hint")).to_contain_text("/health [")


async def test_what_is_done_without_being_shown_how_is_ticked_too(open_page: Open) -> None:
    page = await open_page()
    await expect(step(page, "now")).to_contain_text("Send a bad review")
    await page.locator("#composer-text").fill("/health acme")
    await page.keyboard.press("Enter")
    await expect(step(page, "yes")).to_contain_text("Type /health acme")
    await expect(step(page, "now")).to_contain_text("Send a bad review")


async def test_a_good_review_does_not_tick_the_first_step(open_page: Open) -> None:
    page = await open_page()
    await page.locator("#survey-scores [value='5']").check()
    await order(page, "Send survey")
    await expect(newest(page)).to_contain_text("There is nothing to tell anybody.")
    await expect(step(page, "now")).to_contain_text("Send a bad review")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_small_window_the_card_takes_a_line_and_covers_nothing(
    open_page: Open, screenshots: Path, scheme: str
) -> None:
    page = await open_page(390, 844, scheme)
    card = await page.locator("#first-minute").bounding_box()
    messages = await page.locator("#messages").bounding_box()
    assert card is not None
    assert messages is not None
    assert card["height"] <= 64
    assert card["y"] + card["height"] <= messages["y"] + 1
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    await page.screenshot(path=screenshots / f"first-minute-390-{scheme}.png")


def step(page: Page, state: str) -> Locator:
    """The steps of the card in this state."""
    return page.locator(f"#first-minute li[data-state={state}]")
