"""A running Slack, our handler behind its request URL, and use cases that remember what they were asked."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Channel, LocalSlack, Message, Person, View
from bot.slack.bindings import UseCases, Workspace
from bot.slack.bolt import build_bolt
from bot.slack.client import open_session, web_client
from bot.slack.errands import Errands
from bot.slack.http import SlackEvents
from bot.slack.messenger import SlackMessenger
from bot.views import Found
from tests.slack import cast, past_cast

WORKSPACE_ID = "01WORKSPACE"


@dataclass
class Cases:
    """The use cases of the tests: they answer with the cast, or raise what a test tells them to."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)
    errors: dict[str, Exception] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    seen_events: set[str] = field(default_factory=set)
    timezone: str = "Europe/Berlin"

    def bound(self) -> UseCases:
        """As app.py would bind them."""
        self.answers = {
            "find_customer": Found(cast.a_customer()),
            "show_health": cast.a_health_view(),
            "show_flag": cast.a_flag_view(),
            "show_portfolio": cast.a_portfolio(),
            "show_home": cast.a_home(),
            "explain_alert": cast.a_reason(),
            "explain_change": past_cast.a_change(),
            "show_history": past_cast.a_history(),
            "show_day": past_cast.a_day(),
        }
        names = UseCases.__dataclass_fields__
        return UseCases(**{name: self._case(name) for name in names})

    def calls_of(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every call of a use case."""
        return [call[1:] for call in self.asked if call[0] == name]

    async def first_time(self, event_id: str) -> bool:
        if error := self.errors.get("first_time"):
            raise error
        new = event_id not in self.seen_events
        self.seen_events.add(event_id)
        return new

    def _case(self, name: str) -> Any:
        async def case(*arguments: Any) -> Any:
            self.asked.append((name, *arguments))
            if error := self.errors.get(name):
                raise error
            answer = self.answers.get(name)
            return await answer() if callable(answer) else answer

        return case


@dataclass
class World:
    """Ann is a manager of ours, Bob an agent; both are in #support, and so is the bot."""

    slack: LocalSlack
    cases: Cases
    bolt: AsyncApp
    client: AsyncWebClient
    messenger: SlackMessenger
    url: str
    ann: Person
    bob: Person
    support: Channel

    async def ask(self, text: str, who: Person | None = None) -> Message:
        """Type /health and wait for the answer that only this person sees."""
        who = who or self.ann
        before = len(self.slack.ephemeral(who, self.support))
        answer = await self.slack.command(who, self.support, "/health", text)
        assert answer.ok, answer
        await self.slack.until(lambda: len(self.slack.ephemeral(who, self.support)) > before)
        return self.slack.ephemeral(who, self.support)[-1]

    async def an_alert(self, **changed: Any) -> Message:
        """An alert posted in #support."""
        await self.messenger.post_alert(self.support.id, cast.an_alert(**changed), "01D")
        return self.slack.messages(self.support)[-1]

    async def home_of(self, who: Person) -> View:
        """App Home as this person opens it, once it is drawn."""
        await self.slack.open_home(who)
        await self.slack.until(lambda: self.slack.home(who) is not None)
        view = self.slack.home(who)
        assert view
        return view

    async def opened(self, who: Person) -> View:
        """The modal that stands before this person, once there is one."""
        await self.slack.until(lambda: self.slack.modal(who) is not None)
        view = self.slack.modal(who)
        assert view
        return view

    async def whispered(self, who: Person) -> Message:
        """The last thing that only this person sees, once there is one."""
        await self.slack.until(lambda: bool(self.slack.ephemeral(who, self.support)))
        return self.slack.ephemeral(who, self.support)[-1]


@asynccontextmanager
async def world(*, socket: bool = False) -> AsyncIterator[World]:
    """Everything running on free ports of the loopback interface."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(LocalSlack.start(commands=["/health"], retry_delays=(0,)))
        session = await stack.enter_async_context(open_session(5.0))
        cases, errands = Cases(), Errands()
        stack.push_async_callback(errands.finish)
        app = slack.app

        async def find_workspace(team_id: str | None, enterprise_id: str | None) -> Workspace | None:
            if error := cases.errors.get("find_workspace"):
                raise error
            if team_id != slack.workspace.team.id:
                return None
            return Workspace(WORKSPACE_ID, team_id, None, app.bot_token, app.bot_user_id, cases.timezone)

        bolt = build_bolt(
            session=session,
            find_workspace=find_workspace,
            first_time=cases.first_time,
            use_cases=cases.bound(),
            base_url=slack.api_url,
            now=lambda: cast.NOON,
            patience=0.5,
            errands=errands,
        )
        server = web.Application()
        server.add_routes([web.post("/slack/events", SlackEvents(bolt, app.signing_secret).__call__)])
        running = await stack.enter_async_context(TestServer(server))
        url = str(running.make_url("/slack/events"))
        if not socket:
            app.request_url = url
        ann = slack.workspace.add_person("ann", is_admin=True)
        bob = slack.workspace.add_person("bob")
        support = slack.workspace.add_channel("support", [ann, bob])
        slack.workspace.join(slack.workspace.people[app.bot_user_id], support)
        client = web_client(app.bot_token, session=session, base_url=slack.api_url)
        yield World(slack, cases, bolt, client, SlackMessenger(client), url, ann, bob, support)
