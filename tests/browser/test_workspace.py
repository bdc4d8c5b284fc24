"""The workspace as a person uses it: messages, threads, unread marks, reactions, files, permalinks."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.stage import Enter, Stage, drawn_by_the_browser
from tests.playground.office_files import HEADING, STYLES, paragraph, pdf_file, word_file

pytestmark = pytest.mark.asyncio(loop_scope="session")

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000"
    "0000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def said(page: Page, text: str, where: str = "#messages") -> Locator:
    return page.locator(f"{where} article.message").filter(has_text=text)


async def type_and_send(page: Page, text: str) -> None:
    await page.locator("#composer-text").fill(text)
    await page.keyboard.press("Enter")


async def test_messages_in_a_row_of_one_author_stand_together_under_their_day(
    stage: Stage, enter: Enter
) -> None:
    for who, text in (("ben", "one"), ("ben", "two"), ("ana", "three")):
        stage.write(who, "support", text)
    page = await enter()
    together = "node => node.classList.contains('follows')"
    assert [await said(page, text).evaluate(together) for text in ("one", "two", "three")] == [
        False,
        True,
        False,
    ]
    await expect(page.get_by_role("separator", name="Today")).to_have_count(1)
    stage.write("ana", "support", "four")
    await said(page, "four").wait_for()
    assert await said(page, "four").evaluate(together)


async def test_what_is_edited_or_taken_away_changes_in_its_place(stage: Stage, enter: Enter) -> None:
    page = await enter()
    channel = stage.channels["support"].id
    ts = (await stage.app.chat_postMessage(channel=channel, text="draft"))["ts"]
    stage.write("ben", "support", "later")
    await said(page, "later").wait_for()
    await stage.app.chat_update(channel=channel, ts=ts, text="final")
    await expect(page.locator("#messages article.message").first).to_contain_text("final")
    await expect(said(page, "draft")).to_have_count(0)
    await stage.app.chat_delete(channel=channel, ts=ts)
    await expect(page.locator("#messages article.message")).to_have_count(1)


async def test_unread_marks_are_each_persons_own_and_go_when_read(stage: Stage, enter: Enter) -> None:
    page = await enter("ana", f"#/{stage.channels['support'].id}")
    link = page.locator("#sidebar").get_by_role("link", name="general")
    for text in ("one", "two"):
        stage.write("ben", "general", text)
    await expect(link).to_have_accessible_name("general 2 unread")
    await expect(page).to_have_title("(2) support · Office")
    await page.reload()
    await expect(link).to_have_class("unread")
    await link.click()
    await expect(page.get_by_role("separator", name="New messages")).to_be_visible()
    await expect(link).to_have_accessible_name("general")
    await page.reload()
    await expect(link).to_have_accessible_name("general")

    await page.get_by_label("You are").select_option(stage.people["ben"].id)
    await expect(page.locator("#person-may")).to_contain_text("Member")
    await expect(page.locator("#sidebar .badge")).to_have_count(0)


async def test_each_person_is_told_what_they_may_do_and_a_guest_sees_shared_channels_only(
    stage: Stage, enter: Enter
) -> None:
    page = await enter("ana")
    await expect(page.locator("#person-may")).to_contain_text("Admin")
    await page.get_by_label("You are").select_option(stage.people["eve"].id)
    await expect(page.locator("#person-may")).to_contain_text("Guest from Acme")
    await expect(page.locator("#title")).to_have_text("#shared")
    await expect(page.get_by_role("region", name="Channels").get_by_role("link")).to_have_count(1)
    await expect(page.get_by_role("region", name="Direct messages")).to_contain_text("None yet")
    await page.locator("#composer-text").fill("/health acme")
    await expect(page.locator("#composer .usage-hint")).to_contain_text("not for guests")


async def test_what_apps_keep_for_their_own_workspace_is_out_of_a_guests_reach(
    stage: Stage, enter: Enter
) -> None:
    page = await enter("ana", "#/home")
    await expect(page.get_by_role("region", name="Apps").get_by_role("link")).to_have_count(1)
    await page.get_by_label("You are").select_option(stage.people["eve"].id)
    await expect(page.locator("#title")).to_have_text("#shared")
    await expect(page.get_by_role("region", name="Apps")).to_have_count(0)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("Robin")
    await expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Nothing found")


async def test_a_thread_is_read_and_answered_beside_the_channel(stage: Stage, enter: Enter) -> None:
    parent = stage.write("ben", "support", "Who knows printers?")
    page = await enter()
    await said(page, "printers").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    await page.get_by_role("textbox", name="Reply").fill("Not me")
    await page.keyboard.press("Enter")
    await said(page, "Not me", "#thread").wait_for()
    await expect(said(page, "Not me")).to_have_count(0)
    stage.write("ben", "support", "Nor I", thread_ts=parent)
    await said(page, "Nor I", "#thread").wait_for()
    replies = said(page, "printers").get_by_role("button", name="2 replies")
    await expect(replies.locator(".face")).to_have_count(2)

    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()
    await expect(said(page, "printers")).to_be_focused()
    await replies.click()
    await expect(said(page, "Nor I", "#thread")).to_be_visible()


async def test_an_answer_only_to_me_stays_until_the_page_is_loaded_anew(stage: Stage, enter: Enter) -> None:
    page, other = await enter("ana"), await enter("ben")
    await type_and_send(page, "/health acme")
    answer = page.locator(".message.ephemeral")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("You asked for acme.")
    await page.locator("#sidebar").get_by_role("link", name="general").click()
    await expect(answer).to_have_count(0)
    await page.locator("#sidebar").get_by_role("link", name="support").click()
    await expect(answer).to_have_count(1)
    await page.reload()
    await page.locator("#sidebar a").first.wait_for()
    await expect(page.locator("#messages .older")).to_be_visible()
    await expect(answer).to_have_count(0)
    await expect(other.locator("article.message")).to_have_count(0)


async def test_reactions_are_added_shared_and_taken_back(stage: Stage, enter: Enter) -> None:
    stage.write("ben", "support", "It works!")
    page, other = await enter("ana"), await enter("ben")
    await said(page, "It works!").hover()
    await page.get_by_role("button", name="Add reaction").click()
    await page.get_by_role("button", name="tada").click()
    await expect(other.get_by_role("button", name="tada, 1: Ana Lima")).to_be_visible()
    await other.get_by_role("button", name="tada, 1: Ana Lima").click()
    mine = page.get_by_role("button", name="tada, 2: you, Ben Okafor")
    await expect(mine).to_have_attribute("aria-pressed", "true")
    await mine.click()
    await expect(page.get_by_role("button", name="tada, 1: Ben Okafor")).to_have_attribute(
        "aria-pressed", "false"
    )


async def test_files_are_shown_for_what_they_are(stage: Stage, enter: Enter) -> None:
    page = await enter()
    channel = stage.channels["support"].id
    for name, content in (
        ("health.png", PIXEL),
        ("report.pdf", b"%PDF-1.7" + b" " * 1500),
        ("report.docx", b"PK"),
        ("scan.tiff", b"II*"),
        ("scores.csv", b"customer,score\nAcme,81\nGlobex,52\n"),
    ):
        await stage.app.files_upload_v2(channel=channel, file=content, filename=name)
    picture = page.locator("img.picture")
    await expect(picture).to_be_visible()
    await page.wait_for_function("document.querySelector('img.picture').naturalWidth === 1")
    await expect(said(page, "report.pdf")).to_contain_text("PDF · 1.5 kB")
    await expect(said(page, "report.docx")).to_contain_text("DOCX · 2 bytes")
    await expect(said(page, "scan.tiff")).to_contain_text("TIFF · 3 bytes")
    await expect(said(page, "scores.csv").locator("tbody tr").last).to_have_text("Globex52")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download report.pdf").click()
    assert (await download.value).suggested_filename == "report.pdf"


async def test_documents_are_shown_from_their_beginning(stage: Stage, enter: Enter) -> None:
    page = await enter()
    channel = stage.channels["support"].id
    word = word_file(
        paragraph("Call <b>Globex</b> back", HEADING) + paragraph("before Friday", "<w:numPr/>"), STYLES
    )
    for name, content in (("report.pdf", pdf_file("Globex in May")), ("plan.docx", word)):
        await stage.app.files_upload_v2(channel=channel, file=content, filename=name)
    sheet = page.get_by_role("group", name="First paragraphs")
    await expect(sheet.locator("p")).to_have_text(["Call <b>Globex</b> back", "before Friday"])
    await expect(sheet.get_by_text("Call <b>Globex</b> back")).to_be_visible()
    pdf = said(page, "report.pdf")
    await expect(pdf.locator("iframe")).to_have_attribute("title", "First page of report.pdf")
    await drawn_by_the_browser(page)
    await expect(pdf.get_by_role("link", name="Open report.pdf")).to_have_attribute(
        "href", re.compile("^/playground/api/files/F")
    )
    # The keyboard passes by what the browser draws.
    await pdf.get_by_role("link", name="Download report.pdf").focus()
    await page.keyboard.press("Tab")
    await expect(pdf.get_by_role("link", name="Open report.pdf")).to_be_focused()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.tagName") != "IFRAME"


async def test_a_permalink_opens_at_its_message_and_newer_ones_can_be_reached(
    stage: Stage, enter: Enter
) -> None:
    sent = [stage.write("ben", "support", f"number {index}.") for index in range(150)]
    channel = stage.channels["support"].id
    link = (await stage.app.chat_getPermalink(channel=channel, message_ts=sent[40]))["permalink"]
    page = await enter("ana", link.removeprefix(stage.url).lstrip("/"))
    await expect(said(page, "number 40.")).to_contain_class("found")
    await expect(said(page, "number 40.")).to_be_in_viewport()
    await expect(said(page, "number 40.")).to_be_focused()
    await page.get_by_role("button", name="Jump to latest").click()
    await expect(said(page, "number 149.")).to_be_in_viewport()

    reply = stage.write("ana", "support", "a reply", thread_ts=sent[3])
    await page.goto(f"{stage.url}/#/{channel}/{sent[3]}/{reply}")
    await expect(said(page, "a reply", "#thread")).to_contain_class("found")
    await said(page, "a reply", "#thread").hover()
    await page.locator("#thread").get_by_role("button", name="Copy link").click()
    await expect(page.locator("#status")).to_have_text("The link is copied.")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{stage.url}/#/{channel}/{sent[3]}/{reply}"


async def test_older_messages_come_in_as_one_scrolls_up_and_nothing_jumps(stage: Stage, enter: Enter) -> None:
    for index in range(230):
        stage.write("ben", "support", f"number {index}.")
    page = await enter()
    await expect(said(page, "number 229.")).to_be_in_viewport()
    await expect(said(page, "number 0.")).to_have_count(0)
    for _ in range(80):
        await page.locator("#messages").hover()
        await page.mouse.wheel(0, -2000)
        if await said(page, "number 0.").count():
            break
        await page.wait_for_timeout(20)
    await expect(page.locator("#messages article.message")).to_have_count(230)
    texts = await page.locator("#messages article.message .blocks").all_text_contents()
    assert texts == [f"number {index}." for index in range(230)]
    await page.locator("#messages").evaluate("node => { node.scrollTop = -3000 }")
    held = said(page, "number 130.")
    before = await held.bounding_box()
    stage.write("ben", "support", "meanwhile")
    await expect(page.get_by_role("button", name="1 new below")).to_be_visible()
    assert await held.bounding_box() == before
    await page.get_by_role("button", name="1 new below").click()
    await expect(said(page, "meanwhile")).to_be_in_viewport()


async def test_an_archived_channel_can_be_read_but_not_written_in(stage: Stage, enter: Enter) -> None:
    stage.write("ben", "general", "long ago")
    stage.slack.workspace.archive(stage.channels["general"], stage.people["ana"])
    page = await enter("ana", f"#/{stage.channels['general'].id}")
    await expect(page.locator("#closed")).to_contain_text("#general is archived.")
    await expect(page.locator("#composer")).to_be_hidden()
    await expect(said(page, "long ago")).to_be_visible()


async def test_on_a_small_screen_the_sidebar_is_a_drawer_and_a_thread_a_page(
    stage: Stage, enter: Enter
) -> None:
    stage.write("ben", "general", "Hello")
    page = await enter("ana", width=390, height=844)
    sidebar = page.locator("#sidebar")
    await expect(sidebar).to_be_hidden()
    await page.get_by_role("button", name="Open the sidebar").click()
    await sidebar.get_by_role("link", name="general").click()
    await expect(sidebar).to_be_hidden()
    await expect(page.locator("#title")).to_have_text("#general")
    await page.get_by_role("button", name="Open the sidebar").click()
    await page.keyboard.press("Escape")
    await expect(sidebar).to_be_hidden()
    await expect(page.get_by_role("button", name="Open the sidebar")).to_be_focused()

    await said(page, "Hello").focus()
    await page.keyboard.press("t")
    box = await page.locator("#thread").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    await page.get_by_role("button", name="Back to the channel").click()
    await expect(said(page, "Hello")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_the_theme_follows_the_system_until_one_is_chosen_and_that_is_kept(enter: Enter) -> None:
    page = await enter(scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(ground)
    await page.get_by_label("Theme").select_option("light")
    assert await page.evaluate(ground) == "rgb(255, 255, 255)" != dark
    await page.reload()
    assert await page.evaluate(ground) == "rgb(255, 255, 255)"
    await page.locator("#sidebar a").first.wait_for()
    await page.get_by_label("Theme").select_option("")
    assert await page.evaluate(ground) == dark
