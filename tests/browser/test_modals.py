"""Modals and App Home: filling in every kind of input, errors beside them, the stack, and the keyboard."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Locator, Page, expect

from tests.browser.gallery import Gallery, every_input, gallery, modal, violations, window
from tests.browser.gallery_blocks import Block, button, line, mrkdwn, option, plain, rich, text

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shown() -> AsyncIterator[Gallery]:
    async with gallery() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared(shown: Gallery, browser: Browser) -> AsyncIterator[Page]:
    async with window(shown, browser) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def page(shown: Gallery, shared: Page) -> AsyncIterator[Page]:
    """The one page of this module, without a modal before and after."""
    yield shared
    shown.replies.clear()
    top = shown.slack.modal(shown.ana)
    if top is not None:
        await shown.slack.close(shown.ana, top, whole_stack=True)
    await expect(dialog(shared)).to_be_hidden()


def dialog(page: Page) -> Locator:
    return page.locator("#modal")


def send(page: Page) -> Locator:
    return dialog(page).get_by_role("button", name="Send")


def text_input(block_id: str, **more: Any) -> Block:
    element = {"type": "plain_text_input", "action_id": "value", **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, **more}


def press(action_id: str) -> Block:
    return {"type": "actions", "block_id": "presses", "elements": [button(action_id, action_id)]}


async def pick(page: Page, kind: str, name: str, typed: str = "") -> None:
    field = dialog(page).get_by_role("combobox", name=f"Label of {kind}", exact=True)
    await field.click()
    if typed:
        await field.fill(typed)
    await page.get_by_role("option", name=name).locator("visible=true").click()
    if kind.startswith("multi_"):
        await page.keyboard.press("Escape")


async def test_every_kind_of_input_arrives_in_the_state_of_the_submission(page: Page, shown: Gallery) -> None:
    await shown.open(every_input())
    field = dialog(page).get_by_label
    texts = {
        "plain_text_input": "hello",
        "number_input": "7",
        "email_text_input": "ana@example.com",
        "url_text_input": "https://slack.example",
        "rich_text_input": "*Bold* for @ben\n> quoted\n- one\n- two",
        "datepicker": "2026-03-04",
        "timepicker": "14:45",
        "datetimepicker": "2026-03-04T14:45",
    }
    for kind, words in texts.items():
        await field(f"Label of {kind}", exact=True).fill(words)
    files = [FilePayload(name="note.txt", mimeType="text/plain", buffer=b"hello")]
    await field("Label of file_input").set_input_files(files)
    picks = {"users": "Ben Okafor", "channels": "#gallery", "conversations": "board"}
    for kind, name in {"static": "Pear", "external": "Globex", **picks}.items():
        await pick(page, f"{kind}_select", name, typed="glo" if kind == "external" else "")
    for kind, name in {**picks, "static": "Banana", "external": "Acme"}.items():
        await pick(page, f"multi_{kind}_select", name)
    await dialog(page).get_by_role("group", name="Label of checkboxes").get_by_label("Plum").check()
    await dialog(page).get_by_role("radiogroup", name="Label of radio_buttons").get_by_label("Apple").check()

    since = len(shown.heard)
    await send(page).click()
    values = (await shown.next("view_submission", since))["view"]["state"]["values"]
    held = {kind: {**entry["value"]} for kind, entry in values.items()}
    assert all(entry.pop("type") == kind for kind, entry in held.items())
    ben, board = shown.slack.workspace.person_named("ben").id, shown.slack.workspace.channel_named("board").id

    def chosen(kind: str) -> Any:
        (found,) = held[kind].values()
        return [each["value"] for each in found] if isinstance(found, list) else found["value"]

    for kind in ("plain_text_input", "number_input", "email_text_input", "url_text_input"):
        assert held[kind] == {"value": texts[kind]}
    assert held["datepicker"] == {"selected_date": "2026-03-04"}
    assert held["timepicker"] == {"selected_time": "14:45"}
    assert held["datetimepicker"] == {"selected_date_time": 1_772_635_500}
    assert held["users_select"] == {"selected_user": ben}
    assert held["multi_users_select"] == {"selected_users": [ben]}
    assert held["channels_select"] == {"selected_channel": shown.channel.id}
    assert held["multi_channels_select"] == {"selected_channels": [shown.channel.id]}
    assert held["conversations_select"] == {"selected_conversation": board}
    assert held["multi_conversations_select"] == {"selected_conversations": [board]}
    assert [chosen(kind) for kind in ("static_select", "external_select", "radio_buttons")] == [
        "pear",
        "globex",
        "apple",
    ]
    assert chosen("multi_static_select") == ["banana"]
    assert chosen("multi_external_select") == ["acme"]
    assert chosen("checkboxes") == ["pear", "plum"]
    assert [(each["name"], each["size"]) for each in held["file_input"]["files"]] == [("note.txt", 5)]
    rich = held["rich_text_input"]["rich_text_value"]["elements"]
    assert rich[0]["elements"][0] == {"type": "text", "text": "Bold", "style": {"bold": True}}
    assert rich[0]["elements"][2] == {"type": "user", "user_id": ben}
    assert [each["type"] for each in rich[1:]] == ["rich_text_quote", "rich_text_list"]
    await expect(dialog(page)).to_be_hidden()


async def test_slacks_own_complaints_stand_beside_their_inputs(page: Page, shown: Gallery) -> None:
    await shown.open(every_input())
    await dialog(page).get_by_label("Label of plain_text_input").fill("hello")
    await dialog(page).get_by_label("Label of number_input").fill("eleven")
    await dialog(page).get_by_label("Label of email_text_input").fill("nobody")
    since = len(shown.heard)
    await send(page).click()
    number = dialog(page).get_by_label("Label of number_input")
    await expect(number).to_have_attribute("aria-invalid", "true")
    await expect(number).to_have_accessible_description("Hint of number_input Please enter a valid number.")
    await expect(number).to_be_focused()
    await expect(dialog(page)).to_contain_text("Please enter a valid email address.")
    await number.fill("5")
    await expect(number).not_to_have_attribute("aria-invalid", "true")
    assert shown.heard[since:] == []


async def test_the_apps_errors_stand_beside_its_inputs_and_what_was_typed_stays(
    page: Page, shown: Gallery
) -> None:
    shown.replies["form"] = {"response_action": "errors", "errors": {"second": "There is no such customer."}}
    await shown.open(modal([text_input("first"), text_input("second")], callback_id="form"))
    await expect(dialog(page).get_by_label("first")).to_be_focused()
    await page.keyboard.type("one")
    await page.keyboard.press("Tab")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    second = dialog(page).get_by_label("second")
    await expect(second).to_have_accessible_description("There is no such customer.")
    await expect(second).to_be_focused()
    await expect(second).to_have_value("two")
    shown.replies.clear()
    await send(page).click()
    await expect(dialog(page)).to_be_hidden()


async def test_an_update_keeps_what_was_typed_and_where_the_keyboard_is(page: Page, shown: Gallery) -> None:
    blocks = [text_input("kept"), press("refresh")]
    added = {"type": "section", "text": mrkdwn("*Added*")}
    shown.replies["refresh"] = modal([text_input("kept"), added, press("refresh"), text_input("fresh")])
    await shown.open(modal(blocks))
    await dialog(page).get_by_label("kept").fill("half a sentence")
    await dialog(page).get_by_role("button", name="refresh").click()
    since_view = await shown.next("block_actions", len(shown.heard) - 1 if shown.heard else 0)
    assert since_view["view"]["state"]["values"]["kept"]["value"]["value"] == "half a sentence"
    await expect(dialog(page)).to_contain_text("Added")
    await expect(dialog(page).get_by_label("kept")).to_have_value("half a sentence")
    await expect(dialog(page).get_by_role("button", name="refresh")).to_be_focused()


async def test_a_pushed_modal_leads_back_to_what_was_typed_below(page: Page, shown: Gallery) -> None:
    shown.replies["open_next"] = modal([text_input("upper")], title=plain("Above"), notify_on_close=True)
    await shown.open(modal([text_input("lower"), press("open_next")], title=plain("Below")))
    await dialog(page).get_by_label("lower").fill("still here")
    await dialog(page).get_by_role("button", name="open_next").click()
    await expect(page.get_by_role("dialog", name="Above")).to_be_visible()
    since = len(shown.heard)
    await dialog(page).get_by_role("button", name="Back").click()
    await expect(page.get_by_role("dialog", name="Below")).to_be_visible()
    await expect(dialog(page).get_by_label("lower")).to_have_value("still here")
    assert (await shown.next("view_closed", since))["is_cleared"] is False


async def test_a_submission_may_update_push_or_clear(page: Page, shown: Gallery) -> None:
    done = modal([{"type": "section", "text": mrkdwn("Done")}], title=plain("Thanks"), callback_id="done")
    shown.replies["ask"] = {"response_action": "update", "view": done}
    shown.replies["done"] = {"response_action": "clear"}
    await shown.open(modal([text_input("a")], callback_id="ask"))
    await dialog(page).get_by_label("a").fill("x")
    await send(page).click()
    await expect(page.get_by_role("dialog", name="Thanks")).to_contain_text("Done")
    await send(page).click()
    await expect(dialog(page)).to_be_hidden()


async def test_a_submission_shows_that_it_waits_and_is_sent_once(page: Page, shown: Gallery) -> None:
    shown.replies["slow"] = {"response_action": "errors", "errors": {"a": "Not that."}}
    await shown.open(modal([text_input("a")], callback_id="slow"))
    since = len(shown.heard)
    await dialog(page).get_by_label("a").fill("x")
    await page.keyboard.press("Enter")
    await expect(send(page)).to_have_attribute("aria-busy", "true")
    await page.keyboard.press("Enter")
    await expect(dialog(page)).to_contain_text("Not that.")
    await expect(send(page)).not_to_have_attribute("aria-busy", "true")
    assert [each["type"] for each in shown.heard[since:]] == ["view_submission"]


async def test_closing_all_tells_the_app_that_the_stack_is_gone(page: Page, shown: Gallery) -> None:
    shown.replies["open_next"] = modal([text_input("upper")], title=plain("Above"), notify_on_close=True)
    await shown.open(modal([press("open_next")], title=plain("Below")))
    await dialog(page).get_by_role("button", name="open_next").click()
    await expect(page.get_by_role("dialog", name="Above")).to_be_visible()
    since = len(shown.heard)
    await dialog(page).get_by_role("button", name="Close all").click()
    await expect(dialog(page)).to_be_hidden()
    assert (await shown.next("view_closed", since))["is_cleared"] is True


async def test_rich_text_that_is_left_alone_is_sent_as_it_came(page: Page, shown: Gallery) -> None:
    given = rich(line(text("*no* _marks_ <!channel> @ana")))
    element = {"type": "rich_text_input", "action_id": "value", "initial_value": given}
    block = {"type": "input", "block_id": "note", "label": plain("Note"), "element": element}
    since = len(shown.heard)
    await shown.open(modal([block]))
    await send(page).click()
    payload = await shown.next("view_submission", since)
    held = payload["view"]["state"]["values"]["note"]["value"]["rich_text_value"]
    assert held["elements"] == given["elements"]


async def test_words_without_a_blank_stay_within_the_modal(page: Page, shown: Gallery) -> None:
    block = {**text_input("a"), "label": plain("x" * 300), "hint": plain("y" * 300)}
    await shown.open(modal([block, {"type": "alert", "text": plain("z" * 200)}]))
    content = dialog(page).locator(".content")
    await expect(content).to_contain_text("zzz")
    assert await content.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    await page.keyboard.press("Escape")
    await expect(dialog(page)).to_be_hidden()


async def test_an_answer_that_slack_refuses_is_shown(page: Page, shown: Gallery) -> None:
    shown.replies["bad"] = {"response_action": "errors", "errors": {"nowhere": "No such block."}}
    await shown.open(modal([text_input("a")], callback_id="bad"))
    await dialog(page).get_by_label("a").fill("x")
    await send(page).click()
    await expect(dialog(page).get_by_text("We had some trouble connecting. Try again?")).to_be_visible()
    await expect(page.locator(".refusals")).to_contain_text("invalid_errors")
    # It lies above the modal, and is dismissed there without closing it.
    await page.locator(".refusals").get_by_role("button", name="Dismiss").click()
    await expect(page.locator(".refusals")).to_be_hidden()
    await expect(dialog(page)).to_be_visible()


async def test_closing_tells_the_app_and_gives_the_keyboard_back(page: Page, shown: Gallery) -> None:
    opener = page.locator('[data-action="plain"]')
    await opener.focus()
    await shown.open(modal([text_input("a")], notify_on_close=True))
    await expect(dialog(page).get_by_label("a")).to_be_focused()
    for _ in range(6):
        await page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('#modal')"
        assert await page.evaluate(inside), "the keyboard left the modal"
    since = len(shown.heard)
    await page.keyboard.press("Escape")
    await expect(dialog(page)).to_be_hidden()
    assert (await shown.next("view_closed", since))["is_cleared"] is False
    await expect(opener).to_be_focused()


async def test_escape_closes_an_open_list_before_the_modal(page: Page, shown: Gallery) -> None:
    await shown.open(every_input())
    field = dialog(page).get_by_role("combobox", name="Label of static_select", exact=True)
    await field.click()
    await expect(field).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Escape")
    await expect(field).to_have_attribute("aria-expanded", "false")
    await expect(dialog(page)).to_be_visible()


async def test_an_input_may_tell_the_app_at_once(page: Page, shown: Gallery) -> None:
    when = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    choose = {"type": "static_select", "action_id": "value", "options": [option("a", "A"), option("b", "B")]}
    choice = {
        "type": "input",
        "block_id": "pick",
        "label": plain("pick"),
        "element": choose,
        "dispatch_action": True,
    }
    blocks = [
        text_input("enter", dispatch_action=True),
        text_input("each", dispatch_action=True, element=when),
        choice,
    ]
    await shown.open(modal(blocks))
    since = len(shown.heard)
    await dialog(page).get_by_label("enter").fill("word")
    await page.keyboard.press("Enter")
    assert (await shown.action(since))["value"] == "word"
    since = len(shown.heard)
    await dialog(page).get_by_label("each").press_sequentially("abc")
    assert (await shown.action(since))["value"] in ("a", "ab", "abc")
    await shown.slack.until(lambda: shown.heard[-1].get("actions", [{}])[0].get("value") == "abc")
    since = len(shown.heard)
    await dialog(page).get_by_role("combobox", name="pick").click()
    await page.get_by_role("option", name="B").locator("visible=true").click()
    assert (await shown.action(since))["selected_option"]["value"] == "b"


async def test_the_home_tab_is_drawn_and_its_elements_work(page: Page, shown: Gallery) -> None:
    await page.goto(f"{shown.url}/#/home")
    home = page.locator("#messages .home")
    await expect(home.locator("strong")).to_have_text("Home")
    since = len(shown.heard)
    await home.get_by_role("button", name="Press me").click()
    pressed = await shown.next("block_actions", since)
    assert pressed["container"]["type"] == "view"
    assert pressed["view"]["type"] == "home"
    since = len(shown.heard)
    await home.get_by_role("checkbox", name="Tell me").check()
    assert [each["value"] for each in (await shown.action(since))["selected_options"]] == ["on"]
    await page.goto(f"{shown.url}/#/{shown.channel.id}")
    await page.locator("article.message").first.wait_for()


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [(1280, 800, "light"), (1280, 800, "dark"), (390, 844, "light"), (390, 844, "dark")],
)
async def test_a_long_modal_scrolls_inside_and_breaks_no_rule_of_accessibility(
    shown: Gallery,
    browser: Browser,
    screenshots: Path,
    width: int,
    height: int,
    scheme: Literal["light", "dark"],
) -> None:
    async with window(shown, browser, width, height, scheme, for_axe=True) as page:
        warn = {"type": "alert", "level": "warning", "text": plain("The customer sees this.")}
        view = every_input()
        await shown.open({**view, "blocks": [warn, *view["blocks"]]})
        await expect(send(page)).to_be_in_viewport()
        await send(page).click()
        await expect(dialog(page).locator("[aria-invalid]").first).to_be_focused()
        await page.screenshot(path=screenshots / f"modal-{width}-{scheme}.png")
        assert await violations(page, "#modal") == ""
        field = dialog(page).get_by_role("combobox", name="Label of multi_static_select")
        await field.scroll_into_view_if_needed()
        await field.click()
        await page.screenshot(path=screenshots / f"modal-list-{width}-{scheme}.png")
        assert await violations(page, "#modal") == ""
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await expect(dialog(page)).to_be_hidden()
