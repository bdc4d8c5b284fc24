"""Two persons at one alert, each in their own window: snoozed in a form, claimed, given back, found again."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.survey_panel import send

pytestmark = pytest.mark.asyncio(loop_scope="session")

REASON = "<!here> *call* <b>Monday</b>"


async def become(page: Page, person: str) -> None:
    choice = page.get_by_label("You are")
    await choice.select_option(await choice.locator("option", has_text=person).get_attribute("value"))
    await expect(choice.locator("option:checked")).to_contain_text(person)


def alert(page: Page, customer: str) -> Locator:
    return page.locator("#messages article.message", has_text=f"{customer} · negative").last


async def test_a_snooze_says_what_is_wrong_beside_its_field_and_everybody_sees_it(open_page: Open) -> None:
    maya, ash = await open_page(), await open_page()
    await become(ash, "Ash Kimura")
    await send(maya, "Pinecrest Schools", "1", "The same printer again.")
    await alert(ash, "Pinecrest Schools").get_by_role("button", name="Snooze").click()
    form = ash.get_by_role("dialog", name="Snooze the alert")
    await form.get_by_role("radio", name="Until the time chosen below").check()
    await form.get_by_label("Or until").fill("2020-01-02T09:00")
    await form.get_by_label("Reason").fill(REASON)
    await form.get_by_role("button", name="Snooze").click()
    await expect(form.get_by_label("Or until")).to_have_attribute("aria-invalid", "true")
    await expect(form.locator(".problem:visible")).to_have_count(1)
    await expect(form.get_by_label("Reason")).to_have_value(REASON)
    await form.get_by_role("radio", name="For 4 hours").check()
    await form.get_by_role("button", name="Snooze").click()
    await expect(form).to_be_hidden()
    for page in (ash, maya):
        await expect(alert(page, "Pinecrest Schools")).to_contain_text("Snoozed until")
        await expect(alert(page, "Pinecrest Schools")).to_contain_text(REASON)


async def test_a_claim_is_seen_by_the_other_and_after_a_reload(open_page: Open) -> None:
    maya, ash = await open_page(), await open_page()
    await become(ash, "Ash Kimura")
    await send(maya, "Ironbridge Museum", "1", "Nobody came.")
    await alert(ash, "Ironbridge Museum").get_by_role("button", name="Claim").click()
    await expect(alert(maya, "Ironbridge Museum")).to_contain_text("Claimed by @ash")
    await maya.reload()
    await expect(alert(maya, "Ironbridge Museum")).to_contain_text("Claimed by @ash")
    await alert(ash, "Ironbridge Museum").get_by_role("button", name="Give back").click()
    await alert(maya, "Ironbridge Museum").get_by_role("button", name="Claim").click()
    for page in (ash, maya):
        await expect(alert(page, "Ironbridge Museum")).to_contain_text("Claimed by @maya")
    await alert(ash, "Ironbridge Museum").get_by_role("button", name="replies").click()
    await expect(ash.locator("#thread .rows article")).to_have_count(3)
