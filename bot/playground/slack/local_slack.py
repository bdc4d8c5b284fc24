"""The facade: one workspace with its Web API, ready to be mounted or to run by itself."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiohttp import web

from bot.clock import Clock, utc_now
from bot.playground.slack import acts, interactions, shortcuts, submissions, suggestions, writing
from bot.playground.slack.app_events import RETRY_DELAYS, AppEvents
from bot.playground.slack.apps import ALL_SCOPES, USUAL_EVENTS, App, Command
from bot.playground.slack.calls import Calls
from bot.playground.slack.channels import Channel
from bot.playground.slack.endpoints import Endpoints
from bot.playground.slack.faults import Faults
from bot.playground.slack.files import File
from bot.playground.slack.messages import Message
from bot.playground.slack.oauth import AuthorizePage, Grants
from bot.playground.slack.outgoing import ACK_SECONDS, Answer, Outgoing
from bot.playground.slack.people import Person
from bot.playground.slack.ratelimits import RateLimits
from bot.playground.slack.socket_mode import Sockets
from bot.playground.slack.views import View
from bot.playground.slack.web_api.server import WebApi
from bot.playground.slack.workspace import Workspace

_Name = TypeVar("_Name", bound=str)  # so that an enumeration of ids will do


class LocalSlack:
    """A Slack workspace in this process with one app installed. See the package's docstring for its use."""

    def __init__(
        self,
        *,
        name: str = "Playground",
        app_name: str = "Bot",
        scopes: Collection[str] = ALL_SCOPES,
        events: Collection[str] = USUAL_EVENTS,
        commands: Sequence[Command | str] = (),
        request_url: str | None = None,
        base_url: str = "",
        clock: Clock = utc_now,
        ack_seconds: float = ACK_SECONDS,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        burst: int | None = 5,
        tiers: bool = False,
    ) -> None:
        self.workspace = Workspace(name, clock=clock)
        self.app: App = self.workspace.install_app(app_name, scopes=scopes, request_url=request_url)
        self.app.declare(*commands)
        self.app.events = set(events)
        self.limits = RateLimits(clock, burst, tiers=tiers)
        self.faults = Faults(clock)
        self.sockets = Sockets()
        self.outgoing = Outgoing(self.sockets, ack_seconds=ack_seconds)
        self.events = AppEvents(self.workspace, self.outgoing, retry_delays)
        self.grants = Grants()
        self._web_api = WebApi(self.workspace, self.limits, self.faults, self.sockets, self.grants)
        self.base_url = base_url

    @property
    def base_url(self) -> str:
        """Where this Slack is reached, without a slash at the end."""
        return self.workspace.base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self.workspace.base_url = url.rstrip("/")

    @property
    def api_url(self) -> str:
        """What slack_sdk wants as ``base_url``."""
        return f"{self.base_url}/api/"

    @property
    def calls(self) -> Calls:
        """Every Web API call so far."""
        return self._web_api.calls

    # Running

    def routes(self) -> list[web.AbstractRouteDef]:
        """All of Slack's addresses, for an aiohttp application at the root."""
        endpoints = Endpoints(self.workspace)
        return [
            web.get("/api/{method}", self._web_api.serve),
            web.post("/api/{method}", self._web_api.serve),
            web.post("/commands/{team}/{key}", endpoints.respond),
            web.post("/actions/{team}/{key}", endpoints.respond),
            web.post("/app/{team}/{key}", endpoints.respond),
            web.get(r"/avatars/{owner:\w+}-{size:\d{1,4}}.png", endpoints.avatar),
            web.post("/upload/v1/{key}", endpoints.upload),
            web.get("/files-pri/{place}/{name}", endpoints.private_file),
            web.get("/files-pri/{place}/download/{name}", endpoints.private_file),
            web.get("/link/", self.sockets.serve),
            web.get("/oauth/v2/authorize", AuthorizePage(self.workspace, self.grants).show),
        ]

    def attach(self, application: web.Application) -> None:
        """Mount this Slack on an aiohttp application, which also starts and stops it."""
        application.add_routes(self.routes())
        application.cleanup_ctx.append(self._with_application)

        async def hang_up(_application: web.Application) -> None:
            await self.hang_up()

        application.on_shutdown.append(hang_up)

    async def _with_application(self, _application: web.Application) -> AsyncIterator[None]:
        async with self.lifetime():
            yield

    @asynccontextmanager
    async def lifetime(self) -> AsyncIterator[None]:
        """Keep the HTTP client towards apps open.

        Needed around the server where only ``routes`` are mounted; there, call ``hang_up`` before it stops.
        """
        await self.outgoing.start()
        schedule = asyncio.create_task(self.workspace.schedule.run(), name="scheduled messages")
        try:
            yield
        finally:
            schedule.cancel()
            await asyncio.gather(schedule, return_exceptions=True)
            await self.events.close()
            await self.outgoing.close()

    async def hang_up(self) -> None:
        """End what would otherwise never end: event streams of pages, sockets of apps, retries of events."""
        self.workspace.changes.dismiss()
        await self.events.close()
        await self.sockets.close()

    @classmethod
    @asynccontextmanager
    async def start(
        cls, *, host: str = "127.0.0.1", port: int = 0, **settings: Any
    ) -> AsyncIterator["LocalSlack"]:
        """Run by itself on a free port (or the one given) while the block lasts."""
        slack = cls(**settings)
        application = web.Application(client_max_size=64 * 1024 * 1024)
        slack.attach(application)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
            slack.base_url = f"http://{host}:{runner.addresses[0][1]}"
            yield slack
        finally:
            await runner.cleanup()

    # A person's acts

    def write(
        self,
        who: Person,
        channel: Channel,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[File] = (),
    ) -> Message:
        """Post a message as a person, with files of theirs if any; apps in the channel hear it."""
        return writing.write(self.workspace, who, channel, text, thread_ts, files)

    def upload(self, who: Person, name: str, content: bytes) -> File:
        """Upload a file as a person, to be written with a message or sent with a form."""
        return writing.upload(self.workspace, who, name, content)

    def edit(self, who: Person, message: Message, text: str) -> None:
        """Change what a person's own message says."""
        writing.edit(self.workspace, who, message, text)

    def delete(self, who: Person, message: Message) -> None:
        """Delete a person's own message."""
        writing.take_back(self.workspace, who, message)

    async def command(self, who: Person, channel: Channel, name: str, text: str = "") -> Answer:
        """Type a slash command: ``await slack.command(ana, support, "/health", "acme")``."""
        return await acts.run_command(self.workspace, self.outgoing, self.base_url, who, channel, name, text)

    async def open_home(self, who: Person) -> Answer:
        """Open the app's home tab; the view, once published, is ``slack.home(who)``."""
        return await acts.open_home(self.workspace, self.events, self.app, who)

    async def press(
        self, who: Person, where: Message | View, action_id: str, *, block_id: str | None = None
    ) -> Answer:
        """Press a button in a message, a modal or the home tab."""
        return await self.select(who, where, action_id, None, block_id=block_id)

    async def select(
        self, who: Person, where: Message | View, action_id: str, value: Any, *, block_id: str | None = None
    ) -> Answer:
        """Choose in a select, picker, overflow menu or checkboxes; options are named by their value."""
        return await interactions.act(
            self.workspace,
            self.outgoing,
            self.base_url,
            who,
            where,
            action_id,
            value=value,
            block_id=block_id,
        )

    async def suggest(
        self, who: Person, where: Message | View, action_id: str, typed: str, *, block_id: str | None = None
    ) -> list[dict[str, Any]]:
        """Type into an external select; the options that the app offers, without their groups."""
        groups = await self.suggest_groups(who, where, action_id, typed, block_id=block_id)
        return [option for group in groups for option in group["options"]]

    async def suggest_groups(
        self, who: Person, where: Message | View, action_id: str, typed: str, *, block_id: str | None = None
    ) -> list[dict[str, Any]]:
        """Like suggest, in groups: each has ``options``, and a ``label`` where the app gave one."""
        return await suggestions.suggest(
            self.workspace, self.outgoing, who, where, action_id, typed, block_id=block_id
        )

    async def submit(self, who: Person, view: View, values: Mapping[_Name, Any] | None = None) -> Answer:
        """Fill in a modal by action_id or block_id and send it."""
        named = {str(name): value for name, value in (values or {}).items()}
        return await submissions.submit(self.workspace, self.outgoing, who, view, named)

    async def close(self, who: Person, view: View, *, whole_stack: bool = False) -> Answer:
        """Dismiss a modal, or all of them."""
        return await submissions.close(self.workspace, self.outgoing, who, view, whole_stack=whole_stack)

    async def shortcut(
        self, who: Person, callback_id: str, on: Message | None = None, *, viewing: str | None = None
    ) -> Answer:
        """Use a shortcut of the app: ``on`` a message, or a global one while ``viewing`` a conversation."""
        return await shortcuts.use(self.workspace, self.outgoing, self.app, who, callback_id, on, viewing)

    def react(self, who: Person, message: Message, name: str) -> None:
        """Add a reaction, such as ``eyes``."""
        self.workspace.react(who.id, message, name)

    async def verify_request_url(self) -> Answer:
        """Ask the app's request URL for the challenge, as Slack does when the address is entered."""
        return await acts.verify(self.outgoing, self.app)

    # Looking

    def messages(self, channel: Channel, *, thread_ts: str | None = None) -> list[Message]:
        """A channel's messages, or a thread's replies, oldest first."""
        if thread_ts is not None:
            return self.workspace.messages.replies(channel.id, thread_ts)
        return list(self.workspace.messages.history(channel.id))[::-1]

    def ephemeral(self, who: Person, channel: Channel) -> list[Message]:
        """What only this person sees in the channel, oldest first."""
        return self.workspace.messages.ephemeral(channel.id, who.id)

    def modal(self, who: Person) -> View | None:
        """The modal that this person has before them."""
        stack = self.workspace.views.stack(who.id)
        return stack[-1] if stack else None

    def home(self, who: Person) -> View | None:
        """The home tab that the app published for this person."""
        return self.workspace.views.home(self.app, who.id)

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until the condition holds, looking after every change; TimeoutError when it never does."""
        await self.workspace.changes.until(condition, seconds)

    async def wait_for_modal(self, who: Person, callback_id: str | None = None) -> View:
        """The modal before this person, once there is one (with this callback_id, if given).

        Apps acknowledge first and open afterwards, so a press may return before its modal is there.
        """
        await self.until(
            lambda: (view := self.modal(who)) is not None and callback_id in (None, view.callback_id)
        )
        return self.workspace.views.stack(who.id)[-1]

    async def wait_for_home(self, who: Person) -> View:
        """The home tab of this person, once the app published one."""
        await self.until(lambda: self.home(who) is not None)
        return self.workspace.views.homes[self.app.id, who.id]

    async def wait_for_messages(
        self, channel: Channel, count: int = 1, *, thread_ts: str | None = None
    ) -> list[Message]:
        """The channel's messages (or a thread's replies), once there are as many."""
        await self.until(lambda: len(self.messages(channel, thread_ts=thread_ts)) >= count)
        return self.messages(channel, thread_ts=thread_ts)

    async def wait_for_ephemeral(self, who: Person, channel: Channel, count: int = 1) -> list[Message]:
        """What only this person sees in the channel, once there is as much."""
        await self.until(lambda: len(self.ephemeral(who, channel)) >= count)
        return self.ephemeral(who, channel)

    async def settled(self) -> None:
        """Wait until all events that are under way were delivered or given up."""
        await self.events.settled()

    def post_due(self) -> int:
        """Post the scheduled messages that are due by the clock now, without waiting; how many there were."""
        return self.workspace.schedule.post_due()

    def revoke(self, error: str = "token_revoked") -> None:
        """Refuse the app's tokens with this error from now on; its subscribers hear tokens_revoked."""
        tokens = {"oauth": [], "bot": [self.app.bot_user_id]}
        self.events.emit(self.app, {"type": "tokens_revoked", "tokens": tokens})
        self.app.fault = error

    def uninstall(self) -> None:
        """Remove the app: its tokens die and it hears app_uninstalled."""
        self.events.emit(self.app, {"type": "app_uninstalled"})
        self.app.fault = "account_inactive"
