"""The playground's page, served on a free port, and somebody who asks it as a browser does."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from bot.playground.site import Site
from bot.playground.slack import LocalSlack

Body = dict[str, Any]
LARGEST = 2_000_000


class Browser:
    """Asks like the page: same origin, JSON."""

    def __init__(self, session: aiohttp.ClientSession, origin: str) -> None:
        self.session = session
        self.origin = origin

    async def get(self, path: str, **query: str) -> Body:
        async with self.session.get(f"{self.origin}/playground/api/{path}", params=query) as response:
            return {"status": response.status, **await response.json()}

    async def put(self, path: str, content: bytes, **query: str) -> Body:
        url = f"{self.origin}/playground/api/{path}"
        async with self.session.put(url, params=query, data=io.BytesIO(content)) as response:
            return {"status": response.status, **await response.json()}

    async def post(self, path: str, **body: Any) -> Body:
        async with self.session.post(f"{self.origin}/playground/api/{path}", json=body) as response:
            return {"status": response.status, **await response.json()}


@asynccontextmanager
async def a_page() -> AsyncIterator[LocalSlack]:
    """A workspace with its page, while the block lasts."""
    slack = LocalSlack(commands=["/hello"], retry_delays=())
    application = web.Application()
    slack.attach(application)
    Site(slack, hosts=["playground.test"], largest_file=LARGEST).attach(application)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield slack
    await runner.cleanup()
