"""The playground by itself: anyone's bot, with its manifest, over real HTTP."""

import asyncio
import json
import os
import re
import socket
import sys
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.__main__ import main
from bot.playground.alone import serving
from bot.playground.manifest import BadManifest, configure
from bot.playground.slack import LocalSlack
from tests.playground.conftest import a_bolt_app
from tests.playground.somebodys_app import listen

ROOT = Path(__file__).parents[2]
MANIFEST = """
display_information: {name: Greeter}
features:
  app_home: {home_tab_enabled: true}
  bot_user: {display_name: greeter}
  slash_commands:
    - {command: /hello, description: Says hello, usage_hint: "[name]", should_escape: true, url: "http://x/y"}
  shortcuts:
    - {name: Keep, type: message, callback_id: keep, description: Keeps it}
oauth_config: {scopes: {bot: [chat:write, commands, calls:read]}}
settings:
  event_subscriptions:
    request_url: "http://127.0.0.1:3000/slack/events"
    bot_events: [app_mention, call_rejected]
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.yml"
    path.write_text(MANIFEST)
    return path


def test_a_manifest_sets_the_app_up_and_what_is_not_served_is_named(manifest: Path) -> None:
    app = LocalSlack().app
    assert configure(app, manifest) == [
        "The scope calls:read opens no method here.",
        "The event call_rejected is never sent here.",
    ]
    assert (app.name, app.request_url) == ("Greeter", "http://127.0.0.1:3000/slack/events")
    assert app.commands["/hello"].should_escape
    assert app.shortcuts["keep"].kind == "message"
    assert app.scopes == {"chat:write", "commands", "calls:read"}
    assert app.events == {"app_mention", "call_rejected"}


def test_an_app_of_socket_mode_has_no_request_url(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    settings = {"socket_mode_enabled": True, "event_subscriptions": {"request_url": "http://x"}}
    path.write_text(json.dumps({"display_information": {"name": "x"}, "settings": settings}))
    app = LocalSlack().app
    assert configure(app, path) == []
    assert app.request_url is None


@pytest.mark.parametrize("text", ["[]", "a: [", "name: x", "display_information"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(text)
    with pytest.raises(BadManifest, match=re.escape(str(path))):
        configure(LocalSlack().app, path)


def test_our_own_manifest_is_served_whole() -> None:
    assert configure(LocalSlack().app, ROOT / "manifest.yml") == []


async def test_a_bot_is_tried_in_it(manifest: Path) -> None:
    async with serving(0, manifest=manifest) as (slack, lines):
        assert any(slack.app.bot_token in line for line in lines)
        assert any(slack.api_url in line for line in lines)
        async with a_bolt_app(slack) as bolt, aiohttp.ClientSession() as browser:
            listen(bolt)
            async with browser.get(f"{slack.base_url}/playground/api/state") as response:
                state = await response.json()
            assert [command["name"] for command in state["app"]["commands"]] == ["/hello"]
            general = next(channel["id"] for channel in state["channels"] if channel["name"] == "general")
            typed = {"person": state["me"], "channel": general, "command": "/hello", "text": ""}
            async with browser.post(f"{slack.base_url}/playground/api/commands", json=typed) as response:
                assert (await response.json())["ok"] is True
        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        assert (await client.auth_test())["user_id"] == slack.app.bot_user_id


async def test_the_command_prints_what_a_bot_needs_and_stops_when_told() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.playground", "--port", "0", "--command", "/hello",
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        lines = [(await asyncio.wait_for(process.stdout.readline(), 30)).decode() for _ in range(7)]
    finally:
        process.terminate()
        await process.wait()
    settings = dict(line.strip().removeprefix("export ").split("=", 1) for line in lines[2:6])
    assert set(settings) == {"SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"}
    assert settings["SLACK_BOT_TOKEN"].startswith("xoxb-")


def test_a_port_in_use_and_a_missing_manifest_get_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["--port", "0", "--manifest", str(tmp_path / "none.yml")]) == 2
    assert "cannot read" in capsys.readouterr().err


def test_every_option_stands_in_the_document() -> None:
    document = (ROOT / "docs/playground.md").read_text()
    source = (ROOT / "bot/playground/__main__.py").read_text()
    for option in re.findall(r'add_argument\("(--[\w-]+)"', source):
        assert f"`{option}" in document, option
