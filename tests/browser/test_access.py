"""Nobody is kept out: axe-core over every main view in both themes, and the whole way by keyboard alone."""

from collections.abc import Awaitable, Callable

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.demo.run import Demo
from tests.browser.stage import Enter, Stage
from tests.playground.office_files import paragraph, pdf_file, word_file

pytestmark = pytest.mark.asyncio(loop_scope="session")

Show = Callable[[Page], Awaitable[None]]


async def check(page: Page) -> None:
    """No violation of any of axe's rules; those that are found are named with what is at fault."""
    # Colours on their way are no colours to judge.
    await page.emulate_media(reduced_motion="reduce")
    found = (await Axe().run(page)).response["violations"]
    told = [(rule["id"], rule["help"], [node["target"] for node in rule["nodes"]]) for rule in found]
    assert told == []


async def channel(page: Page) -> None:
    await page.locator("article.message").first.hover()


async def thread(page: Page) -> None:
    await (
        page.get_by_role("button", name="replies")
        .or_(page.get_by_role("button", name="1 reply"))
        .first.click()
    )
    await page.locator("#thread article.message").first.wait_for()


async def completion(page: Page) -> None:
    await page.locator("#composer-text").press_sequentially("/")
    await page.locator("#composer [role=option]").first.wait_for()


async def whisper(page: Page) -> None:
    await page.locator("#composer-text").fill("/health acme")
    await page.keyboard.press("Enter")
    await page.locator(".message.ephemeral").first.wait_for()


async def shortcuts(page: Page) -> None:
    await page.locator("#messages").focus()
    await page.keyboard.press("?")
    await page.locator("#help").wait_for()


async def picker(page: Page) -> None:
    await page.locator("article.message").first.focus()
    await page.keyboard.press("r")
    await page.locator("#picker").wait_for()


async def drawer(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_role("button", name="Open the sidebar").click()
    await page.locator("#sidebar").wait_for()


async def home(page: Page) -> None:
    await page.evaluate("location.hash = '#/home'")
    await page.locator("#messages h3, #messages h2").first.wait_for()


async def modal(page: Page) -> None:
    await page.get_by_role("button", name="Why").first.click()
    await page.locator("#modal").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "show",
    [channel, thread, completion, whisper, shortcuts, picker, drawer],
    ids=lambda show: str(show.__name__),
)
async def test_axe_finds_nothing_in_the_workspace(
    stage: Stage, enter: Enter, show: Show, scheme: str
) -> None:
    parent = stage.write("ben", "support", "Who knows `printers`? Ask <someone> & @ana")
    stage.write("ana", "support", "Not me", thread_ts=parent)
    stage.slack.react(stage.people["ana"], stage.slack.messages(stage.channels["support"])[0], "eyes")
    stage.write("ana", "support", "later")
    where = stage.channels["support"].id
    papers = {"a.csv": b"a,b\n1,2\n", "a.docx": word_file(paragraph("Hello")), "a.pdf": pdf_file("Hello")}
    for name, content in papers.items():
        await stage.app.files_upload_v2(channel=where, file=content, filename=name)
    page = await enter("ana", scheme=scheme)
    stage.write("ben", "general", "unread")
    await page.locator("#sidebar .badge").wait_for()
    await show(page)
    await check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "show", [channel, thread, whisper, home, modal, drawer], ids=lambda show: str(show.__name__)
)
async def test_axe_finds_nothing_in_the_demo(demo: Demo, browser: Browser, show: Show, scheme: str) -> None:
    dark = scheme == "dark"
    # Not by open_page: axe-core's own trials with styles are complained about there.
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme="dark" if dark else "light"
    )
    page = await context.new_page()
    await page.goto(demo.url)
    await page.locator("article.message").first.wait_for()
    await show(page)
    try:
        await check(page)
    finally:
        await page.keyboard.press("Escape")  # a modal would stand before this person in the next test too
        await expect(page.locator("#modal")).to_be_hidden()
        await context.close()


async def test_the_whole_way_can_be_gone_by_keyboard(stage: Stage, enter: Enter) -> None:
    for text in ("one", "two", "three"):
        stage.write("ben", "support", text)
    page = await enter()
    press = page.keyboard.press
    await page.evaluate("document.activeElement.blur()")
    await press("Tab")
    await expect(page.get_by_role("link", name="Skip to the message field")).to_be_focused()
    await press("Enter")
    await expect(page.locator("#composer-text")).to_be_focused()
    await expect(page.locator("#title")).to_have_text("#support")

    await press("Shift+F6")
    await expect(page.locator("#messages")).to_be_focused()
    await press("ArrowUp")
    await expect(page.locator("article.message").last).to_be_focused()
    await press("Home")
    first = page.locator("article.message").first
    await expect(first).to_be_focused()
    await expect(first).to_have_accessible_name(
        "Ben Okafor, Today at " + await first.locator("time").inner_text()
    )

    await press("r")
    await press("ArrowRight")
    await press("Enter")
    await expect(first.get_by_role("button", name="eyes, 1: you")).to_be_visible()
    await first.focus()
    await press("t")
    await expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    await page.keyboard.type("four")
    await press("Enter")
    await page.locator("#thread article.message").filter(has_text="four").wait_for()
    await press("Escape")
    await expect(first).to_be_focused()

    await press("Shift+F6")
    await expect(page.locator("#sidebar [aria-current]")).to_be_focused()
    await press("ArrowDown")
    await press("Enter")
    await expect(page.locator("#title")).to_have_text("#general")
    await press("Alt+ArrowDown")
    await expect(page.locator("#title")).to_have_text("#shared")
    stage.write("ben", "support", "five")
    await page.locator("#sidebar .badge").wait_for()
    await press("Alt+Shift+ArrowUp")
    await expect(page.locator("#title")).to_have_text("#support")

    await press("?")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    await press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_message_that_changes_under_the_focus_keeps_it(stage: Stage, enter: Enter) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    row = {"type": "actions", "elements": [button]}
    channel = stage.channels["support"].id
    ts = (await stage.app.chat_postMessage(channel=channel, text="x", blocks=[row]))["ts"]
    page = await enter()
    await page.get_by_role("button", name="Go").focus()
    note = {"type": "section", "text": {"type": "mrkdwn", "text": "Changed"}}
    await stage.app.chat_update(channel=channel, ts=ts, text="x", blocks=[note, row])
    await page.get_by_text("Changed").wait_for()
    await expect(page.get_by_role("button", name="Go")).to_be_focused()


async def test_nothing_moves_for_those_who_asked_for_that(stage: Stage, browser: Browser) -> None:
    context = await browser.new_context(reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(stage.url)
    await page.locator("#sidebar a").first.wait_for()
    moving = """[...document.querySelectorAll('*')].filter((node) => {
      const style = getComputedStyle(node);
      return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).length"""
    assert await page.evaluate(moving) == 0
    await context.close()
