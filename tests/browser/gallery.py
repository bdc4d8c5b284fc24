"""A workspace without the bot: its app shows one block of every kind and notes what it hears."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.site import Site
from bot.playground.slack import Channel, LocalSlack, Person
from tests.browser.gallery_blocks import (
    Block,
    button,
    hostile,
    inputs,
    messages,
    mrkdwn,
    option,
    plain,
    rich_text,
)

EVENTS = ("app_home_opened", "message.channels")
CUSTOMERS = ("Acme", "Acorn", "Globex", "Initech")


@dataclass(slots=True)
class Gallery:
    """The running workspace; ``heard`` holds every interaction the app heard of, oldest first."""

    slack: LocalSlack
    url: str
    ana: Person
    channel: Channel
    client: AsyncWebClient
    heard: list[dict[str, Any]] = field(default_factory=list)
    posted: dict[str, str] = field(default_factory=dict)
    replies: dict[str, Any] = field(default_factory=dict)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def next(self, kind: str, since: int = 0) -> dict[str, Any]:
        """The first payload of this type from position ``since`` on, once it is there."""

        def found() -> dict[str, Any] | None:
            return next((each for each in self.heard[since:] if each.get("type") == kind), None)

        async with asyncio.timeout(10), self.arrived:
            await self.arrived.wait_for(found)
        payload = found()
        assert payload is not None
        return payload

    async def action(self, since: int = 0) -> dict[str, Any]:
        """The action of the first block_actions payload from there on."""
        action: dict[str, Any] = (await self.next("block_actions", since))["actions"][0]
        return action

    async def open(self, view: Block) -> None:
        """Open a modal for Ana, as if she had asked for it."""
        trigger = self.slack.workspace.triggers.issue(self.slack.app, self.ana.id)
        await self.client.views_open(trigger_id=trigger, view=view)


def modal(blocks: list[Block], **more: Any) -> Block:
    return {"type": "modal", "title": plain("A form"), "submit": plain("Send"), "blocks": blocks, **more}


def every_input() -> Block:
    return modal(inputs(), callback_id="every_input")


def _home() -> Block:
    switch = {"type": "checkboxes", "action_id": "switch", "options": [option("on", "Tell me")]}
    about = {
        "type": "section",
        "text": mrkdwn("*Home* of the gallery"),
        "accessory": button("home_button", "Press me"),
    }
    return {
        "type": "home",
        "blocks": [about, {"type": "actions", "block_id": "switches", "elements": [switch]}],
    }


@asynccontextmanager
async def gallery() -> AsyncIterator[Gallery]:
    """Run it on free ports while the block lasts."""
    application, app = web.Application(), web.Application()
    slack = LocalSlack(name="Gallery", app_name="Sampler", burst=None, retry_delays=(), events=EVENTS)
    ana = slack.workspace.add_person("ana", "Ana Lima", is_admin=True)
    ben = slack.workspace.add_person("ben", "Ben Okafor")
    bot = slack.workspace.people[slack.app.bot_user_id]
    channel = slack.workspace.add_channel("gallery", [ana, ben, bot])
    slack.workspace.add_channel("board", [ana], private=True)
    group = slack.workspace.add_usergroup("support", "Support", [ana])
    Site(slack).attach(application)
    slack.attach(application)
    running = Gallery(slack, "", ana, channel, AsyncWebClient(token=slack.app.bot_token, retry_handlers=[]))

    async def hear(request: web.Request) -> web.StreamResponse:
        return await _hear(running, request)

    app.router.add_post("/slack/events", hear)
    runners = [web.AppRunner(each, access_log=None, shutdown_timeout=0.5) for each in (application, app)]
    try:
        for runner in runners:
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        running.url, events = (f"http://127.0.0.1:{runner.addresses[0][1]}" for runner in runners)
        slack.base_url, slack.app.request_url = running.url, f"{events}/slack/events"
        running.client.base_url = slack.api_url
        shown = {"rich text": rich_text(ben.id, channel.id, group), "hostile": hostile(), **messages()}
        for name, blocks in shown.items():
            answer = await running.client.chat_postMessage(channel=channel.id, text=name, blocks=blocks)
            running.posted[name] = answer["ts"]
        yield running
    finally:
        for runner in runners:
            await runner.cleanup()


@asynccontextmanager
async def window(
    running: Gallery,
    browser: Browser,
    width: int = 1280,
    height: int = 800,
    scheme: Literal["light", "dark"] = "light",
    for_axe: bool = False,
) -> AsyncIterator[Page]:
    """The page in a window of its own, in UTC; afterwards no script may have complained.

    ``for_axe`` lets axe set the styles with which it measures contrast, which the page's own policy forbids.
    """
    complaints: list[str] = []
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        timezone_id="UTC",
        locale="en-US",
        bypass_csp=for_axe,
    )
    try:
        context.set_default_timeout(15_000)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        await page.goto(running.url)
        await page.locator("#messages .message").first.wait_for()
        yield page
    finally:
        await context.close()
    assert not complaints, complaints


async def violations(page: Page, within: str) -> str:
    """What axe finds inside a selector, as a report; empty when there is nothing."""
    # Without preload: axe seeks imported style sheets beside the page, not beside their parent.
    found = await Axe().run(page, context=within, options={"resultTypes": ["violations"], "preload": False})
    return str(found.generate_report()) if found.violations_count else ""


async def _hear(running: Gallery, request: web.Request) -> web.StreamResponse:
    """Note the payload and answer as ``replies`` says for its action_id or callback_id; else plainly."""
    form = await request.post()
    payload = json.loads(str(form["payload"])) if "payload" in form else await request.json()
    if payload["type"] == "event_callback":
        await _happened(running, payload["event"])
        return web.Response()
    async with running.arrived:
        running.heard.append(payload)
        running.arrived.notify_all()
    if payload["type"] == "block_suggestion":
        typed = payload["value"].lower()
        fitting = [option(name.lower(), name) for name in CUSTOMERS if typed in name.lower()]
        if payload["action_id"] == "beside_multi_external_select" and fitting:
            return web.json_response({"option_groups": [{"label": plain("Ours"), "options": fitting}]})
        return web.json_response({"options": fitting})
    if payload["type"] == "block_actions":
        await _pressed(running, payload)
    name = payload.get("view", {}).get("callback_id")
    if name == "slow":
        await asyncio.sleep(1)
    reply = running.replies.get(name) if payload["type"] == "view_submission" else None
    return web.json_response(reply) if reply else web.Response()


async def _happened(running: Gallery, event: dict[str, Any]) -> None:
    if event["type"] == "app_home_opened":
        await running.client.views_publish(user_id=event["user"], view=_home())
    if event["type"] == "message" and event.get("user") == running.ana.id and "message" in running.replies:
        await _refused(running)


async def _pressed(running: Gallery, payload: dict[str, Any]) -> None:
    action = payload["actions"][0]["action_id"]
    if action == "slow":
        await asyncio.sleep(1)
    if action == "invalid":
        await _refused(running)
    if action == "open_next":
        await running.client.views_push(trigger_id=payload["trigger_id"], view=running.replies["open_next"])
    if action == "refresh":
        await running.client.views_update(view_id=payload["view"]["id"], view=running.replies["refresh"])


async def _refused(running: Gallery) -> None:
    """Post what Slack does not take: a header that is too long."""
    blocks = [{"type": "header", "text": plain("x" * 151)}]
    with suppress(SlackApiError):
        await running.client.chat_postMessage(channel=running.channel.id, text="refused", blocks=blocks)
