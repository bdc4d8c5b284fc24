"""Going places on the page: people, channels, the quick switcher, pins, bookmarks, threads after a reload."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.gallery import violations
from tests.browser.stage import Enter, Stage, a_stage, entering

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    async with a_stage() as stage:
        stage.slack.workspace.add_channel("random", [stage.people["ben"]], topic="Anything else")
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def enter(stage: Stage, browser: Browser) -> AsyncIterator[Enter]:
    async with entering(stage, browser) as enter:
        yield enter


def said(page: Page, text: str, where: str = "#messages") -> Locator:
    return page.locator(f"{where} article.message").filter(has_text=text)


def names(page: Page, region: str) -> Locator:
    return page.get_by_role("region", name=region).get_by_role("link")


async def pick(page: Page, typed: str, name: str) -> None:
    await page.keyboard.type(typed)
    await page.locator("#going").get_by_role("option", name=name).wait_for()
    await page.keyboard.press("Enter")


async def test_a_new_message_goes_to_one_person_or_to_several(stage: Stage, enter: Enter) -> None:
    page, other = await enter("ana"), await enter("ben")
    await page.get_by_role("button", name="New message").click()
    await expect(page.get_by_role("combobox", name="To")).to_be_focused()
    await page.get_by_role("button", name="Go", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("Choose somebody first.")
    await pick(page, "oka", "Ben Okafor")
    await page.keyboard.press("Tab")
    await page.get_by_role("button", name="Go", exact=True).click()
    await expect(page.locator("#title")).to_have_text("Ben Okafor")
    await expect(page.locator("#composer-text")).to_be_focused()
    await expect(names(other, "Direct messages")).to_have_count(0)
    await page.keyboard.type("Only for you")
    await page.keyboard.press("Enter")
    await expect(names(other, "Direct messages")).to_have_accessible_name("Ana Lima 1 unread")

    await page.get_by_role("button", name="New message").click()
    await pick(page, "eve", "Eve Park")
    await pick(page, "ben", "Ben Okafor")
    await page.keyboard.press("Tab")
    await page.get_by_role("button", name="Go", exact=True).click()
    await expect(page.locator("#title")).to_have_text("Ben Okafor, Eve Park")
    direct = names(page, "Direct messages").locator(".label")
    await expect(direct).to_have_text(["Ben Okafor", "Ben Okafor, Eve Park"])


async def test_channels_are_looked_through_entered_and_left(stage: Stage, enter: Enter) -> None:
    page = await enter("ana", width=390, height=844)
    await page.get_by_role("button", name="About this conversation").click()
    await page.get_by_role("menuitem", name="Browse channels").click()
    await page.get_by_role("searchbox", name="Search channels").fill("any")
    await page.get_by_role("link", name="#random").click()
    await expect(page.locator("#closed")).to_contain_text(
        "You are looking at #random, but you are not in it."
    )
    await page.get_by_role("button", name="Join #random").click()
    await expect(page.locator("#composer-text")).to_be_focused()
    await expect(said(page, "has joined the channel")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390

    await page.get_by_role("button", name="About this conversation").click()
    await page.keyboard.press("l")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Join #random")).to_be_focused()
    await page.get_by_role("button", name="About this conversation").click()
    await page.get_by_role("menuitem", name="Browse channels").click()
    dialog = page.get_by_role("dialog", name="Channels")
    await dialog.get_by_role("button", name="Join #random").click()
    await expect(dialog.get_by_role("button", name="Leave #random")).to_be_focused()
    await expect(dialog.get_by_role("button", name="Leave #general")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="About this conversation")).to_be_focused()


async def test_the_switcher_leads_to_channels_people_and_the_apps_home(stage: Stage, enter: Enter) -> None:
    page = await enter("ana")
    stage.write("ben", "shared", "Hello")
    await page.locator("#sidebar .badge").wait_for()
    options = page.get_by_role("listbox", name="Where to").get_by_role("option")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Jump to")).to_be_focused()
    await expect(options.first).to_have_text("#shared1 unread")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)

    await page.get_by_role("button", name="Jump to").click()
    await page.keyboard.type("rand")
    await expect(options).to_have_text("#randomnot joined")
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_have_text("#random")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("ben")
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_have_text("Ben Okafor")
    await page.keyboard.press("Control+k")
    await expect(options.nth(1)).to_have_text("#support")
    await page.keyboard.type("home")
    await page.keyboard.press("Enter")
    await expect(page.locator("#topic")).to_have_text("Home")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("nowhere")
    await expect(page.get_by_role("listbox", name="Where to")).to_have_text("Nothing found")


async def test_messages_are_pinned_listed_and_let_go(stage: Stage, enter: Enter) -> None:
    stage.write("ben", "support", "The door code is 12")
    stage.write("ana", "support", "Thank you")
    page, other = await enter("ana"), await enter("ben")
    await said(page, "door code").hover()
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Pin to this conversation").click()
    await expect(said(page, "door code")).to_contain_text("Pinned by you")
    await expect(said(other, "door code")).to_contain_text("Pinned by Ana Lima")
    await said(page, "Thank you").focus()
    await page.keyboard.press("p")
    await other.get_by_role("button", name="2 pinned messages").click()
    pins = other.get_by_role("dialog", name="Pinned messages").get_by_role("listitem")
    await expect(pins).to_have_count(2)
    await expect(pins.first).to_contain_text("Thank you")
    await pins.first.get_by_role("button", name="Unpin").click()
    await expect(pins).to_have_count(1)
    await expect(said(page, "Thank you")).not_to_contain_text("Pinned")
    await pins.get_by_role("link", name="Go to message").click()
    await expect(said(other, "door code")).to_be_focused()
    await page.reload()
    await expect(said(page, "door code")).to_contain_text("Pinned by you")


async def test_bookmarks_stand_below_the_heading_as_text(stage: Stage, enter: Enter) -> None:
    page = await enter("ana")
    await expect(page.locator("#bookmarks")).to_be_hidden()
    mark = {"channel_id": stage.channels["support"].id, "type": "link", "link": "https://example.com/board"}
    made = (await stage.app.bookmarks_add(**mark, title="<b>*Board*</b> <!channel>"))["bookmark"]
    link = page.get_by_role("navigation", name="Bookmarks").get_by_role("link")
    await expect(link).to_have_text("🔗 <b>*Board*</b> <!channel>")
    await expect(link).to_have_attribute("href", "https://example.com/board")
    await stage.app.bookmarks_remove(bookmark_id=made["id"], channel_id=mark["channel_id"])
    await expect(page.locator("#bookmarks")).to_be_hidden()


async def test_an_open_thread_is_open_again_after_a_reload(stage: Stage, enter: Enter) -> None:
    parent = stage.write("ben", "support", "Who knows printers?")
    stage.write("ana", "support", "Not me", thread_ts=parent)
    page = await enter("ana")
    await page.get_by_role("button", name="1 reply").click()
    await page.get_by_role("textbox", name="Reply").fill("Perhaps")
    await page.reload()
    await expect(said(page, "Not me", "#thread")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Reply")).to_have_value("Perhaps")
    await expect(said(page, "printers")).not_to_contain_class("found")
    await page.get_by_role("button", name="Close thread").click()
    await page.reload()
    await said(page, "printers").wait_for()
    await expect(page.locator("#thread")).to_be_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
async def test_axe_finds_nothing_where_one_chooses_where_to_go(
    stage: Stage, enter: Enter, scheme: str, width: int
) -> None:
    stage.write("ben", "support", "The door code is 12")
    message = stage.slack.messages(stage.channels["support"])[0]
    stage.slack.workspace.pin(message, stage.people["ben"].id)
    page = await enter("ana", scheme=scheme, width=width)
    about = page.get_by_role("button", name="About this conversation")
    await about.click()
    assert not await violations(page, "body")
    for name in ("Pinned messages", "Browse channels"):
        await page.get_by_role("menuitem", name=name).click()
        await page.locator("#going li").first.wait_for()
        assert not await violations(page, "body")
        await page.keyboard.press("Escape")
        await about.click()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+k")
    await page.locator("#going .option").first.wait_for()
    assert not await violations(page, "body")
    await page.keyboard.press("Escape")
    if width < 720:
        await page.get_by_role("button", name="Open the sidebar").click()
    await page.get_by_role("button", name="New message").click()
    await page.get_by_role("combobox", name="To").click()
    await page.locator("#going [role=option]").first.wait_for()
    assert not await violations(page, "body")
