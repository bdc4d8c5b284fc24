"""The composition root: builds every part of a serving process and binds every use case."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import prometheus_client
from aiohttp import web

from bot.clock import Clock, utc_now
from bot.core import Core, open_core
from bot.errors import BellwetherError
from bot.ids import new_id
from bot.jobs import Jobs
from bot.log import get_logger
from bot.metrics import Metrics, build_metrics
from bot.settings import Settings
from bot.slack.bindings import UseCases
from bot.slack.bolt import build_bolt
from bot.slack.client import open_session
from bot.slack.errands import Errands
from bot.slack.http import SlackEvents
from bot.slack.install import InstallRoutes
from bot.slack.socket import socket_mode
from bot.sources.values import Parsed
from bot.storage import house, workspaces
from bot.storage.deliveries import Delivery
from bot.storage.sqlite import SqliteDatabase
from bot.storage.wakeups import listening
from bot.teams import Teams
from bot.upkeep import upkeep_jobs
from bot.usecases.claim_alert import claim_alert
from bot.usecases.explain_alert import explain_alert
from bot.usecases.explain_change import explain_change
from bot.usecases.find_customer import find_customer
from bot.usecases.find_source import SourceFinder, SourceInfo
from bot.usecases.finish_alert import finish_alert
from bot.usecases.install_team import begin_installation, end_installation, remove_team
from bot.usecases.intake.batcher import Intake
from bot.usecases.intake.values import Arrival, Outcome
from bot.usecases.reopen_alert import reopen_alert
from bot.usecases.send_deliveries import Sender
from bot.usecases.set_flag import set_flag
from bot.usecases.show_day import show_day
from bot.usecases.show_flag import show_flag
from bot.usecases.show_health import show_health
from bot.usecases.show_history import show_history
from bot.usecases.show_home import show_home
from bot.usecases.show_portfolio import show_portfolio
from bot.usecases.snooze_alert import snooze_alert
from bot.usecases.unclaim_alert import unclaim_alert
from bot.web.health import HealthRoutes
from bot.web.hooks import Hooks
from bot.web.server import Address, build_app, serving

_log = get_logger()

_EVENTS_KEPT = timedelta(days=30)
_SLACK_EVENTS_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the events of one request."""

    accepted: int
    repeated: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Running:
    """A serving process, for those who started it."""

    core: Core
    address: Address
    sender: Sender
    intake: Intake


@asynccontextmanager
async def running(
    settings: Settings,
    host: str,
    port: int,
    *,
    clock: Clock = utc_now,
    routes: Iterable[web.AbstractRouteDef] = (),
    prepare: Callable[[Core], Any] | None = None,
) -> AsyncIterator[Running]:
    """Serve until the block ends, then finish or give back what is in flight.

    ``routes`` are mounted beside our own (the playground). ``prepare`` is awaited when the database is open
    and nothing listens yet. Raises a BellwetherError with a sentence when something it needs is wrong.
    """
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core(settings, clock))
        if isinstance(core.database, SqliteDatabase):
            stack.enter_context(core.database.served_here())
        if prepare is not None:
            await prepare(core)
        house_ = await stack.enter_async_context(_House.open(core))
        app = build_app(
            house_.hooks(),
            house_.health(),
            routes=[*house_.slack_routes(), *house_.install_routes(), *routes],
        )
        address = await stack.enter_async_context(serving(app, host, port))
        # Only now: with the playground, Slack is on the port that has just opened.
        await stack.enter_async_context(house_.at_work())
        yield Running(core, address, house_.sender, house_.intake)


