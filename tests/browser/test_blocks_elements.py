"""What a person presses and picks in messages, and what the app hears of it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.gallery import Gallery, gallery, window
from tests.browser.gallery_blocks import messages, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shown() -> AsyncIterator[Gallery]:
    async with gallery() as running:
        yield running


# One page for all: what one test picks is no other's business, and a page takes seconds to open.
@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def page(shown: Gallery, browser: Browser) -> AsyncIterator[Page]:
    async with window(shown, browser) as opened:
        yield opened


def message(page: Page, shown: Gallery, name: str) -> Locator:
    return page.locator(f'#messages [data-ts="{shown.posted[name]}"]')


def element(page: Page, action_id: str) -> Locator:
    return page.locator(f'#messages [data-action="{action_id}"]')


async def test_a_pressed_button_reaches_the_app_with_its_value(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    await element(page, "act_button").click()
    action = await shown.action(since)
    assert (action["type"], action["action_id"], action["value"]) == ("button", "act_button", "pressed")


async def test_a_button_shows_that_it_waits_for_the_app(page: Page, shown: Gallery) -> None:
    slow = element(page, "slow")
    await slow.click()
    await expect(slow).to_have_attribute("aria-busy", "true")
    await expect(slow).not_to_have_attribute("aria-busy", "true")


async def test_a_confirmation_stands_between_the_press_and_the_app(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    sure = element(page, "sure")
    await sure.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("alertdialog", name="Close the ticket?")
    await expect(dialog).to_contain_text("at once")
    await expect(dialog.locator("strong")).to_have_text("at once")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(sure).to_be_focused()
    assert shown.heard[since:] == []

    await sure.click()
    await dialog.get_by_role("button", name="Close it").click()
    assert (await shown.action(since))["action_id"] == "sure"
    await expect(sure).to_be_focused()


async def test_a_button_with_an_address_opens_it_and_tells_the_app(page: Page, shown: Gallery) -> None:
    visit = element(page, "visit")
    await expect(visit).to_have_attribute("href", "https://slack.example")
    await expect(visit).to_have_attribute("rel", "noopener noreferrer")
    await expect(visit).to_have_attribute("target", "_blank")


async def test_a_select_is_chosen_from_with_the_keyboard_alone(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    field = message(page, shown, "actions").get_by_role("combobox", name="Pick a fruit")
    await field.focus()
    await expect(field).to_have_attribute("aria-expanded", "false")
    await page.keyboard.press("ArrowDown")
    await expect(field).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("listbox", name="Pick a fruit").locator("visible=true").get_by_role("option")
    await expect(options).to_have_count(3)
    await page.keyboard.press("ArrowDown")
    active = await field.get_attribute("aria-activedescendant")
    await expect(page.locator(f"#{active}")).to_have_text("Pear")
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("Pear")
    await expect(field).to_be_focused()
    action = await shown.action(since)
    assert action["selected_option"]["value"] == "pear"


async def test_typing_narrows_a_select_and_escape_leaves_it_as_it_was(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    field = element(page, "beside_static_select").get_by_role("combobox")
    await field.fill("plu")
    options = page.get_by_role("option").locator("visible=true")
    await expect(options).to_have_text(["Plum"])
    await page.keyboard.press("Escape")
    await expect(options).to_have_count(0)
    await expect(field).to_have_value("")
    assert shown.heard[since:] == []


async def test_several_are_chosen_up_to_the_limit_and_taken_back(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    select = element(page, "beside_multi_static_select")
    field = select.get_by_role("combobox")
    await field.click()
    await expect(page.get_by_role("group", name="Yellow").locator("visible=true")).to_contain_text("Banana")
    await page.get_by_role("option", name="Cherry").locator("visible=true").click()
    await page.get_by_role("option", name="Banana").locator("visible=true").click()
    await page.get_by_role("option", name="Apple").locator("visible=true").click()
    await expect(page.get_by_text("No more than 2 can be chosen.").locator("visible=true")).to_be_visible()
    await page.keyboard.press("Escape")
    await field.press("Backspace")
    await expect(select.get_by_role("listitem")).to_have_text(["Cherry×"])
    await expect(field).to_be_focused()
    await shown.slack.until(lambda: len(shown.heard) >= since + 3)
    chosen = [payload["actions"][0]["selected_options"] for payload in shown.heard[since:]]
    assert [[each["value"] for each in options] for options in chosen] == [
        ["cherry"],
        ["cherry", "banana"],
        ["cherry"],
    ]


async def test_the_app_is_asked_for_the_options_that_it_alone_knows(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    field = element(page, "act_external_select").get_by_role("combobox")
    await field.click()
    await expect(page.get_by_role("listbox", name="Search customers").locator("visible=true")).to_have_text(
        "Type 1 more character to search."
    )
    await field.press_sequentially("ac")
    options = page.get_by_role("option").locator("visible=true")
    await expect(options).to_have_text(["Acme", "Acorn"])
    asked = await shown.next("block_suggestion", since)
    assert (asked["action_id"], asked["value"]) == ("act_external_select", "ac")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert (await shown.action(since))["selected_option"]["value"] == "acorn"


async def test_options_that_the_app_gives_in_groups_are_shown_in_them(page: Page, shown: Gallery) -> None:
    await element(page, "beside_multi_external_select").get_by_role("combobox").click()
    group = page.get_by_role("group", name="Ours").locator("visible=true")
    await expect(group.get_by_role("option")).to_have_text(["Acme", "Acorn", "Globex", "Initech"])
    await page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("kind", "name", "held"),
    [
        ("users_select", "Ben Okafor", "selected_user"),
        ("multi_users_select", "Ben Okafor", "selected_users"),
        ("channels_select", "#gallery", "selected_channel"),
        ("multi_channels_select", "#gallery", "selected_channels"),
        ("conversations_select", "board", "selected_conversation"),
        ("multi_conversations_select", "#gallery", "selected_conversations"),
        ("multi_external_select", "Globex", "selected_options"),
    ],
)
async def test_people_and_places_are_chosen_by_name_and_told_by_id(
    page: Page, shown: Gallery, kind: str, name: str, held: str
) -> None:
    since = len(shown.heard)
    await element(page, f"beside_{kind}").get_by_role("combobox").click()
    await page.get_by_role("option", name=name).locator("visible=true").click()
    value = (await shown.action(since))[held]
    workspace = shown.slack.workspace
    ids = {
        "Ben Okafor": workspace.person_named("ben").id,
        "#gallery": shown.channel.id,
        "board": workspace.channel_named("board").id,
    }
    if name == "Globex":
        assert [each["value"] for each in value] == ["globex"]
    else:
        assert value == ([ids[name]] if held.endswith("s") else ids[name])


async def test_a_filter_keeps_other_conversations_away(page: Page, shown: Gallery) -> None:
    await element(page, "beside_conversations_select").get_by_role("combobox").click()
    await expect(page.get_by_role("option").locator("visible=true")).to_have_text(["🔒 board"])


async def test_an_overflow_menu_is_walked_with_arrows_and_letters(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    button = element(page, "act_overflow").get_by_role("button", name="More actions")
    await button.focus()
    await page.keyboard.press("ArrowDown")
    items = page.get_by_role("menuitem").locator("visible=true")
    await expect(items.nth(0)).to_be_focused()
    await page.keyboard.press("End")
    await expect(items.nth(2)).to_be_focused()
    await page.keyboard.press("a")
    await expect(items.nth(1)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(button).to_be_focused()
    await expect(items).to_have_count(0)
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    assert (await shown.action(since))["selected_option"]["value"] == "remove"


async def test_boxes_and_radio_buttons_tell_all_that_is_chosen(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    boxes = element(page, "beside_checkboxes")
    await expect(boxes.get_by_role("checkbox", name="Pear")).to_be_checked()
    await boxes.get_by_role("checkbox", name="Apple").check()
    assert [each["value"] for each in (await shown.action(since))["selected_options"]] == ["apple", "pear"]

    since = len(shown.heard)
    await element(page, "beside_radio_buttons").get_by_role("radio", name="Plum").check()
    assert (await shown.action(since))["selected_option"]["value"] == "plum"


@pytest.mark.parametrize(
    ("kind", "typed", "held", "told"),
    [
        ("datepicker", "2026-03-04", "selected_date", "2026-03-04"),
        ("timepicker", "14:45", "selected_time", "14:45"),
        ("datetimepicker", "2026-03-04T14:45", "selected_date_time", 1_772_635_500),
    ],
)
async def test_dates_and_times_are_told_in_slacks_form(
    page: Page, shown: Gallery, kind: str, typed: str, held: str, told: str | int
) -> None:
    since = len(shown.heard)
    await element(page, f"beside_{kind}").fill(typed)
    assert (await shown.action(since))[held] == told


async def test_an_opinion_is_marked_and_told(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    good = element(page, "opinion").get_by_role("button", name="Good answer")
    await good.click()
    action = await shown.action(since)
    assert (action["type"], action["value"]) == ("feedback_buttons", "good")
    await expect(good).to_have_attribute("aria-pressed", "true")


async def test_a_choice_survives_an_update_of_its_message(page: Page, shown: Gallery) -> None:
    since = len(shown.heard)
    select = message(page, shown, "actions").get_by_role("combobox", name="Pick a fruit")
    await select.fill("plum")
    await page.keyboard.press("Enter")
    await shown.action(since)
    ts = shown.posted["actions"]
    blocks = [{"type": "header", "text": plain("Drawn anew")}, *messages()["actions"]]
    blocks[1]["block_id"] = (await shown.next("block_actions", since))["actions"][0]["block_id"]
    await shown.client.chat_update(channel=shown.channel.id, ts=ts, text="again", blocks=blocks)
    await expect(message(page, shown, "actions")).to_contain_text("Drawn anew")
    await expect(select).to_have_value("Plum")


async def test_what_slack_refuses_is_shown_with_slacks_words(page: Page, shown: Gallery) -> None:
    await element(page, "invalid").click()
    refused = page.get_by_role("complementary", name="Refused by Slack")
    await expect(refused).to_contain_text("chat.postMessage")
    await expect(refused).to_contain_text("invalid_blocks")
    await expect(refused).to_contain_text(
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    )
    await refused.get_by_role("button", name="Dismiss").click()
    await expect(refused).to_be_hidden()


async def test_what_is_refused_after_something_else_than_a_press_is_shown_too(
    page: Page, shown: Gallery
) -> None:
    shown.replies["message"] = "invalid"
    await page.locator("#composer-text").fill("hello")
    await page.keyboard.press("Enter")
    refused = page.get_by_role("complementary", name="Refused by Slack")
    await expect(refused).to_contain_text("invalid_blocks")
    await refused.get_by_role("button", name="Dismiss").click()
