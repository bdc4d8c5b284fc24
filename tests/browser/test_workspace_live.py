"""Several windows at once, reloads and lost connections: nothing is lost, nothing is shown twice."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.stage import Enter, Stage, answered

pytestmark = pytest.mark.asyncio(loop_scope="session")

BACK_MS = 15_000


async def texts(page: Page) -> list[str]:
    return await page.locator("#messages article.message .blocks").all_text_contents()


async def test_two_persons_talk_at_once(enter: Enter) -> None:
    ana, ben = await enter("ana"), await enter("ben")
    await ana.locator("#composer-text").fill("Hello Ben")
    await ana.keyboard.press("Enter")
    await expect(ben.locator("#messages article.message")).to_contain_text(["Hello Ben"])
    await expect(ben.locator("#announced")).to_have_text("Ana Lima: Hello Ben")
    await ben.locator("#composer-text").fill("Hello Ana")
    await ben.keyboard.press("Enter")
    for page in (ana, ben):
        await expect(page.locator("#messages article.message")).to_have_count(2)
        assert await texts(page) == ["Hello Ben", "Hello Ana"]


async def test_a_reload_keeps_the_person_and_the_channel(stage: Stage, enter: Enter) -> None:
    page = await enter("ana")
    await page.get_by_label("You are").select_option(stage.people["ben"].id)
    await page.locator("#sidebar").get_by_role("link", name="general").click()
    await page.reload()
    await expect(page.locator("#title")).to_have_text("#general")
    await expect(page.get_by_label("You are")).to_have_value(stage.people["ben"].id)


async def test_what_one_window_reads_is_read_in_the_other(stage: Stage, enter: Enter) -> None:
    one, two = await enter("ana"), await enter("ana")
    stage.write("ben", "general", "News")
    mark = two.locator("#sidebar").get_by_role("link", name="general 1 unread")
    await mark.wait_for()
    await one.locator("#sidebar").get_by_role("link", name="general").click()
    await expect(mark).to_have_count(0)


async def test_a_cut_stream_goes_on_where_it_ended(stage: Stage, enter: Enter) -> None:
    page = await enter()
    stage.write("ben", "support", "before")
    await expect(page.locator("#messages article.message")).to_have_count(1)
    # The page asks again at once; what is said until then must come all the same.
    stage.cut()
    stage.write("ben", "support", "meanwhile")
    await expect(page.locator("#messages article.message")).to_have_count(2, timeout=BACK_MS)
    stage.write("ben", "support", "after")
    await expect(page.locator("#messages article.message")).to_have_count(3)
    assert await texts(page) == ["before", "meanwhile", "after"]


async def test_a_playground_that_starts_anew_is_found_again_and_shown_as_it_is(
    stage: Stage, enter: Enter
) -> None:
    page = await enter()
    stage.write("ben", "support", "before")
    await expect(page.locator("#messages article.message")).to_have_count(1)
    await page.locator("#composer-text").fill("half a sentence")
    await stage.shut()
    await expect(page.locator("#connection")).to_have_text("Reconnecting…")
    assert not await answered(stage.url)
    stage.write("ben", "support", "while nobody listened")
    await stage.open()
    await expect(page.locator("#connection")).to_be_empty(timeout=BACK_MS)
    await expect(page.locator("#messages article.message")).to_have_count(2)
    stage.write("ben", "support", "after")
    await expect(page.locator("#messages article.message")).to_have_count(3)
    assert await texts(page) == ["before", "while nobody listened", "after"]
    await expect(page.locator("#composer-text")).to_have_value("half a sentence")


async def test_a_window_that_is_offline_says_so_and_catches_up(stage: Stage, enter: Enter) -> None:
    page = await enter()
    await page.context.set_offline(True)
    await expect(page.locator("#connection")).to_have_text("Reconnecting…")
    stage.write("ben", "support", "one")
    await page.context.set_offline(False)
    await expect(page.locator("#connection")).to_be_empty(timeout=BACK_MS)
    await expect(page.locator("#messages article.message")).to_have_count(1)


@pytest.mark.parametrize("change", ["posted", "edited", "taken away"])
async def test_what_happens_while_a_channel_is_loading_is_neither_lost_nor_doubled(
    stage: Stage, enter: Enter, change: str
) -> None:
    channel = stage.channels["general"].id
    ts = str((await stage.app.chat_postMessage(channel=channel, text="first"))["ts"])
    page = await enter()

    async def late(route: Route) -> None:
        # The answer is as it was asked for, and comes after the news.
        answer = await route.fetch()
        if change == "posted":
            stage.write("ben", "general", "second")
        elif change == "edited":
            await stage.app.chat_update(channel=channel, ts=ts, text="second")
        else:
            await stage.app.chat_delete(channel=channel, ts=ts)
        await page.wait_for_timeout(200)
        await route.fulfill(response=answer)

    await page.route(f"**/channels/{channel}/messages*", late, times=1)
    await page.locator("#sidebar").get_by_role("link", name="general").click()
    expected = {"posted": ["first", "second"], "edited": ["second"], "taken away": []}[change]
    await expect(page.locator("#messages article.message")).to_have_count(len(expected))
    await expect(page.locator("#messages .rows")).to_be_attached()
    shown = await page.locator("#messages article.message .body > :nth-child(2)").all_text_contents()
    assert shown == expected
