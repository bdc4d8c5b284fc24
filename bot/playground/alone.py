"""The playground by itself, for anyone's bot: a workspace, its page, and credentials for the bot."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.playground.manifest import configure
from bot.playground.site import Site
from bot.playground.slack import LocalSlack

HOST = "127.0.0.1"  # nothing else: there is no log-in


@asynccontextmanager
async def serving(
    port: int,
    *,
    manifest: Path | None = None,
    commands: Collection[str] = (),
    request_url: str | None = None,
) -> AsyncIterator[tuple[LocalSlack, list[str]]]:
    """The running workspace and what its page says at the start; port 0 takes a free one.

    Raises BadManifest, or OSError when the port is taken.
    """
    slack = LocalSlack(app_name="Your bot", commands=list(commands))
    remarks = configure(slack.app, manifest) if manifest else []
    slack.app.request_url = request_url or slack.app.request_url
    _furnish(slack)
    application = web.Application(client_max_size=64 * 1024 * 1024)
    slack.attach(application)
    Site(slack).attach(application)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        slack.base_url = f"http://{HOST}:{runner.addresses[0][1]}"
        yield slack, [*greeting(slack), *remarks]
    finally:
        await runner.cleanup()


def _furnish(slack: LocalSlack) -> None:
    workspace = slack.workspace
    bot = workspace.people[slack.app.bot_user_id]
    bot.real_name = slack.app.name
    ana = workspace.add_person("ana", "Ana Lima", is_admin=True)
    ben = workspace.add_person("ben", "Ben Okafor")
    workspace.add_channel("general", [ana, ben, bot], topic="Everybody, and the bot")
    workspace.add_channel("random", [ana, ben], topic="The bot is not in here")
    workspace.add_channel("private", [ana], private=True)


def greeting(slack: LocalSlack) -> list[str]:
    """Where the workspace is, and what the bot needs to find it."""
    app = slack.app
    to = app.request_url or "nowhere, for there is no --request-url"
    return [
        f"A Slack of your own: {slack.base_url}  (Ctrl-C stops it; nothing is kept)",
        "Start your bot with these, and with SLACK_API_URL as the base URL of its Slack client:",
        f"  export SLACK_API_URL={slack.api_url}",
        f"  export SLACK_BOT_TOKEN={app.bot_token}",
        f"  export SLACK_SIGNING_SECRET={app.signing_secret}",
        f"  export SLACK_APP_TOKEN={app.app_token}",
        f"Requests go to your bot's Socket Mode connection while there is one, else to {to}.",
    ]
