"""How quick the page is: its first paint, and scrolling through a thousand messages."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.stage import Enter, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIRST_PAINT_MS = 300
# Where other tests keep the machine busy: so many times what a plain text takes to be painted there and then.
TIMES_A_TEXT = 5
# Of the frames that a nearly empty channel gets in the same time on the same machine.
SMOOTH = 0.6

PAINTED = """new Promise((resolve) => new PerformanceObserver((list) => {
  for (const entry of list.getEntriesByName('first-contentful-paint')) resolve(entry.startTime);
}).observe({ type: 'paint', buffered: true }))"""

SCROLL = """async (node) => {
  const frame = () => new Promise(requestAnimationFrame);
  const end = performance.now() + 1500;
  let frames = 0;
  while (performance.now() < end) {
    node.scrollBy(0, frames % 120 < 60 ? -90 : 90);
    await frame();
    frames += 1;
  }
  return frames;
}"""


async def test_something_is_painted_at_once(stage: Stage, enter: Enter) -> None:
    for index in range(50):
        stage.write("ben", "support", f"number {index}")
    page = await enter()
    painted, text = [], []
    for _ in range(5):
        await page.goto(f"{stage.url}/playground/page/css/base.css")
        text.append(await page.evaluate(PAINTED))
        await page.goto(stage.url)
        await expect(page.locator("#messages article.message")).to_have_count(50)
        painted.append(await page.evaluate(PAINTED))
    assert min(painted) < max(FIRST_PAINT_MS, TIMES_A_TEXT * min(text)), (painted, text)


async def test_a_thousand_messages_scroll_as_smoothly_as_a_few(stage: Stage, enter: Enter) -> None:
    stage.write("ana", "general", "Only this")
    for index in range(1000):
        stage.write("ben" if index % 3 else "ana", "support", f"number {index}. " + "word " * (index % 40))
    few = await enter("ana", f"#/{stage.channels['general'].id}")
    page = await enter("ana")
    await _load_all(page)
    shares = []
    for _ in range(3):
        floor = await few.locator("#messages").evaluate(SCROLL)
        shares.append(await page.locator("#messages").evaluate(SCROLL) / floor)
    # The best of a few: other tests may keep this machine busy.
    assert max(shares) > SMOOTH, shares


async def _load_all(page: Page) -> None:
    await page.locator("#messages").hover()
    shown = page.locator("#messages article.message")
    for _ in range(400):
        if await shown.count() == 1000:
            return
        await page.mouse.wheel(0, -4000)
        await page.wait_for_timeout(15)
    await expect(shown).to_have_count(1000)
