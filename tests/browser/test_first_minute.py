"""What somebody does who has just typed `make demo`, in a real browser over real HTTP."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.demo.run import Demo
from tests.browser.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = "<!channel> *bold* <https://evil|bank> &amp; <b>tag</b> <@U0000000002>"


async def test_the_page_opens_on_alerts_of_which_some_are_taken_care_of(open_page: Open) -> None:
    page = await open_page()
    await expect(page.locator("#title")).to_have_text("#customer-alerts")
    for customer in ("Globex", "Marta Kowalczyk", "Halcyon Hotels"):
        await expect(_message(page, customer).first).to_contain_text("negative CSAT")
    await expect(_message(page, "Meridian Freight").first).to_contain_text("Done by @noor")
    await expect(_message(page, "Ilse van der Berg").first).to_contain_text("Claimed by @ash")


async def test_a_bad_review_becomes_an_alert_that_can_be_claimed(open_page: Open, screenshots: Path) -> None:
    page = await open_page()
    await _send_survey(page, "Juniper Analytics", "1", "Nobody called back.")
    alert = _message(page, "Juniper Analytics")
    await expect(alert).to_contain_text("Nobody called back.")

    await alert.get_by_role("button", name="Claim").click()
    await expect(alert).to_contain_text("Claimed by @maya")
    await expect(alert.get_by_role("button", name="Give back")).to_be_visible()
    await expect(alert.get_by_role("button", name="Claim", exact=True)).to_have_count(0)

    await alert.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#thread")).to_contain_text("claimed", ignore_case=True)
    await page.screenshot(path=screenshots / "thread.png")


async def test_what_a_customer_types_is_shown_as_typed(open_page: Open) -> None:
    page = await open_page()
    await _send_survey(page, "Fathom Marine", "1", HOSTILE)
    quote = _message(page, "Fathom Marine").last.locator("blockquote, .quote").first
    await expect(quote).to_have_text(HOSTILE)
    await expect(quote.locator("a, b, strong, .mention")).to_have_count(0)


async def test_health_is_answered_in_spite_of_a_typing_error(open_page: Open) -> None:
    page = await open_page()
    await _type(page, "/health acme")
    await expect(page.locator(".message.ephemeral").last).to_contain_text("Acme Corp")
    await expect(page.locator(".message.ephemeral").last).to_contain_text("Healthy")
    await _type(page, "/health globx")
    await expect(page.locator(".message.ephemeral").last).to_contain_text("Globex")
    await expect(page.locator(".message.ephemeral").last).to_contain_text("At Risk")
    # It is longer than the window, and read from its beginning.
    await expect(page.locator(".message.ephemeral").last.get_by_text("At Risk").first).to_be_in_viewport()


async def test_the_home_tab_shows_the_portfolio(open_page: Open) -> None:
    page = await open_page()
    await page.locator("#sidebar").get_by_role("link", name="Bellwether").last.click()
    home = page.locator("#messages")
    await expect(home).to_contain_text("60 customers")
    await expect(home).to_contain_text("Moravian Steelworks")


async def test_why_is_answered_in_a_modal(open_page: Open, screenshots: Path) -> None:
    page = await open_page()
    await _message(page, "Halcyon Hotels").get_by_role("button", name="Why").click()
    modal = page.locator("#modal")
    await expect(modal).to_contain_text("Tell managers about unhappy customers")
    await page.screenshot(path=screenshots / "why.png")
    await page.keyboard.press("Escape")
    await expect(modal).to_be_hidden()


async def test_the_owner_is_told_in_a_direct_message(open_page: Open) -> None:
    page = await open_page()
    await page.locator("#sidebar").get_by_role("link", name="Bellwether").first.click()
    await expect(_message(page, "Globex").first).to_contain_text("VPN down")


async def test_a_forged_survey_is_refused_and_a_repeated_one_changes_nothing(
    open_page: Open, screenshots: Path
) -> None:
    page = await open_page()
    await _fill_in(page, "Delphi Optics", "1", "Forged.")
    await page.get_by_role("button", name="A wrong signature").click()
    await expect(page.locator("#surveys-said")).to_contain_text("The signature does not match.")

    await _send_survey(page, "Delphi Optics", "1", "Real.")
    await expect(_message(page, "Delphi Optics")).to_contain_text("Real.")
    await page.get_by_role("button", name="The same again").click()
    await expect(page.locator("#surveys-said")).to_contain_text("The bot knew it already")
    newest = page.locator("#surveys .sent > li").first
    await newest.get_by_text("The signed request and the answer").click()
    await expect(newest).to_contain_text("webhook-signature: v1,")
    await page.screenshot(path=screenshots / "sent.png")
    await expect(_message(page, "Delphi Optics")).to_have_count(1)


# Each sits at a place of their own: what only they see is in no other picture.
@pytest.mark.parametrize(
    ("who", "width", "height", "scheme"),
    [
        ("Ash Kimura", 1280, 800, "light"),
        ("Noor Haddad", 1280, 800, "dark"),
        ("Ada Okonkwo", 390, 844, "light"),
        ("Maya Chen", 390, 844, "dark"),
    ],
)
async def test_the_page_fits_its_window(
    open_page: Open, screenshots: Path, who: str, width: int, height: int, scheme: str
) -> None:
    page = await open_page(width, height, scheme)

    async def shoot(what: str) -> None:
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        await page.screenshot(path=screenshots / f"{what}-{width}-{scheme}.png")

    async def open_sidebar() -> None:
        if width < 720:
            await page.get_by_role("button", name="Open the sidebar").click()

    await open_sidebar()
    await page.get_by_label("You are").select_option(await _option(page, who))
    await page.keyboard.press("Escape")
    await page.locator("article.message").first.wait_for()
    await shoot("channel")
    if width < 1100:
        await page.get_by_role("button", name="Survey tool", exact=True).click()
        await expect(page.locator("#survey-customer")).to_be_visible()
        await shoot("surveys")
        await page.keyboard.press("Escape")
        await expect(page.locator("#surveys")).to_be_hidden()
    await _type(page, "/health hooli")
    await expect(page.locator(".message.ephemeral").last).to_be_visible()
    await shoot("health")
    await open_sidebar()
    await page.locator("#sidebar").get_by_role("link", name="Bellwether").last.click()
    await expect(page.locator("#title")).to_have_text("Bellwether")
    await shoot("home")


async def test_another_site_may_not_send_surveys(demo: Demo, open_page: Open) -> None:
    page = await open_page()
    await page.goto("about:blank")
    order = json.dumps({"customer": "Globex", "survey_type": "csat", "score": 1})
    refused = await page.context.request.post(
        f"{demo.url}/playground/api/surveys",
        data=order,
        headers={"content-type": "application/json", "origin": "https://evil.example"},
    )
    assert refused.status == 403


def _message(page: Page, customer: str) -> Locator:
    """The messages whose first words name the customer; ephemeral answers are others."""
    alerts = page.locator("#messages article.message:not(.ephemeral)")
    return alerts.filter(has_text=f"{customer} · negative")


async def _send_survey(page: Page, customer: str, score: str, comment: str) -> None:
    await _fill_in(page, customer, score, comment)
    await page.get_by_role("button", name="Send survey").click()


async def _fill_in(page: Page, customer: str, score: str, comment: str) -> None:
    await page.locator("#survey-customer").fill(customer)
    await page.locator(f"#survey-scores [value='{score}']").check()
    await page.locator("#survey-comment").fill(comment)


async def _type(page: Page, text: str) -> None:
    await page.locator("#composer-text").fill(text)
    await page.keyboard.press("Enter")


async def _option(page: Page, person: str) -> str:
    """The value of the choice that begins with the person's name."""
    choice = page.get_by_label("You are").locator("option").filter(has_text=person)
    return str(await choice.get_attribute("value"))
