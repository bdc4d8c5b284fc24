"""The real bot and an embedded Slack on one port, with a portfolio to look at.

The database, its key and its lock live in the data folder and outlive the process. The embedded Slack lives
in memory: the next start posts the alerts of the last days that are not done anew, and nothing else.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import running
from bot.clock import Clock, utc_now
from bot.core import Core
from bot.demo.addresses import free_port, is_loopback, names_of, reached_at
from bot.demo.desk import Desk
from bot.demo.logbook import Logbook
from bot.demo.outage import Outage, OutageApi
from bot.demo.panel import with_panel
from bot.demo.seed.customers import PROFILES
from bot.demo.seed.office import COMMANDS, EVENTS, MAY, SCOPES, MovableClock, Office, furnish
from bot.demo.seed.prepare import ThisRun, prepare
from bot.demo.seed.today import DEEDS, SURVEYS, Deed
from bot.demo.survey_api import SurveyApi
from bot.demo.surveys import SurveyTool
from bot.demo.watch import Watch
from bot.errors import InvalidInput
from bot.log import configure_logging, get_logger
from bot.playground.guard import Guard
from bot.playground.site import Site
from bot.playground.slack import LocalSlack, Message
from bot.settings import Settings
from bot.sources.signatures import new_secret
from bot.sources.table import new_hook_token

_DEED_SECONDS = 60.0

_log = get_logger()


@dataclass(frozen=True, slots=True)
class Demo:
    """A running playground; ``new`` when the data folder was empty. ``today`` ends when all has come in."""

    url: str
    slack: LocalSlack
    office: Office
    tool: SurveyTool
    outage: Outage
    new: bool
    today: asyncio.Task[None] | None


async def run_demo(*, host: str, port: int, data_dir: Path, empty: bool, say: Callable[[str], None]) -> None:
    """Serve the playground until cancelled, then stop in good order.

    ``empty`` leaves out the portfolio; port 0 takes a free one. Raises a BellwetherError with one sentence
    when the port is taken, the folder cannot be written, or another playground uses it.
    """
    configure_logging("WARNING")
    say("Opening the playground ...")
    async with opened(host=host, port=port, data_dir=data_dir, empty=empty) as demo:
        for line in _greeting(demo, host, data_dir, empty=empty):
            say(line)
        await asyncio.Event().wait()


@asynccontextmanager
async def opened(
    *, host: str, port: int, data_dir: Path, empty: bool, clock: Clock = utc_now
) -> AsyncIterator[Demo]:
    """The playground while the block lasts."""
    _writable(data_dir)
    port = free_port(host, port) if port == 0 else port
    url = f"http://{reached_at(host)}:{port}"
    slack_clock = MovableClock(clock)
    slack = LocalSlack(
        name="Bellwether HQ", app_name="Bellwether", scopes=SCOPES, events=EVENTS, commands=COMMANDS,
        request_url=f"{url}/slack/events", base_url=url, clock=slack_clock,
    )  # fmt: skip
    office = furnish(slack, slack_clock, clock())
    this_run = _this_run(slack, office)
    tool = SurveyTool(f"{url}/hooks/{this_run.token}", this_run.secret, clock)
    desk, outage, logbook = Desk(slack), Outage(slack), Logbook()
    watch = Watch(desk, logbook, slack.workspace.changes)
    new = False

    async def make_ready(core: Core) -> None:
        nonlocal new
        free_port(host, port)  # before the portfolio is stored, which takes seconds
        new = await prepare(core, this_run, empty=empty)
        await desk.open(core)

    names = names_of(host)
    guard = Guard(names)
    routes = [
        *slack.routes(),
        *with_panel(Site(slack, names, MAY).routes(), guard),
        *SurveyApi(tool, desk, logbook, watch, guard).routes(),
        *OutageApi(outage, guard).routes(),
    ]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(slack.lifetime())
        await stack.enter_async_context(tool.lifetime())
        settings = _settings(data_dir, url, slack)
        await stack.enter_async_context(
            running(settings, host, port, clock=clock, routes=routes, prepare=make_ready)
        )
        await stack.enter_async_context(watch.lifetime())
        stack.push_async_callback(slack.hang_up)
        today = asyncio.create_task(_today(slack, office, tool), name="today") if new and not empty else None
        if today is not None:
            stack.push_async_callback(_end, today)
        yield Demo(url, slack, office, tool, outage, new, today)


async def _today(slack: LocalSlack, office: Office, tool: SurveyTool) -> None:
    """Let today's surveys come in, and a few people take care."""
    for survey in SURVEYS:
        await tool.send(survey)
    for deed in DEEDS:
        try:
            await _do(slack, office, deed)
        except TimeoutError:
            _log.warning("playground.alert_missing", deed=deed.button)


