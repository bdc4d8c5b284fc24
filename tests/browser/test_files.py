"""People's files: attached, dropped and pasted, into channels, threads and forms; and what is refused."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import FilePayload, Locator, Page, Route, expect

from tests.browser.stage import Enter, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

CSV = b"customer,score\nAcme,81\n"
# Drops or pastes files that the page's script makes, as the browser does with real ones.
HAND = """(target, [kind, files]) => {
  const data = new DataTransfer();
  for (const [name, text] of files) data.items.add(new File([text], name, { type: "text/csv" }));
  const how = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
  const event = kind === "paste" ? new ClipboardEvent(kind, how) : new DragEvent(kind, how);
  return !target.dispatchEvent(event);
}"""


def a_file(name: str, content: bytes = CSV) -> FilePayload:
    return FilePayload(name=name, mimeType="application/octet-stream", buffer=content)


def waiting(page: Page) -> Locator:
    return page.locator("#composer .tray li")


async def choose(page: Page, *files: FilePayload) -> None:
    async with page.expect_file_chooser() as chooser:
        await page.locator("#composer").get_by_role("button", name="Attach files").click()
    await (await chooser.value).set_files(files)


async def test_attached_files_are_sent_with_their_words_and_shown_to_others(
    stage: Stage, enter: Enter
) -> None:
    page, other = await enter("ana"), await enter("ben")
    await choose(page, a_file("scores.csv"), a_file("report.pdf", b"%PDF"))
    await expect(waiting(page).filter(has_text="23 bytes")).to_have_count(1)
    await expect(page.locator("#composer-text")).to_be_focused()
    await page.keyboard.type("for @ben")
    await page.keyboard.press("Enter")
    await expect(waiting(page)).to_have_count(0)
    said = other.locator("article.message")
    await expect(said).to_contain_text("for @ben")
    await expect(said.locator("tbody tr")).to_have_text("Acme81")
    async with other.expect_download() as download:
        await other.get_by_role("link", name="Download report.pdf").click()
    assert Path(await (await download.value).path()).read_bytes() == b"%PDF"
    [message] = stage.slack.messages(stage.channels["support"])
    assert (message.subtype, len(message.files)) == ("file_share", 2)


async def test_a_file_alone_is_enough_and_can_be_left_out_again(stage: Stage, enter: Enter) -> None:
    page = await enter()
    button = page.locator("#composer").get_by_role("button", name="Send")
    await expect(button).to_be_disabled()
    await choose(page, a_file("one.csv"), a_file("two.csv"))
    await page.get_by_role("button", name="Remove one.csv").click()
    await expect(page.locator("#composer-text")).to_be_focused()
    await button.click()
    await expect(page.locator("article.message .file")).to_have_count(1)
    [message] = stage.slack.messages(stage.channels["support"])
    assert [each["name"] for each in message.files] == ["two.csv"]


async def test_files_dropped_on_a_thread_are_sent_there(stage: Stage, enter: Enter) -> None:
    parent = stage.write("ben", "support", "Who has the scores?")
    page = await enter()
    await page.locator("article.message").focus()
    await page.keyboard.press("t")
    pane = page.locator("#thread")
    await pane.evaluate(HAND, ["dragover", [["scores.csv", "a,b"]]])
    await expect(pane).to_have_attribute("data-drop", "Drop files to send them: Reply")
    await pane.locator(".list").evaluate(HAND, ["drop", [["scores.csv", "a,b"]]])
    await expect(pane).not_to_have_attribute("data-drop", "Drop files to send them: Reply")
    await expect(pane.locator(".tray li")).to_contain_text("3 bytes")
    await expect(waiting(page)).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect(pane.locator(".rows .file")).to_contain_text("scores.csv")
    [reply] = stage.slack.messages(stage.channels["support"], thread_ts=parent)
    assert reply.user == stage.people["ana"].id


async def test_a_drop_beside_the_conversations_does_not_leave_the_page(enter: Enter) -> None:
    page = await enter()
    for place in ("#sidebar", "#messages"):
        assert await page.locator(place).evaluate(HAND, ["drop", [["a.csv", "a"]]])
    await expect(waiting(page)).to_have_count(1)


async def test_pasted_files_wait_where_they_were_pasted(enter: Enter) -> None:
    page = await enter()
    await page.locator("#composer-text").evaluate(HAND, ["paste", [["image.csv", "a"]]])
    await expect(waiting(page)).to_contain_text("image.csv")
    await page.locator("#sidebar").get_by_role("link", name="general").click()
    await expect(waiting(page)).to_have_count(0)
    await page.locator("#sidebar").get_by_role("link", name="support").click()
    await expect(waiting(page)).to_contain_text("image.csv")


async def test_what_cannot_be_sent_is_told_in_a_sentence(enter: Enter) -> None:
    page = await enter()
    told = page.locator("#status")
    await choose(page, a_file("empty.csv", b""))
    await expect(told).to_have_text("empty.csv is empty.")
    large = "Object.defineProperty(File.prototype, 'size', { get: () => 250_000_000 })"
    await page.evaluate(large)
    await choose(page, a_file("film.mp4", b"x"))
    await expect(told).to_have_text("film.mp4 has 250 MB; the most that can be sent here is 100 MB.")
    await expect(waiting(page)).to_have_count(0)
    await page.reload()
    await choose(page, *(a_file(f"{number}.csv") for number in range(12)))
    await expect(told).to_have_text("A message takes at most 10 files.")
    await expect(waiting(page)).to_have_count(10)
    await page.locator("#composer-text").fill("/health acme")
    await page.keyboard.press("Enter")
    await expect(told).to_have_text("/health takes no files. Send them on their own.")


async def test_what_could_not_be_sent_waits_again(stage: Stage, enter: Enter) -> None:
    page = await enter()

    async def lose(route: Route) -> None:
        await route.abort()

    await page.route("**/playground/api/files?*", lose, times=1)
    await choose(page, a_file("a.csv"))
    await expect(page.locator("#status")).to_have_text("a.csv could not be uploaded.")
    await expect(waiting(page)).to_have_count(0)
    await page.route("**/playground/api/messages", lose, times=1)
    await choose(page, a_file("b.csv"))
    await page.keyboard.type("important")
    await page.keyboard.press("Enter")
    await expect(page.locator("#status")).to_contain_text("Not sent")
    await expect(page.locator("#composer-text")).to_have_value("important")
    await expect(waiting(page)).to_contain_text("b.csv")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.message .file")).to_contain_text("b.csv")
    assert len(stage.slack.messages(stage.channels["support"])) == 1


async def test_a_form_uploads_what_is_chosen_and_says_what_it_does_not_take(
    stage: Stage, enter: Enter
) -> None:
    page = await enter()
    await stage.app.views_open(trigger_id=trigger(stage), view=a_form(max_files=2, filetypes=["csv", "pdf"]))
    dialog = page.locator("#modal")
    field = dialog.get_by_label("Evidence")
    note = dialog.locator(".file-input .hint")
    await field.set_input_files([a_file("a.docx")])
    await expect(note).to_have_text("a.docx cannot be sent here: csv, pdf only.")
    await field.set_input_files([a_file("a.csv"), a_file("b.csv"), a_file("c.csv")])
    await expect(note).to_have_text("No more than 2 files.")
    await dialog.get_by_role("button", name="Remove a.csv").click()
    await dialog.locator(".file-input").evaluate(HAND, ["drop", [["d.csv", "dropped"]]])
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_be_hidden()
    payload = stage.slack.outgoing.sent[-1].payload
    sent = payload["view"]["state"]["values"]["evidence"]["files"]["files"]
    assert [each["name"] for each in sent] == ["b.csv", "d.csv"]
    known = (await stage.app.files_info(file=sent[1]["id"]))["file"]
    assert (known["size"], known["user"]) == (7, stage.people["ana"].id)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_waiting_files_are_named_and_break_no_rule_of_accessibility(
    stage: Stage, enter: Enter, screenshots: Path, width: int, height: int, scheme: str
) -> None:
    stage.write("ben", "support", "Who has the scores?")
    page = await enter("ana", width=width, height=height, scheme=scheme)
    names = ("scores of all customers in the north.csv", "report.pdf", "notes.docx")
    await choose(page, *(a_file(name) for name in names))
    await expect(waiting(page).locator(".faint", has_text="bytes")).to_have_count(3)
    await expect(page.get_by_role("list", name="Files to send")).to_be_visible()
    await page.screenshot(path=screenshots / f"files-{width}-{scheme}.png")
    await page.emulate_media(reduced_motion="reduce")
    found = (await Axe().run(page)).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


def trigger(stage: Stage) -> str:
    return stage.slack.workspace.triggers.issue(stage.slack.app, stage.people["ana"].id)


def a_form(**element: Any) -> dict[str, Any]:
    def plain(text: str) -> dict[str, str]:
        return {"type": "plain_text", "text": text}

    field = {"type": "file_input", "action_id": "files", **element}
    block = {"type": "input", "block_id": "evidence", "label": plain("Evidence"), "element": field}
    return {"type": "modal", "title": plain("A form"), "submit": plain("Send"), "blocks": [block]}
