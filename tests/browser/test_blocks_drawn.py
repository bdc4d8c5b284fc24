"""How blocks look: each kind drawn as Slack draws it, nothing of it read as markup, and open to everybody."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.gallery import Gallery, gallery, violations, window
from tests.browser.gallery_blocks import HOSTILE
from tests.browser.nasty_blocks import NASTY, everywhere

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What reaches beyond the message, except where there is a frame to scroll in. Lines of text may: a blank
# that ends them hangs over the edge unseen.
BEYOND = """node => {
  const { right } = node.getBoundingClientRect();
  return [...node.querySelectorAll(":not(svg *)")]
    .filter((each) => !each.closest(".table-frame, .track, pre"))
    .filter((each) => getComputedStyle(each).display !== "inline")
    .filter((each) => each.getBoundingClientRect().right > right + 1).map((each) => each.outerHTML);
}"""
Scheme = Literal["light", "dark"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shown() -> AsyncIterator[Gallery]:
    async with gallery() as running:
        yield running


# One page for all: these tests look and unfold, and change nothing in the workspace.
@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def page(shown: Gallery, browser: Browser) -> AsyncIterator[Page]:
    async with window(shown, browser) as opened:
        yield opened


def message(page: Page, shown: Gallery, name: str) -> Locator:
    return page.locator(f'#messages [data-ts="{shown.posted[name]}"] > .body').locator(".blocks").first


async def test_no_kind_of_block_is_left_undrawn(page: Page, shown: Gallery) -> None:
    for name in shown.posted:
        for line in await message(page, shown, name).locator("> .faint").all_inner_texts():
            assert not line.startswith("["), line


async def test_what_a_customer_typed_is_no_markup_anywhere(page: Page, shown: Gallery) -> None:
    hostile = message(page, shown, "hostile")
    await expect(hostile.locator("blockquote")).to_have_text(HOSTILE)
    await expect(hostile.get_by_role("heading")).to_have_text(HOSTILE)
    await expect(hostile.locator("th")).to_have_text(HOSTILE)
    await expect(hostile.locator(".section").nth(0)).to_have_text(HOSTILE)
    await expect(hostile.locator(".section").nth(1)).to_contain_text(
        "<https://evil.example|bank> &amp; <b>tag</b>"
    )
    await expect(hostile.locator("a, b, strong, em, .mention")).to_have_count(0)


async def test_mrkdwn_is_drawn_and_plain_text_is_not(page: Page, shown: Gallery) -> None:
    sections = message(page, shown, "sections")
    first = sections.locator(".section").first
    for tag, words in {
        "strong": "Bold",
        "em": "italic",
        "s": "struck",
        "code": "code",
        "a": "a link",
    }.items():
        await expect(first.locator(tag)).to_have_text(words)
    await expect(first).to_contain_text("🎉")
    await expect(sections.locator(".section").nth(1)).to_have_text(
        "Plain *text* stays plain, emoji 👋 does not"
    )
    await expect(sections.locator("blockquote")).to_have_text("quoted\ntwice")
    await expect(sections.locator("pre")).to_have_text("fenced\n")
    await expect(sections.locator(".fields > div")).to_have_count(5)


async def test_rich_text_has_its_styles_mentions_lists_and_dates(page: Page, shown: Gallery) -> None:
    rich = message(page, shown, "rich text").locator(".rich")
    for tag in ("strong", "em", "s", "code", "u", "mark"):
        await expect(rich.locator(tag).first).to_be_visible()
    await expect(rich.locator(".mention")).to_have_text(["@ben", "#gallery", "@support", "@here"])
    await expect(rich.locator("a")).to_have_attribute("href", "https://slack.example")
    await expect(rich.locator("time")).to_have_text("Friday, January 2nd, 2026 at 3:00 AM")
    await expect(rich.locator("ol").first).to_have_attribute("start", "4")
    await expect(rich.locator("ul").nth(1)).to_have_css("margin-left", "24px")
    await expect(rich.locator("ul.bordered")).to_have_text("With a border")
    await expect(rich.locator("blockquote")).to_have_text("A quote\nof two lines")
    await expect(rich.locator("pre")).to_have_text("def f():\n    return 1")


async def test_markdown_is_drawn_without_html_or_scripts(page: Page, shown: Gallery) -> None:
    drawn = message(page, shown, "markdown").locator(".markdown")
    await expect(drawn.get_by_role("heading", name="Heading")).to_be_visible()
    await expect(drawn.locator("p").first).to_contain_text("<b>no tag</b>")
    await expect(drawn.locator("ul ul li")).to_have_text("nested")
    await expect(drawn.locator("ol")).to_have_attribute("start", "3")
    await expect(drawn.locator("blockquote strong")).to_have_text("text")
    await expect(drawn.get_by_role("cell")).to_have_text(["Acme", "91", "Globex", "42"])
    await expect(drawn.locator("pre")).to_have_text('print("<script>")')
    await expect(drawn.locator("a")).to_have_text(["a link"])


async def test_a_table_has_a_header_and_settings_for_its_columns(page: Page, shown: Gallery) -> None:
    table = message(page, shown, "table").get_by_role("table")
    await expect(table.get_by_role("columnheader")).to_have_text(["Customer", "Score"])
    await expect(table.get_by_role("cell", name="91")).to_have_css("text-align", "right")


async def test_a_data_table_is_turned_sorted_and_filtered(page: Page, shown: Gallery) -> None:
    block = message(page, shown, "data_table").locator(".data-table")
    names = block.get_by_role("rowheader")
    await expect(names).to_have_text(["Acme", "Globex", "Initech"])
    await block.get_by_role("button", name="Next page").click()
    await expect(names).to_have_text(["Hooli", "Umbrella", "Stark"])
    await expect(block.get_by_role("status")).to_have_text("4–6 of 7")

    score = block.get_by_role("columnheader", name="Score")
    await score.get_by_role("button").press("Enter")
    await expect(score).to_have_attribute("aria-sort", "ascending")
    await expect(names).to_have_text(["Wayne", "Umbrella", "Globex"])
    await score.get_by_role("button").press("Enter")
    await expect(names).to_have_text(["Stark", "Acme", "Initech"])

    await block.get_by_role("searchbox", name="Filter Customers by score").fill("ben")
    await expect(names).to_have_text(["Hooli", "Globex"])
    await block.get_by_role("searchbox").fill("nobody")
    await expect(block).to_contain_text("No row has these words.")
    await block.get_by_role("searchbox").fill("")


@pytest.mark.parametrize(
    ("name", "title", "says"),
    [
        (
            "lines",
            "Scores as line",
            "Line chart from Aug to Jan. CSAT: from 82 to 91, lowest 64, highest 91.",
        ),
        ("lines", "Scores as bar", "Bar chart from Aug to Jan."),
        ("areas", "Scores as area", "NPS: from 31 to 40, lowest -12, highest 40"),
        ("areas", "Scores as pie", "Promoters 48%, Passives 31%, Detractors 21%, Silent <1%"),
    ],
)
async def test_a_chart_is_told_to_whoever_does_not_see_it(
    page: Page, shown: Gallery, name: str, title: str, says: str
) -> None:
    figure = message(page, shown, name).locator("figure.chart").filter(has_text=title)
    picture = figure.get_by_role("img")
    await expect(picture.locator("> title")).to_have_text(title)
    await expect(picture.locator("> desc")).to_contain_text(says)
    await figure.get_by_text("Show the numbers").click()
    await expect(figure.get_by_role("table")).to_contain_text("31")
    await figure.get_by_text("Show the numbers").click()


async def test_a_card_has_its_icon_and_its_buttons_in_slacks_order(page: Page, shown: Gallery) -> None:
    card = message(page, shown, "cards").locator("> .card")
    await expect(card.locator(".slack-icon")).to_have_text("★")
    await expect(card.get_by_role("button")).to_have_text(["Skip", "Open 1"])


async def test_an_attachment_has_all_that_slack_shows_of_it(page: Page, shown: Gallery) -> None:
    more = {"fields": [{"title": "Score", "value": "*91*", "short": True}], "footer": "Reviews"}
    about = {"author_name": "Ana", "title": "Acme", "title_link": "https://acme.example", "color": "good"}
    sent = shown.client.chat_postMessage
    ts = (await sent(channel=shown.channel.id, text="x", attachments=[{**about, **more}]))["ts"]
    drawn = page.locator(f'#messages [data-ts="{ts}"] .attachment')
    await expect(drawn.get_by_role("link", name="Acme")).to_have_attribute("href", "https://acme.example")
    await expect(drawn.get_by_role("listitem")).to_have_text("Score91")
    await expect(drawn).to_contain_text("Ana")
    await expect(drawn).to_contain_text("Reviews")
    await shown.client.chat_delete(channel=shown.channel.id, ts=ts)


async def test_containers_fold_and_what_is_inside_works(page: Page, shown: Gallery) -> None:
    folded = page.locator('[data-action="inside_folded"]')
    await expect(folded).to_be_hidden()
    await message(page, shown, "containers").locator("summary").focus()
    await page.keyboard.press("Enter")
    since = len(shown.heard)
    await folded.click()
    assert (await shown.action(since))["action_id"] == "inside_folded"


async def test_a_carousel_is_walked_and_its_buttons_work(page: Page, shown: Gallery) -> None:
    carousel = message(page, shown, "cards").locator(".carousel")
    await expect(carousel.get_by_role("listitem")).to_have_count(4)
    await expect(carousel.get_by_role("button", name="Previous cards")).to_be_disabled()
    await carousel.get_by_role("button", name="Next cards").click()
    await expect(carousel.get_by_role("button", name="Previous cards")).to_be_enabled()
    since = len(shown.heard)
    await carousel.get_by_role("button", name="Open 5").click()
    action = await shown.action(since)
    assert (action["action_id"], action["block_id"]) == ("open_card", "card 5")


async def test_a_long_section_is_folded_unless_it_wants_to_be_read(page: Page, shown: Gallery) -> None:
    folded, expanded = await message(page, shown, "long").locator(".section").all()
    assert await height(folded) * 2 < await height(expanded)
    await expect(expanded.get_by_role("button")).to_have_count(0)
    await folded.get_by_role("button", name="See more").press("Enter")
    await expect(folded.get_by_role("button", name="See less")).to_be_focused()
    assert await height(folded) > await height(expanded)
    await folded.get_by_role("button", name="See less").click()
    assert await height(folded) * 2 < await height(expanded)


async def test_a_folded_text_opens_for_a_link_that_takes_the_focus(page: Page, shown: Gallery) -> None:
    folded = message(page, shown, "long").locator(".section").first
    await folded.get_by_role("link", name="the end").focus()
    more = folded.get_by_role("button", name="See less")
    await expect(more).to_have_attribute("aria-expanded", "true")
    await more.click()


async def test_a_very_long_message_of_a_person_is_folded_and_stays_open_when_it_is_drawn_anew(
    shown: Gallery, browser: Browser
) -> None:
    said = shown.slack.write(shown.ana, shown.channel, "\n".join(f"line {n}" for n in range(60)))
    async with window(shown, browser) as page:
        article = page.locator(f'#messages [data-ts="{said.ts}"]')
        folded = await height(article)
        await article.get_by_role("button", name="See more").click()
        assert await height(article) > folded * 2
        shown.slack.react(shown.ana, said, "eyes")
        await expect(article.get_by_role("button", name="eyes, 1: you")).to_be_visible()
        await expect(article.get_by_role("button", name="See less")).to_be_visible()
    shown.slack.workspace.delete(said)


async def height(node: Locator) -> float:
    box = await node.bounding_box()
    assert box is not None
    return box["height"]


async def test_pictures_and_videos_elsewhere_are_named_and_not_fetched(page: Page, shown: Gallery) -> None:
    await expect(page.get_by_role("img", name="A chart of last week")).to_be_visible()
    video = message(page, shown, "video")
    await expect(video).to_contain_text("How it works")
    await expect(video.get_by_role("link")).to_have_attribute("href", "https://videos.example/v")
    asked = await page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert [address for address in asked if not address.startswith(shown.url)] == []


@pytest.mark.parametrize("kind", NASTY)
async def test_whatever_somebody_types_stays_text_in_its_place(page: Page, shown: Gallery, kind: str) -> None:
    words = NASTY[kind]
    sent = shown.client.chat_postMessage
    ts = (await sent(channel=shown.channel.id, text="nasty", blocks=everywhere(words)))["ts"]
    blocks = page.locator(f'#messages [data-ts="{ts}"] .blocks').first
    for place in ("h2", "blockquote", ".rich pre", ".rich li", ".context"):
        said = await blocks.locator(place).first.text_content()
        assert said
        assert words.startswith(said)
    await expect(blocks.locator("a, b, em, s, .mention, time")).to_have_count(0)
    for width in (1280, 390):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert await blocks.evaluate(BEYOND) == []
    await page.set_viewport_size({"width": 1280, "height": 800})
    await shown.client.chat_delete(channel=shown.channel.id, ts=ts)


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [(1280, 800, "light"), (1280, 800, "dark"), (390, 844, "light"), (390, 844, "dark")],
)
async def test_the_gallery_fits_its_window_and_breaks_no_rule_of_accessibility(
    shown: Gallery, browser: Browser, screenshots: Path, width: int, height: int, scheme: Scheme
) -> None:
    async with window(shown, browser, width, height, scheme, for_axe=True) as page:
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        for name in shown.posted:
            blocks = message(page, shown, name)
            await blocks.scroll_into_view_if_needed()
            await blocks.screenshot(
                path=screenshots / f"blocks-{name.replace(' ', '-')}-{width}-{scheme}.png"
            )
        assert await violations(page, ".blocks") == ""
