"""What the app learns of where a person is: shortcuts, the current conversation; choices after a reload."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.playground.slack import Shortcut
from tests.browser.gallery import Gallery, gallery, modal, window
from tests.browser.gallery_blocks import plain

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shown() -> AsyncIterator[Gallery]:
    async with gallery() as running:
        running.slack.app.declare_shortcuts(
            Shortcut("ask", "Ask about a customer", "global", "Opens a form"),
            Shortcut("keep", "Keep this", "message"),
        )
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def page(shown: Gallery, browser: Browser) -> AsyncIterator[Page]:
    async with window(shown, browser) as opened:
        yield opened


def element(page: Page, action_id: str) -> Locator:
    return page.locator(f'#messages [data-action="{action_id}"]')


async def test_a_shortcut_from_everywhere_opens_a_modal_that_knows_the_conversation(
    page: Page, shown: Gallery
) -> None:
    since = len(shown.heard)
    await page.get_by_role("button", name="App shortcuts").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Ask about a customer")).to_be_focused()
    await page.keyboard.press("Enter")
    told = await shown.next("shortcut", since)
    assert (told["callback_id"], told["user"]["id"], "channel" in told) == ("ask", shown.ana.id, False)
    where = {"type": "conversations_select", "action_id": "where", "default_to_current_conversation": True}
    block = {"type": "input", "block_id": "place", "label": plain("Where"), "element": where}
    await shown.client.views_open(trigger_id=told["trigger_id"], view=modal([block]))
    field = page.locator("#modal").get_by_role("combobox", name="Where")
    await expect(field).to_have_value("#gallery")
    since = len(shown.heard)
    await page.locator("#modal").get_by_role("button", name="Send").click()
    sent = await shown.next("view_submission", since)
    values = sent["view"]["state"]["values"]["place"]["where"]
    assert values["selected_conversation"] == shown.channel.id
    await expect(page.get_by_role("button", name="App shortcuts")).to_be_focused()


async def test_a_message_shortcut_tells_the_app_of_the_message(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    message = page.locator(f'#messages [data-ts="{shown.posted["hostile"]}"]')
    await message.focus()
    await message.get_by_role("toolbar").get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Keep this").click()
    told = await shown.next("message_action", since)
    assert (told["callback_id"], told["message_ts"]) == ("keep", shown.posted["hostile"])
    assert told["trigger_id"]


async def test_an_app_that_is_gone_is_told_of(page: Page, shown: Gallery) -> None:
    url, shown.slack.app.request_url = shown.slack.app.request_url, None
    try:
        await page.get_by_role("button", name="App shortcuts").click()
        await page.get_by_role("menuitem", name="Ask about a customer").click()
        await expect(page.locator("#status")).to_contain_text("is not responding")
    finally:
        shown.slack.app.request_url = url


async def test_what_was_chosen_in_a_message_is_there_after_a_reload(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    boxes = element(page, "beside_checkboxes")
    await boxes.get_by_role("checkbox", name="Apple").check()
    assert (await shown.action(since))["action_id"] == "beside_checkboxes"
    since = len(shown.heard)
    await element(page, "act_static_select").get_by_role("combobox").click()
    await page.locator("#messages [role=option]").filter(has_text="Pear").click()
    assert (await shown.action(since))["selected_option"]["value"] == "pear"
    await page.reload()
    await expect(boxes.get_by_role("checkbox", name="Apple")).to_be_checked()
    await expect(element(page, "act_static_select").get_by_role("combobox")).to_have_value("Pear")
