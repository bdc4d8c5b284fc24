"""Slack's app manifest, read as far as the local Slack serves what it asks for."""

from pathlib import Path
from typing import Any

import yaml

from bot.playground.slack import ALL_EVENTS, ALL_SCOPES, App, Command, Shortcut


class BadManifest(Exception):
    """The file is no app manifest; the message says why."""


def configure(app: App, path: Path) -> list[str]:
    """Set the app up as its manifest (YAML or JSON) says; a sentence for each thing not served here."""
    manifest = _read(path)
    features, settings = _part(manifest, "features"), _part(manifest, "settings")
    app.name = str(_part(manifest, "display_information").get("name") or app.name)
    app.declare(*(_command(each) for each in _listed(features, "slash_commands")))
    app.declare_shortcuts(*(_shortcut(each) for each in _listed(features, "shortcuts")))
    app.home_tab_enabled = _part(features, "app_home").get("home_tab_enabled") is not False
    scopes = _words(_part(_part(manifest, "oauth_config"), "scopes"), "bot")
    subscribed = _part(settings, "event_subscriptions")
    events, interactivity = _words(subscribed, "bot_events"), _part(settings, "interactivity")
    app.grant(scopes)
    app.events = set(events)
    if not settings.get("socket_mode_enabled"):
        app.request_url = _url(subscribed) or _url(interactivity) or app.request_url
        app.options_url = interactivity.get("message_menu_options_url") or None
    unserved = [f"The scope {scope} opens no method here." for scope in sorted(scopes - ALL_SCOPES)]
    return [*unserved, *(f"The event {event} is never sent here." for event in sorted(events - ALL_EVENTS))]


def _read(path: Path) -> dict[str, Any]:
    try:
        manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadManifest(f"cannot read {path}: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadManifest(f"{path} is neither YAML nor JSON: {error}") from None
    if not isinstance(manifest, dict) or "display_information" not in manifest:
        raise BadManifest(f"{path} is no app manifest: it has no display_information")
    return manifest


def _part(value: dict[str, Any], key: str) -> dict[str, Any]:
    part = value.get(key)
    return part if isinstance(part, dict) else {}


def _listed(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [each for each in value.get(key) or () if isinstance(each, dict)]


def _words(value: dict[str, Any], key: str) -> set[str]:
    return {str(word) for word in value.get(key) or ()}


def _url(value: dict[str, Any]) -> str | None:
    return str(value["request_url"]) if value.get("request_url") else None


def _command(given: dict[str, Any]) -> Command:
    return Command(
        str(given.get("command", "")),
        str(given.get("description", "")),
        str(given.get("usage_hint", "")),
        should_escape=given.get("should_escape") is True,
    )


def _shortcut(given: dict[str, Any]) -> Shortcut:
    callback_id, name = str(given.get("callback_id", "")), str(given.get("name", ""))
    description = str(given.get("description", ""))
    if given.get("type") == "message":
        return Shortcut(callback_id, name, "message", description)
    return Shortcut(callback_id, name, "global", description)
