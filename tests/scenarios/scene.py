"""Where a scenario takes place: a Slack, a wire to it, a database with a source and rules, a survey tool."""

import asyncio
import inspect
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import yaml
from sqlalchemy import Connection, make_url

from automations.codec import rules_from_document
from bot.core import open_core
from bot.playground.slack import Channel, LocalSlack, Message, Person, View
from bot.settings import Settings
from bot.usecases.apply_rules import apply_rules
from bot.usecases.apply_scorecard import switch_health
from bot.usecases.manage_sources import NewSource, add_source
from tests.processes import PROJECT, Server, serving
from tests.scenarios.surveys import SurveyTool
from tests.scenarios.wire import Wire, a_wire
from tests.slack.reading import text_of

MANIFEST = yaml.safe_load((PROJECT / "manifest.yml").read_text())

PATIENCE = 30.0  # seconds; what takes a tenth of one may take long on a machine with much else to do

# Errors that tell of the world outside, which scenarios take away.
OUTSIDE = ("slack.not_connected", "delivery.unrecorded")

Rules = Callable[[Sequence[Channel]], list[dict[str, Any]]]


@dataclass
class Scene:
    """Ann is a manager, Bob an agent; both are in every channel, and so is the bot. #support is the first."""

    slack: LocalSlack
    wire: Wire
    ann: Person
    bob: Person
    channels: list[Channel]
    folder: Path
    settings: dict[str, str]
    session: aiohttp.ClientSession
    tool: SurveyTool | None = None

    @property
    def support(self) -> Channel:
        """The channel of most alerts."""
        return self.channels[0]

    @property
    def database_url(self) -> str:
        """Where the process keeps everything."""
        return self.settings["BELLWETHER_DATABASE_URL"]

    @property
    def vendor(self) -> SurveyTool:
        """The survey tool, once the source is there."""
        assert self.tool is not None
        return self.tool

    @asynccontextmanager
    async def serving(self, *, measured: bool = False) -> AsyncIterator[Server]:
        """The real process, which Slack's requests reach from now on."""
        async with serving(self.settings, self.folder, measured=measured) as server:
            if "SLACK_APP_TOKEN" not in self.settings:
                self.slack.app.request_url = f"{server.url}/slack/events"
            yield server
        surprises = _surprises(server.log.read_text())
        assert not surprises, surprises

    async def connected(self) -> None:
        """Wait until the process knows whose token it has; before that it cannot tell who asks."""
        await until(lambda: self.rows("SELECT 1 FROM workspaces WHERE slack_team_id IS NOT NULL"))

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Whatever a test wants to see of the tables, through a connection of its own."""
        url = make_url(self.database_url)
        if url.get_backend_name() == "sqlite":
            with closing(sqlite3.connect(str(url.database))) as file:
                return file.execute(sql).fetchall()
        connection = await asyncpg.connect(dsn_of(url))
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    async def column(self, sql: str) -> list[Any]:
        """The first column of those rows."""
        return [row[0] for row in await self.rows(sql)]

    async def all_sent(self, seconds: float = PATIENCE) -> None:
        """Wait until nothing is left to send or to look for."""

        async def nothing_left() -> bool:
            left = await self.column(
                "SELECT count(*) FROM deliveries WHERE state NOT IN ('sent', 'cancelled')"
            )
            return left == [0]

        await until(nothing_left, seconds)

    async def seen(self, channel: Channel, count: int = 1, *, thread: str | None = None) -> list[Message]:
        """What stands in the channel, or in a thread of it, once it is so much."""
        await self.slack.until(lambda: len(self.slack.messages(channel, thread_ts=thread)) >= count, PATIENCE)
        return self.slack.messages(channel, thread_ts=thread)

    async def whispered(self, who: Person, channel: Channel, count: int = 1) -> list[Message]:
        """What only this person sees in the channel, once it is so much."""
        await self.slack.until(lambda: len(self.slack.ephemeral(who, channel)) >= count, PATIENCE)
        return self.slack.ephemeral(who, channel)

    async def form(self, who: Person) -> View:
        """The modal before this person, once there is one."""
        await self.slack.until(lambda: self.slack.modal(who) is not None, PATIENCE)
        return self.slack.workspace.views.stack(who.id)[-1]

    def posted(self) -> list[Message]:
        """The messages of all channels, without those in threads."""
        return [message for channel in self.channels for message in self.slack.messages(channel)]

    async def alert_about(self, customer: str) -> Message:
        """The one alert about this customer, once it is there."""
        await self.slack.until(lambda: bool(self.alerts_about(customer)), PATIENCE)
        [found] = self.alerts_about(customer)
        return found

    def alerts_about(self, customer: str) -> list[Message]:
        """All that was posted about this customer."""
        return [message for message in self.posted() if customer in text_of(message)]


@asynccontextmanager
async def a_scene(
    database_url: str, folder: Path, *, channels: int = 1, socket: bool = False
) -> AsyncIterator[Scene]:
    """Slack and the survey tool's HTTP client run; the database is as it was given."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(
            LocalSlack.start(
                commands=[command["command"] for command in MANIFEST["features"]["slash_commands"]],
                scopes=MANIFEST["oauth_config"]["scopes"]["bot"],
                events=MANIFEST["settings"]["event_subscriptions"]["bot_events"],
                retry_delays=(0, 0, 0),
                ack_seconds=PATIENCE,
            )
        )
        wire = await stack.enter_async_context(a_wire(int(slack.base_url.rpartition(":")[2])))
        session = await stack.enter_async_context(
            aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=30), connector=aiohttp.TCPConnector(limit=0)
            )
        )
        ann, bob = slack.workspace.add_person("ann", is_admin=True), slack.workspace.add_person("bob")
        bot = slack.workspace.people[slack.app.bot_user_id]
        names = ["support", *(f"team-{number}" for number in range(2, channels + 1))]
        made = [slack.workspace.add_channel(name, [ann, bob, bot]) for name in names]
        settings = {
            "BELLWETHER_DATABASE_URL": database_url,
            "BELLWETHER_SECRET_KEY": "the key of the tests",
            "SLACK_API_URL": f"{wire.url}/api/",
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            **(
                {"SLACK_APP_TOKEN": slack.app.app_token}
                if socket
                else {"SLACK_SIGNING_SECRET": slack.app.signing_secret}
            ),
        }
        yield Scene(slack, wire, ann, bob, made, folder, settings, session)


