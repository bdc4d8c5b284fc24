"""A small workspace behind the page, without the product: three people, three channels, an app."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from playwright.async_api import Browser, Page
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.site import Site
from bot.playground.slack import Channel, Command, LocalSlack, Person

HOST = "127.0.0.1"
PATIENCE_MS = 10_000

Enter = Callable[..., Awaitable[Page]]


@dataclass(slots=True)
class Stage:
    """Ana is an admin, Ben an agent, Eve a guest from Acme in #shared alone; the app is in every channel."""

    slack: LocalSlack
    port: int = 0
    runner: web.AppRunner | None = None
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def app(self) -> AsyncWebClient:
        """What the app says."""
        return AsyncWebClient(token=self.slack.app.bot_token, base_url=self.slack.api_url, retry_handlers=[])

    def write(self, who: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Say something as somebody; its timestamp."""
        return self.slack.write(self.people[who], self.channels[channel], text, thread_ts=thread_ts).ts

    async def open(self) -> None:
        """Start to serve, on the same port as before."""
        application = web.Application()
        application.add_routes([*self.slack.routes(), *Site(self.slack).routes()])
        application.router.add_post("/app", _app)
        self.runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, HOST, self.port).start()
        self.port = int(self.runner.addresses[0][1])
        self.slack.base_url, self.slack.app.request_url = self.url, f"{self.url}/app"

    async def shut(self) -> None:
        """Stop to serve; what was said is kept."""
        if self.runner is not None:
            await self.slack.hang_up()
            await self.runner.cleanup()
            self.runner = None

    def cut(self) -> None:
        """End the pages' streams of changes, as a lost connection does."""
        self.slack.workspace.changes.dismiss()


async def _app(request: web.Request) -> web.Response:
    form = await request.post()
    if "command" in form:
        return web.json_response({"text": "You asked for " + str(form["text"]) + "."})
    return web.Response()


@asynccontextmanager
async def a_stage() -> AsyncIterator[Stage]:
    """The stage, set and served while the block lasts."""
    commands = [Command("/health", "How is a customer?", "[customer]"), Command("/help", "What there is")]
    slack = LocalSlack(name="Office", app_name="Robin", commands=commands, retry_delays=(), burst=None)
    workspace, stage = slack.workspace, Stage(slack)
    acme = workspace.add_team("Acme", "acme")
    ana = workspace.add_person("ana", "Ana Lima", is_admin=True, title="Operations")
    ben = workspace.add_person("ben", "Ben Okafor", title="Support agent")
    eve = workspace.add_person("eve", "Eve Park", team=acme)
    bot = workspace.people[slack.app.bot_user_id]
    stage.people = {"ana": ana, "ben": ben, "eve": eve}
    stage.channels = {
        "support": workspace.add_channel("support", [ana, ben, bot], topic="The help desk"),
        "general": workspace.add_channel("general", [ana, ben, bot]),
        "shared": workspace.add_channel("shared", [ana, ben, eve, bot], shared_with=acme),
    }
    async with slack.lifetime():
        await stage.open()
        try:
            yield stage
        finally:
            await stage.shut()


@asynccontextmanager
async def entering(stage: Stage, browser: Browser) -> AsyncIterator[Enter]:
    """Opens the page as somebody, in a window of their own."""
    async with AsyncExitStack() as stack:

        async def enter(
            who: str = "ana", place: str = "", *, width: int = 1280, height: int = 800, scheme: str = "light"
        ) -> Page:
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                permissions=["clipboard-read", "clipboard-write"],
            )
            stack.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            person = stage.people[who].id
            await context.add_init_script(f"sessionStorage.person ??= '{person}'")
            page = await context.new_page()
            await page.goto(f"{stage.url}/{place}")
            await page.locator("#sidebar a").first.wait_for(state="attached")
            return page

        yield enter


async def answered(url: str) -> bool:
    """Whether somebody serves there."""
    try:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False


async def drawn_by_the_browser(page: Page) -> None:
    """Wait until Chromium's own viewer shows a PDF in a frame of the page."""
    while not any(frame.url.startswith("chrome-extension:") for frame in page.frames):
        await page.wait_for_event("framenavigated")
