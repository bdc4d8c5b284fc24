"""The survey tool as a person uses it."""

from playwright.async_api import Locator, Page


async def send(page: Page, customer: str, score: str, comment: str) -> None:
    """Fill in the form (a CSAT survey; an empty score is no answer) and send it."""
    await page.locator("#survey-customer").fill(customer)
    await page.locator(f"#survey-scores [value='{score}']").check()
    await page.locator("#survey-comment").fill(comment)
    await order(page, "Send survey")


async def order(page: Page, name: str) -> None:
    """Press a button that sends a survey, and wait until that is what was sent last."""
    await page.locator("#surveys .sent:not([aria-busy])").wait_for(state="attached")
    first = "document.querySelector('#surveys .sent > li')?.dataset.id"
    before = await page.evaluate(first)
    await press(page, name)
    await page.wait_for_function(f"before => ({first}) !== before", arg=before)


async def press(page: Page, name: str) -> None:
    """A button of the survey tool."""
    await page.locator("#surveys").get_by_role("button", name=name, exact=True).click()


def newest(page: Page) -> Locator:
    """What was sent last."""
    return page.locator("#surveys .sent > li").first
