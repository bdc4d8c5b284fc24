"""People change and delete their own messages in the page: by key, by button, in channels and threads."""

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from bot.playground.slack import Message
from tests.browser.stage import Enter, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


def said(page: Page, text: str) -> Locator:
    return page.locator("#messages article.message", has_text=text)


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Edit message")


def texts(stage: Stage) -> list[str]:
    return [message.text for message in stage.slack.messages(stage.channels["support"])]


def message(stage: Stage, ts: str) -> Message:
    found = stage.slack.workspace.messages.find(stage.channels["support"].id, ts)
    assert found is not None
    return found


async def test_up_in_an_empty_field_edits_the_last_own_message(stage: Stage, enter: Enter) -> None:
    stage.write("ana", "support", "first")
    stage.write("ana", "support", "Ask @ben in #general & <see> https://example.com")
    stage.write("ben", "support", "mine")
    page, other = await enter("ana"), await enter("ben")
    field = page.locator("#composer-text")
    await expect(said(page, "mine")).to_be_visible()
    await field.press("ArrowUp")
    await expect(editor(page)).to_be_focused()
    await expect(editor(page)).to_have_value("Ask @ben in #general & <see> https://example.com")
    await page.keyboard.type(" today")
    await page.keyboard.press("Enter")
    await expect(editor(page)).to_have_count(0)
    await expect(field).to_be_focused()
    await expect(said(other, "& <see> https://example.com today")).to_contain_text("(edited)")
    ben, general = stage.people["ben"].id, stage.channels["general"].id
    assert texts(stage)[1] == (f"Ask <@{ben}> in <#{general}|> &amp; &lt;see&gt; <https://example.com> today")


async def test_escape_leaves_the_message_as_it_was_and_closes_nothing_else(
    stage: Stage, enter: Enter
) -> None:
    parent = stage.write("ana", "support", "Who knows printers?")
    stage.write("ana", "support", "Nobody?", thread_ts=parent)
    page = await enter()
    await page.get_by_role("button", name="1 reply").click()
    reply = page.get_by_role("textbox", name="Reply")
    await expect(page.locator("#thread .rows article")).to_have_count(1)
    await reply.press("ArrowUp")
    await expect(editor(page)).to_have_value("Nobody?")
    await page.keyboard.type("!")
    await page.keyboard.press("Escape")
    await expect(editor(page)).to_have_count(0)
    await expect(reply).to_be_focused()
    await expect(page.locator("#thread .rows article")).to_contain_text("Nobody?")
    [kept] = stage.slack.messages(stage.channels["support"], thread_ts=parent)
    assert (kept.text, kept.edited) == ("Nobody?", None)


async def test_what_is_being_written_outlives_what_happens_to_the_message(stage: Stage, enter: Enter) -> None:
    ts = stage.write("ana", "support", "hello")
    page = await enter()
    await said(page, "hello").focus()
    await page.keyboard.press("e")
    await page.keyboard.type(" world")
    stage.slack.react(stage.people["ben"], message(stage, ts), "eyes")
    await expect(page.get_by_role("button", name="eyes, 1: Ben Okafor")).to_be_visible()
    await expect(editor(page)).to_be_focused()
    await page.keyboard.type("!")
    await expect(editor(page)).to_have_value("hello world!")
    await page.get_by_role("button", name="Save").click()
    await expect(said(page, "hello world!")).to_be_focused()


async def test_a_message_is_deleted_after_a_question(stage: Stage, enter: Enter) -> None:
    stage.write("ana", "support", "never mind")
    stage.write("ana", "support", "stays")
    page, other = await enter("ana"), await enter("ben")
    await said(page, "never mind").focus()
    await page.keyboard.press("Delete")
    sure = page.get_by_role("alertdialog", name="Delete message")
    await expect(sure).to_contain_text("This cannot be undone.")
    await page.keyboard.press("Escape")
    await expect(sure).to_be_hidden()
    await expect(said(page, "never mind")).to_be_focused()
    await page.keyboard.press("Delete")
    await sure.get_by_role("button", name="Delete").click()
    for each in (page, other):
        await expect(said(each, "never mind")).to_have_count(0)
    await expect(said(page, "stays")).to_be_focused()
    assert texts(stage) == ["stays"]


async def test_a_message_without_words_is_one_to_delete(stage: Stage, enter: Enter) -> None:
    stage.write("ana", "support", "hello")
    page = await enter()
    await expect(said(page, "hello")).to_be_visible()
    await page.locator("#composer-text").press("ArrowUp")
    await editor(page).fill("")
    await page.keyboard.press("Enter")
    sure = page.get_by_role("alertdialog", name="Delete message")
    await sure.get_by_role("button", name="Cancel").click()
    await expect(editor(page)).to_be_focused()
    await page.keyboard.press("Enter")
    await sure.get_by_role("button", name="Delete").click()
    await expect(page.locator("#messages article.message")).to_have_count(0)


async def test_a_deleted_message_with_replies_leaves_a_trace(stage: Stage, enter: Enter) -> None:
    parent = stage.write("ana", "support", "Who knows printers?")
    stage.write("ben", "support", "Not me", thread_ts=parent)
    page = await enter()
    await said(page, "printers").hover()
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    trace = said(page, "This message was deleted.")
    await trace.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#thread .rows article")).to_contain_text("Not me")


async def test_the_menu_of_ones_own_message_edits_it_and_gives_the_keyboard_back(
    stage: Stage, enter: Enter
) -> None:
    stage.write("ana", "support", "hello")
    page = await enter()
    await said(page, "hello").hover()
    await page.get_by_role("button", name="More actions").click()
    await expect(page.get_by_role("menuitem")).to_have_text(
        ["Edit messageE", "Pin to this conversationP", "Delete messageDelete"]
    )
    await page.keyboard.press("Enter")
    await expect(editor(page)).to_be_focused()
    await page.keyboard.type(" again")
    await page.keyboard.press("Enter")
    await expect(said(page, "hello again")).to_be_focused()


async def test_only_ones_own_messages_offer_it(stage: Stage, enter: Enter) -> None:
    stage.write("ben", "support", "not yours")
    page = await enter("ana")
    await said(page, "not yours").hover()
    await expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    await page.get_by_role("button", name="More actions").click()
    offered = page.get_by_role("menuitem")
    await expect(offered).to_have_text(["Pin to this conversationP"])
    await page.keyboard.press("Escape")
    await page.locator("#composer-text").press("ArrowUp")
    await said(page, "not yours").focus()
    for key in ("e", "Delete"):
        await page.keyboard.press(key)
    await expect(editor(page)).to_have_count(0)
    await expect(page.get_by_role("alertdialog")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_editor_and_a_trace_break_no_rule_of_accessibility(
    stage: Stage, enter: Enter, screenshots: Path, width: int, height: int, scheme: str
) -> None:
    parent = stage.write("ana", "support", "Who knows printers?")
    stage.write("ben", "support", "Not me", thread_ts=parent)
    stage.slack.delete(stage.people["ana"], message(stage, parent))
    stage.write("ana", "support", "Acme asked again: what about their *printers*, @ben?")
    page = await enter("ana", width=width, height=height, scheme=scheme)
    await expect(said(page, "Acme asked")).to_be_visible()
    await page.locator("#composer-text").press("ArrowUp")
    await expect(editor(page)).to_be_focused()
    await page.screenshot(path=screenshots / f"editing-{width}-{scheme}.png")
    await page.emulate_media(reduced_motion="reduce")
    found = (await Axe().run(page)).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