def negative_to(channel: Channel, *customers: str) -> dict[str, Any]:
    """The rule that tells a channel of negative reviews, of these customers or of all."""
    conditions: list[dict[str, Any]] = [{"type": "polarity", "is_one_of": ["negative"]}]
    if customers:
        conditions.append({"type": "customer", "is_one_of": list(customers)})
    return {
        "name": f"Negative to {channel.name}",
        "when": {"trigger": "review_received", "survey": ["csat"]},
        "conditions": {"all": conditions},
        "then": [{"type": "post_to_channel", "channel": channel.id}],
    }


async def set_up(scene: Scene, rules: Rules = lambda channels: [negative_to(channels[0])]) -> None:
    """A source and rules, as the command line would leave them, without the cost of starting it."""
    settings = Settings.model_validate(scene.settings)
    now = datetime.now(UTC)
    wanted = rules_from_document({"rules": rules(scene.channels)})
    async with open_core(settings) as core:
        workspace = await core.workspace()

        def write(tx: Connection) -> NewSource:
            apply_rules(tx, workspace.id, wanted, "test", now)
            switch_health(tx, workspace.id, "test", now, on=True)
            return add_source(tx, core.vault, workspace.id, "acme-surveys", "generic", "test", now)

        new = await core.database.write(write)
    scene.tool = SurveyTool(scene.session, f"/hooks/{new.token}", new.secret)


async def until(condition: Callable[[], Awaitable[Any] | Any], seconds: float = PATIENCE) -> None:
    """Wait until the condition holds, looking ten times a second; TimeoutError when it never does."""
    async with asyncio.timeout(seconds):
        while True:
            held = condition()
            if inspect.isawaitable(held):
                held = await held
            if held:
                return
            await asyncio.sleep(0.1)


def _surprises(log: str) -> list[str]:
    """What no process of ours should have to say, whatever is done to it: faults, and words of libraries."""
    return [line for line in log.splitlines() if not line.startswith("{") or _is_a_fault(json.loads(line))]


def _is_a_fault(line: dict[str, Any]) -> bool:
    return line["level"] == "error" and line["event"] not in OUTSIDE


def dsn_of(url: Any) -> str:
    """A PostgreSQL URL as asyncpg takes it."""
    return str(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def hook_of(printed: str) -> tuple[str, str]:
    """Path and secret of the source that `source add --json` printed."""
    found = json.loads(printed)
    return "/hooks/" + found["url"].rpartition("/hooks/")[2], found["secret"]
