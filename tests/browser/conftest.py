"""One playground and one Chromium for the browser tests of a worker; every test gets a page of its own."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from bot.demo.run import Demo, opened
from tests.browser.stage import Enter, Stage, a_stage, entering

Open = Callable[..., Awaitable[Page]]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MISSING = (
    "No Chromium is installed, which these tests drive. On Debian and Ubuntu: apt-get install chromium; "
    "`.ci/run` does so by itself."
)
_PATIENCE_MS = 15_000


def chromium() -> str:
    """The system's own browser; without one the tests fail and say how to get it."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(_MISSING, pytrace=False)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """The playground with its portfolio, on a free port."""
    folder = tmp_path_factory.mktemp("playground")
    async with opened(host="127.0.0.1", port=0, data_dir=folder, empty=False) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium without a window."""
    path = chromium()
    async with async_playwright() as playwright:
        # Containers give a browser no namespaces of its own; what it opens here is ours.
        yield await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(demo: Demo, browser: Browser) -> AsyncIterator[Open]:
    """Opens the page in a window of its own; afterwards no script may have complained."""
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def open_page(width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            stack.push_async_callback(context.close)
            context.set_default_timeout(_PATIENCE_MS)
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
            await page.goto(demo.url)
            await page.locator("article.message").first.wait_for()
            return page

        yield open_page
    assert not complaints


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures go for people to look at; git ignores it."""
    folder = Path(__file__).parents[2] / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    """A small workspace without the product, anew for every test."""
    async with a_stage() as stage:
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def enter(stage: Stage, browser: Browser) -> AsyncIterator[Enter]:
    """Opens its page as somebody."""
    async with entering(stage, browser) as enter:
        yield enter
