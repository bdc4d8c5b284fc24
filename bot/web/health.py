"""What operators and their tools ask: is it up, is it ready, what has it counted, what does it speak."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from prometheus_client.exposition import choose_encoder

from bot.metrics import Metrics
from bot.web.answers import answer
from bot.web.openapi import OPENAPI

CHECK_TIMEOUT_S = 5.0

ReadyCheck = Callable[[], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class HealthRoutes:
    """``check`` names, in a sentence each, what keeps the process from its work; empty when nothing does."""

    check: ReadyCheck
    metrics: Metrics
    timeout_s: float = CHECK_TIMEOUT_S

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        return [
            web.get("/healthz", self.alive),
            web.get("/readyz", self.ready),
            web.get("/metrics", self.counted),
            web.get("/openapi.json", self.described),
        ]

    async def alive(self, _request: web.Request) -> web.Response:
        """The process runs and its event loop turns."""
        return answer(200, {"status": "ok"})

    async def ready(self, _request: web.Request) -> web.Response:
        """503 with the problems while there are any: send the traffic elsewhere."""
        try:
            async with asyncio.timeout(self.timeout_s):
                problems = list(await self.check())
        except TimeoutError:
            problems = [f"The checks were not done after {self.timeout_s:g} seconds."]
        if problems:
            return answer(503, {"status": "not ready", "problems": problems})
        return answer(200, {"status": "ready", "problems": []})

    async def counted(self, request: web.Request) -> web.Response:
        """The metrics in the exposition format that the scraper asks for."""
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(self.metrics.registry), headers={"Content-Type": content_type})

    async def described(self, _request: web.Request) -> web.Response:
        """The OpenAPI document of this HTTP interface."""
        return answer(200, OPENAPI)
