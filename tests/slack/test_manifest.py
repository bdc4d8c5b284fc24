"""The manifest asks for what the code uses: no command, event or scope more, and none less."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import ids
from bot.slack.scopes import SCOPES as SCOPES_ASKED

ROOT = Path(__file__).parents[2]
MANIFEST = (ROOT / "manifest.yml").read_text()
PAGE = (ROOT / "docs" / "slack.md").read_text()

# Web API method -> the bot scopes that Bellwether's use of it takes (docs.slack.dev/reference/methods).
SCOPES = {
    "apps_connections_open": set(),  # an app-level token's connections:write
    "auth_test": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write", "chat:write.public"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "oauth_v2_access": set(),
    "users_info": {"users:read"},
    "users_lookupByEmail": {"users:read.email", "users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}


def syntax() -> list[ast.AST]:
    """Every node of the code that speaks to Slack, the playground's own Slack left out."""
    files = [path for path in (ROOT / "bot").rglob("*.py") if "playground" not in path.parts]
    return [node for path in files for node in ast.walk(ast.parse(path.read_text()))]


def texts_given_to(function: str, position: int = 0) -> set[str]:
    """The literal texts in one position of every call of a function."""
    calls = [node for node in syntax() if isinstance(node, ast.Call) and ast.unparse(node.func) == function]
    given = [call.args[position] for call in calls if len(call.args) > position]
    return {node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def called_methods() -> set[str]:
    """The Web API methods named on anything that is called a client, or posted as a form."""
    on_clients = {
        node.attr
        for node in syntax()
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value).endswith("client")
        and "_" in node.attr
        and callable(getattr(AsyncWebClient, node.attr, None))
        and node.attr != "api_call"
    }
    posted = texts_given_to("form", 1) | texts_given_to("self._call") | texts_given_to("partial", 1)
    return on_clients | {method.replace(".", "_") for method in posted}


@pytest.fixture
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(MANIFEST)
    return loaded


def test_the_scopes_are_those_of_the_methods_that_are_called(manifest: dict[str, Any]) -> None:
    methods = called_methods()
    assert methods <= SCOPES.keys(), "a new method: say which scopes it takes"
    needed = {"commands"}.union(*(SCOPES[method] for method in methods))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed


def test_installing_from_a_browser_asks_for_the_same_scopes(manifest: dict[str, Any]) -> None:
    assert set(SCOPES_ASKED) == set(manifest["oauth_config"]["scopes"]["bot"])


def test_every_method_in_the_table_is_called() -> None:
    assert SCOPES.keys() == called_methods()


def test_every_scope_says_in_a_comment_what_it_is_for(manifest: dict[str, Any]) -> None:
    for scope in manifest["oauth_config"]["scopes"]["bot"]:
        assert re.search(rf"^ +- {re.escape(scope)} # \S.{{10,}}$", MANIFEST, re.MULTILINE), scope


def test_the_commands_are_those_that_are_listened_to(manifest: dict[str, Any]) -> None:
    named = {value for name, value in vars(ids).items() if name.endswith("_COMMAND")}
    assert {command["command"] for command in manifest["features"]["slash_commands"]} == named


def test_the_events_are_those_that_are_listened_to(manifest: dict[str, Any]) -> None:
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == texts_given_to("app.event")


def test_all_of_slacks_requests_go_to_one_address_and_installers_to_another() -> None:
    addresses = re.findall(r"https://bellwether\.example\.com(\S*)", MANIFEST)
    assert sorted(addresses) == ["/slack/events"] * 3 + ["/slack/oauth_redirect"]
    assert "(four times)" in PAGE


def test_the_manifest_keeps_to_slacks_limits(manifest: dict[str, Any]) -> None:
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    for command in manifest["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2000


def test_the_socket_mode_variant_is_the_manifest_without_addresses(manifest: dict[str, Any]) -> None:
    block = re.search(r"```yaml\n(_metadata.*?)```", PAGE, re.DOTALL)
    assert block
    del manifest["display_information"]["long_description"]
    for command in manifest["features"]["slash_commands"]:
        del command["url"]
    del manifest["oauth_config"]["redirect_urls"]
    del manifest["settings"]["event_subscriptions"]["request_url"]
    del manifest["settings"]["interactivity"]["request_url"]
    manifest["settings"]["socket_mode_enabled"] = True
    assert yaml.safe_load(block[1]) == manifest


def test_the_page_explains_every_scope(manifest: dict[str, Any]) -> None:
    table = PAGE.split("## What each scope is for")[1].split("##")[0]
    assert set(re.findall(r"`([a-z.:]+:[a-z.]+|commands)`", table)) == set(
        manifest["oauth_config"]["scopes"]["bot"]
    )