class _House:
    """Everything that lives as long as the process serves."""

    def __init__(self, core: Core, teams: Teams, metrics: Metrics) -> None:
        self._core = core
        self._teams = teams
        self._metrics = metrics
        self._process_id = new_id()
        alone = isinstance(core.database, SqliteDatabase)
        self.sender = Sender(
            core.database,
            teams.messenger_of,
            core.knowledge,
            self._process_id,
            core.clock,
            metrics,
            alone=alone,
        )
        self.intake = Intake(
            core.database, core.knowledge, self.sender.claimant, self.sender.hand_over, core.clock, metrics
        )
        self._finder = SourceFinder(core.database, core.vault)
        self._errands = Errands()
        self._bolt = build_bolt(
            session=teams.session,
            find_workspace=teams.find,
            first_time=self._first_time,
            use_cases=self._use_cases(),
            base_url=core.settings.api_url(),
            now=core.clock,
            errands=self._errands,
        )

    @classmethod
    @asynccontextmanager
    async def open(cls, core: Core) -> AsyncIterator["_House"]:
        """The parts, with one HTTP session for all of Slack's answers."""
        async with open_session() as session:
            teams = Teams(core, session)
            yield cls(core, teams, build_metrics(prometheus_client.CollectorRegistry()))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """The loops: binding the Slack team, sending, jobs, and Slack's socket."""
        if self._core.settings.slack_client_id is None:
            await self._core.workspace()  # a house of one tenant has it from the start
        jobs = Jobs(await upkeep_jobs(self._core, self._process_id), self._core.clock)
        async with AsyncExitStack() as stack:
            tasks = [
                asyncio.create_task(self._teams.bind(), name="bind"),
                asyncio.create_task(self.sender.run(), name="sweep"),
                asyncio.create_task(self._metrics.watch_event_loop(), name="lag"),
            ]
            stack.push_async_callback(self._rest, tasks)
            await stack.enter_async_context(listening(self._core.database, self.sender.wake))
            app_token = self._core.settings.slack_app_token
            if app_token is not None:
                await stack.enter_async_context(socket_mode(self._bolt, app_token.get_secret_value()))
            jobs.start()
            stack.callback(jobs.stop)
            yield

    def hooks(self) -> Hooks[SourceInfo]:
        """The webhook's way in."""
        return Hooks(
            self._finder.find,
            self._receive,
            self._core.clock,
            self._metrics,
            max_body=self._core.settings.max_body,
        )

    def health(self) -> HealthRoutes:
        """The operator's questions."""
        return HealthRoutes(self._problems, self._metrics)

    def slack_routes(self) -> list[web.RouteDef]:
        """Slack's way in, unless everything comes through the socket."""
        secret = self._core.settings.slack_signing_secret
        if secret is None:
            if self._core.settings.slack_app_token is None:
                _log.warning(
                    "slack.not_listening", reason="neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set"
                )
            return []
        return [web.post("/slack/events", SlackEvents(self._bolt, secret.get_secret_value()).__call__)]

    def install_routes(self) -> list[web.RouteDef]:
        """The way in for more workspaces, when the app's client id and secret are known."""
        settings = self._core.settings
        if settings.slack_client_id is None or settings.slack_client_secret is None:
            return []
        core, clock = self._core, self._core.clock
        routes = InstallRoutes(
            settings.slack_client_id,
            settings.slack_client_secret.get_secret_value(),
            settings.public_url,
            settings.api_url(),
            self._teams.session,
            begin=lambda: core.database.write(lambda tx: begin_installation(tx, clock())),
            end=lambda state: core.database.write(lambda tx: end_installation(tx, state, clock())),
            install=self._teams.install,
        )
        return routes.routes()

    async def _rest(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._errands.finish()
        await self.intake.drain()
        await self.sender.stop()

    async def _receive(self, source: SourceInfo, raw: bytes, events: Parsed, _now: datetime) -> Receipt:
        arrivals = [Arrival(source.id, source.name, event) for event in events]
        outcomes = await self.intake.take(source.workspace_id, arrivals, raw)
        accepted, quarantined = outcomes.count(Outcome.ACCEPTED), outcomes.count(Outcome.QUARANTINED)
        return Receipt(accepted, len(outcomes) - accepted - quarantined, quarantined)

    async def _problems(self) -> list[str]:
        try:
            await self._core.database.read(workspaces.all_workspaces)
        except BellwetherError as error:
            return [f"The database does not answer: {error}."]
        return []

    async def _first_time(self, event_id: str) -> bool:
        now = self._core.clock()
        return await self._core.database.write(lambda tx: house.first_time(tx, event_id, now))

    def _use_cases(self) -> UseCases:
        core = self._core

        async def act(work: Callable[..., Sequence[Delivery]], *arguments: Any) -> None:
            claimant, now = self.sender.claimant(), core.clock()
            claimed = await core.database.write(lambda tx: work(tx, *arguments, claimant, now))
            self.sender.hand_over(claimed)

        def changing(work: Callable[..., Sequence[Delivery]]) -> Any:
            return lambda *arguments: act(work, *arguments)

        return UseCases(
            find_customer=lambda workspace, text: core.database.read(
                lambda tx: find_customer(tx, workspace, text, core.clock())
            ),
            show_health=lambda workspace, customer: core.read_known(
                workspace, lambda tx, known: show_health(tx, known, customer, core.clock())
            ),
            explain_change=lambda workspace, customer, since: core.read_known(
                workspace, lambda tx, known: explain_change(tx, known, customer, since, None, core.clock())
            ),
            show_history=lambda workspace, customer: core.read_known(
                workspace, lambda tx, known: show_history(tx, known, customer, core.clock())
            ),
            show_day=lambda workspace, customer, day: core.read_known(
                workspace, lambda tx, known: show_day(tx, known, customer, day, core.clock())
            ),
            show_portfolio=lambda workspace: core.read_known(
                workspace, lambda tx, known: show_portfolio(tx, known.workspace, core.clock())
            ),
            show_home=lambda workspace, _user: core.read_known(
                workspace, lambda tx, known: show_home(tx, known, core.clock())
            ),
            claim_alert=changing(claim_alert),
            unclaim_alert=changing(unclaim_alert),
            finish_alert=changing(finish_alert),
            reopen_alert=changing(reopen_alert),
            snooze_alert=changing(snooze_alert),
            show_flag=lambda workspace, customer: core.database.read(
                lambda tx: show_flag(tx, workspace, customer, core.clock())
            ),
            set_flag=changing(set_flag),
            remove_team=lambda team: core.database.write(lambda tx: remove_team(tx, team, core.clock())),
            explain_alert=lambda workspace, alert: core.database.read(
                lambda tx: explain_alert(tx, workspace, alert, core.clock())
            ),
        )
