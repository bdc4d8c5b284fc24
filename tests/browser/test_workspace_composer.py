"""The message field: completion by keyboard, usage, drafts, and what happens when sending fails."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.stage import Enter, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_slash_offers_commands_and_the_keys_choose(enter: Enter) -> None:
    page = await enter()
    field, offered = page.locator("#composer-text"), page.locator("#composer").get_by_role("option")
    await field.press_sequentially("/he")
    await expect(offered).to_have_count(2)
    await expect(offered.first).to_contain_text("/health [customer] How is a customer?")
    await page.keyboard.press("ArrowDown")
    await expect(offered.nth(1)).to_have_attribute("aria-selected", "true")
    second = await offered.nth(1).get_attribute("id")
    await expect(field).to_have_attribute("aria-activedescendant", str(second))
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await expect(field).to_have_value("/health ")
    await expect(page.locator("#composer .usage-hint")).to_have_text("/health [customer] How is a customer?")
    await field.press_sequentially("acme")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral")).to_contain_text("You asked for acme.")
    await expect(field).to_have_value("")


async def test_escape_closes_what_is_offered_and_keeps_what_was_typed(enter: Enter) -> None:
    page = await enter()
    field = page.locator("#composer-text")
    await field.press_sequentially("/h")
    await expect(page.locator("#composer").get_by_role("option")).to_have_count(2)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).to_have_count(0)
    await expect(field).to_have_value("/h")
    await expect(field).to_be_focused()


async def test_people_and_channels_are_completed_amid_the_text(stage: Stage, enter: Enter) -> None:
    page = await enter()
    field = page.locator("#composer-text")
    await field.press_sequentially("ask @oka")
    await page.keyboard.press("Enter")
    await field.press_sequentially("in #gen")
    await page.get_by_role("option", name="#general").click()
    await expect(field).to_have_value("ask @ben in #general ")
    await page.keyboard.press("Enter")
    await stage.slack.wait_for_messages(stage.channels["support"])
    [message] = stage.slack.messages(stage.channels["support"])
    assert message.text.startswith(f"ask <@{stage.people['ben'].id}> in <#")


async def test_what_is_typed_with_marks_is_shown_styled_and_edited_as_it_was_typed(enter: Enter) -> None:
    page = await enter()
    typed = "*Acme* is _sad_ :cry: run `restart` <b>now</b>"
    await page.locator("#composer-text").fill(typed)
    await page.keyboard.press("Enter")
    said = page.locator("#messages article.message .rich")
    await expect(said.locator("strong")).to_have_text("Acme")
    await expect(said.locator("em")).to_have_text("sad")
    await expect(said.locator("code")).to_have_text("restart")
    await expect(said).to_contain_text("😢")
    await expect(said).to_contain_text("<b>now</b>")
    await page.locator("#composer-text").press("ArrowUp")
    await expect(page.get_by_role("textbox", name="Edit message")).to_have_value(typed)


async def test_shift_and_enter_begin_a_new_line(stage: Stage, enter: Enter) -> None:
    page = await enter()
    field = page.locator("#composer-text")
    await field.press_sequentially("one")
    await page.keyboard.press("Shift+Enter")
    await field.press_sequentially("two")
    assert stage.slack.messages(stage.channels["support"]) == []
    await page.keyboard.press("Enter")
    [message] = await stage.slack.wait_for_messages(stage.channels["support"])
    assert message.text == "one\ntwo"


async def test_an_unknown_command_is_named_before_and_after_it_is_sent(enter: Enter) -> None:
    page = await enter()
    hint = page.locator("#composer .usage-hint")
    await page.locator("#composer-text").fill("/hel")
    await expect(page.locator("#composer [role=option]")).to_have_count(1)
    await expect(hint).to_contain_text("sends")
    await page.locator("#composer-text").fill("/hel acme")
    await expect(hint).to_contain_text("/hel is not a command")
    await page.locator("#composer-text").fill("/helath acme")
    await expect(hint).to_contain_text("/helath is not a command")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral")).to_contain_text("/helath is not a valid command.")


async def test_commands_do_not_work_in_threads(stage: Stage, enter: Enter) -> None:
    stage.write("ben", "support", "Hello")
    page = await enter()
    await page.locator("article.message").focus()
    await page.keyboard.press("t")
    await page.get_by_role("textbox", name="Reply").fill("/health acme")
    await page.keyboard.press("Enter")
    await expect(page.locator("#status")).to_contain_text("does not work in threads")
    await expect(page.get_by_role("textbox", name="Reply")).to_have_value("/health acme")


async def test_drafts_are_kept_by_channel_and_person_over_a_reload(stage: Stage, enter: Enter) -> None:
    page = await enter()
    field, sidebar = page.locator("#composer-text"), page.locator("#sidebar")
    await field.fill("not yet")
    await sidebar.get_by_role("link", name="general").click()
    await expect(field).to_have_value("")
    await expect(sidebar.get_by_role("link", name="support draft")).to_be_visible()
    await page.reload()
    await sidebar.get_by_role("link", name="support").click()
    await expect(field).to_have_value("not yet")
    await page.get_by_label("You are").select_option(stage.people["ben"].id)
    await expect(field).to_have_value("")


async def test_what_could_not_be_sent_comes_back_and_is_posted_once(stage: Stage, enter: Enter) -> None:
    page = await enter()
    lost = 0

    async def lose_the_answer(route: Route) -> None:
        nonlocal lost
        lost += 1
        await route.fetch()
        await route.abort()

    await page.route("**/playground/api/messages", lose_the_answer, times=1)
    await _send(page, "important")
    await expect(page.locator("#status")).to_contain_text("Not sent")
    await expect(page.locator("#composer-text")).to_have_value("important")
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer-text")).to_have_value("")
    await _send(page, "next")
    await expect(page.locator("article.message").last).to_contain_text("next")
    assert [each.text for each in stage.slack.messages(stage.channels["support"])] == ["important", "next"]
    assert lost == 1


async def _send(page: Page, text: str) -> None:
    await page.locator("#composer-text").fill(text)
    await page.keyboard.press("Enter")