async def _do(slack: LocalSlack, office: Office, deed: Deed) -> None:
    channel, who = office.channels["customer-alerts"], office.people[deed.who]

    def alert() -> Message | None:
        return next((each for each in slack.messages(channel) if each.text.startswith(deed.customer)), None)

    await slack.until(lambda: alert() is not None, _DEED_SECONDS)
    if (message := alert()) is not None:
        await slack.press(who, message, _button(message, deed.button))


def _button(message: Message, label: str) -> str:
    """The action id of the button with that label; a person knows no more of it either."""
    buttons = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]
    return next(str(one["action_id"]) for one in buttons if one["text"]["text"] == label)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _this_run(slack: LocalSlack, office: Office) -> ThisRun:
    return ThisRun(
        team_id=slack.workspace.team.id,
        team_name=slack.workspace.team.name,
        bot_user_id=slack.app.bot_user_id,
        channels={name: channel.id for name, channel in office.channels.items()},
        token=new_hook_token(),
        secret=new_secret(),
    )


def _settings(data_dir: Path, url: str, slack: LocalSlack) -> Settings:
    """Nothing of the environment: a token that lies there must not reach the playground."""
    defaults = {
        str(field.validation_alias): field.get_default(call_default_factory=True, validated_data={})
        for field in Settings.model_fields.values()
    }
    chosen: dict[str, Any] = {
        "BELLWETHER_DATABASE_URL": _database_url(data_dir),
        "BELLWETHER_PUBLIC_URL": url,
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "SLACK_API_URL": slack.api_url,
    }
    return Settings(_env_file=None, **{**defaults, **chosen})


def _database_url(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'bellwether.db'}"


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        why = "it is a file" if isinstance(error, FileExistsError) else error.strerror
        sentence = f"cannot keep data in {folder}: {why}"
        raise InvalidInput({"--data-dir": sentence}) from None


def _greeting(demo: Demo, host: str, data_dir: Path, *, empty: bool) -> list[str]:
    kept = f"It goes on with what is in {data_dir}; delete that folder to begin anew."
    if demo.new:
        kept = f"It keeps {'nothing yet' if empty else f'{len(PROFILES)} customers'} in {data_dir}."
    only = "It listens on this machine only, for it has no log-in."
    if not is_loopback(host):
        only = f"CAUTION: it has no log-in, and everybody who reaches {host} can use it."
    greeting = [f"Bellwether and its own Slack: {demo.url}  (Ctrl-C stops them)", f"{kept} {only}"]
    if demo.new and empty:
        database = f"BELLWETHER_DATABASE_URL={_database_url(data_dir)}"
        alerts = demo.office.channels["customer-alerts"].id
        return [
            *greeting,
            f"No rule is in force. Write one that posts to {alerts} (#customer-alerts) and apply it:",
            f"  {database} bellwether rules apply FILE.yml",
        ]
    return [
        *greeting,
        "Three things to try:",
        "  1. Send a bad review with the survey tool, and watch #customer-alerts.",
        "  2. Press Claim on the alert.",
        "  3. Type /health globx in a channel: typing errors are forgiven.",
    ]
