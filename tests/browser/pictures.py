"""``python -m tests.browser.pictures [FOLDER]``: a picture of every view, at both sizes and in both themes.

For people to look at, as a designer would. ``--readme`` takes the README's pictures anew as well, which needs
a font with emoji in colour.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from bot.demo.run import opened
from tests.browser.conftest import chromium
from tests.browser.gallery import Gallery, every_input, gallery
from tests.browser.stage import drawn_by_the_browser
from tests.browser.survey_panel import newest, press, send
from tests.playground.office_files import HEADING, STYLES, paragraph, pdf_file, word_file

ROOT = Path(__file__).parents[2]
LOOKS = [
    (width, height, scheme) for width, height in ((1280, 800), (390, 844)) for scheme in ("light", "dark")
]
README = {"travel-1280-light": "playground-light", "channel-390-dark": "playground-small-dark"}

CSV = b"customer,score,trend\nAcme,81,rising\nGlobex,52,falling\nHooli,67,rising\n"

Shoot = Callable[[str], Awaitable[None]]


async def demo_views(page: Page, shoot: Shoot) -> None:
    """What somebody sees of Bellwether, in the order of a visit."""
    await page.locator("article.message").first.wait_for()
    await page.locator("#messages article.message", has_text="Meridian Freight").first.wait_for()
    await page.locator("#first-minute li[data-state=now]").wait_for()
    await shoot("channel")
    await surveys(page, shoot)
    await page.locator("#composer-text").press_sequentially("/he")
    await page.locator("#composer [role=option]").first.wait_for()
    await shoot("completion")
    await page.locator("#composer-text").fill("/health acme")
    await page.keyboard.press("Enter")
    await page.locator(".message.ephemeral").first.wait_for()
    await shoot("health")
    await (
        page.locator("#messages article.message")
        .filter(has=page.get_by_role("button", name="Why"))
        .last.hover()
    )
    await page.get_by_role("button", name="Why").last.click()
    await page.locator("#modal .blocks").first.wait_for()
    await shoot("why")
    await page.keyboard.press("Escape")
    await page.locator("#first-minute").get_by_role("button", name="Show me").click()
    await expect(page.get_by_role("button", name="Claim").and_(page.locator(":focus"))).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("#first-minute")).to_contain_text("That is how it works.")
    await shoot("first-minute-done")
    await page.locator("#messages .replies").last.click()
    await page.locator("#thread article.message").first.wait_for()
    await shoot("thread")
    await page.evaluate("location.hash = '#/home'")
    await expect(page.locator("#messages")).to_contain_text("60 customers")
    await shoot("home")
    await page.get_by_role("button", name="Once more").focus()
    await page.keyboard.press("?")
    await page.locator("#help").wait_for()
    await shoot("keys")


async def surveys(page: Page, shoot: Shoot) -> None:
    """The survey tool: its form, what is wrong there, what travels, and Slack being down."""
    small = await page.evaluate("innerWidth") < 1100
    if small:
        await page.get_by_role("button", name="Open the sidebar").click()
        await shoot("sidebar")
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Survey tool", exact=True).click()
        await shoot("form")
    await page.locator("#survey-customer").fill("")
    await press(page, "Send survey")
    await shoot("form-wrong")
    await send(page, "Globex", "1", "Nobody called back although it was promised twice.")
    await expect(newest(page)).to_contain_text("Delivered,", timeout=30_000)
    await newest(page).evaluate("node => node.scrollIntoView({ block: 'start' })")
    await shoot("travel")
    await newest(page).get_by_text("The signed request and the answer").click()
    await newest(page).get_by_label("Answer").scroll_into_view_if_needed()
    await shoot("request")
    await press(page, "Slack is down for a minute")
    await send(page, "Initech", "2", "Slow again.")
    await expect(newest(page)).to_contain_text("Attempt 1 failed", timeout=30_000)
    await shoot("outage")
    await page.locator("#outage").get_by_role("button", name="End it now").click()
    if small:
        await page.get_by_role("button", name="Close the survey tool").click()


async def gallery_views(page: Page, shown: Gallery, shoot: Shoot) -> None:
    """Every kind of block, and the dialogs."""
    await page.locator("#messages .message").first.wait_for()
    for name, ts in shown.posted.items():
        message = page.locator(f"#messages article[data-ts='{ts}']")
        await message.evaluate("node => node.scrollIntoView({ block: 'start' })")
        await shoot(f"blocks-{name.replace(' ', '-')}")
    files = page.locator("#messages article.message").filter(has=page.locator(".file"))
    await files.first.evaluate("node => node.scrollIntoView({ block: 'start' })")
    await page.locator(".first-page").wait_for()
    await drawn_by_the_browser(page)
    await shoot("files")
    await page.get_by_role("button", name="Close ticket").click()
    await shoot("confirm")
    await page.keyboard.press("Escape")
    await shown.open(every_input())
    await page.locator("#modal .blocks").first.wait_for()
    await shoot("modal")
    await page.locator("#modal").get_by_role("button", name="Send").click()
    await page.locator("#modal .problem:visible").first.wait_for()
    await shoot("modal-errors")
    await page.locator("#modal").get_by_role("combobox").first.click()
    await shoot("modal-menu")
    await page.keyboard.press("Escape")
    top = shown.slack.modal(shown.ana)
    if top is not None:
        await shown.slack.close(shown.ana, top, whole_stack=True)
    await expect(page.locator("#modal")).to_be_hidden()


async def documents(shown: Gallery) -> None:
    """What an app uploads of papers."""
    word = word_file(
        paragraph("Globex in May", HEADING)
        + paragraph("Three calls were promised and not made; since then every survey says so.")
        + paragraph("Call Hank Albers back before Friday", "<w:numPr/>")
        + paragraph("Offer a month without a fee", "<w:numPr/>"),
        STYLES,
    )
    papers = {"scores.csv": CSV, "plan.docx": word, "report.pdf": pdf_file("Quarterly report")}
    for name, content in papers.items():
        await shown.client.files_upload_v2(channel=shown.channel.id, file=content, filename=name)


async def take(folder: Path) -> None:
    """Every picture of every look into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        async with (
            async_playwright() as playwright,
            opened(host="127.0.0.1", port=0, data_dir=Path(data), empty=False) as demo,
            gallery() as shown,
        ):
            if demo.today is not None:
                await demo.today
            await documents(shown)
            browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            for look in LOOKS:
                await _visit(browser, demo.url, look, folder, demo_views)
                await _visit(
                    browser, shown.url, look, folder, lambda page, shoot: gallery_views(page, shown, shoot)
                )


async def _visit(
    browser: Browser,
    url: str,
    look: tuple[int, int, str],
    folder: Path,
    views: Callable[[Page, Shoot], Awaitable[None]],
) -> None:
    width, height, scheme = look
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = await context.new_page()

    async def shoot(what: str) -> None:
        await page.screenshot(path=folder / f"{what}-{width}-{scheme}.png")

    await page.goto(url)
    await views(page, shoot)
    await context.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Take them all; says where they are."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--readme", action="store_true", help="replace the pictures in docs/images too")
    given = parser.parse_args(argv)
    asyncio.run(take(given.folder))
    for taken, name in README.items() if given.readme else ():
        shutil.copyfile(given.folder / f"{taken}.png", ROOT / "docs" / "images" / f"{name}.png")
    sys.stdout.write(f"The pictures are in {given.folder}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
