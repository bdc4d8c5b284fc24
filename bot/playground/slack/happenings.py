"""What a change of the workspace is to an app: events of the Events API, as far as the app may hear them."""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.apps import App
from bot.playground.slack.changes import Change
from bot.playground.slack.channels import Channel, Kind
from bot.playground.slack.workspace import Workspace

Event = dict[str, Any]

_SCOPES = {
    "app_mention": "app_mentions:read",
    "file_shared": "files:read",
    "pin_added": "pins:read",
    "pin_removed": "pins:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
_PLURAL = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups"}


def subscription(event: Event, channel: Channel | None) -> str:
    """The name under which an app subscribes to the event."""
    if event["type"] != "message" or channel is None:
        return str(event["type"])
    return f"message.{_PLURAL.get(channel.kind, channel.kind.value)}"


def scope_of(event: Event, channel: Channel | None) -> str | None:
    """The scope without which Slack lets nobody subscribe to the event."""
    kind = str(event["type"])
    if kind in _SCOPES or channel is None:
        return _SCOPES.get(kind)
    return f"{channel.kind.scope_word}:{'history' if kind == 'message' else 'read'}"


def events_of(workspace: Workspace, change: Change, app: App, channel: Channel) -> Iterator[Event]:
    """The events that the app hears of the change, in the order in which Slack sends them."""
    data, is_member = change.data, app.bot_user_id in channel.members
    if change.kind == "member.left" and data["user"] == app.bot_user_id:
        yield _membership(workspace, change, channel)
        yield {"type": f"{_word(channel)}_left", "channel": channel.id, "actor_id": data["by"]}
    elif channel.kind is not Kind.PUBLIC and not is_member:
        return
    elif change.kind.startswith("channel."):
        yield from _channel_events(workspace, change, channel)
    elif not is_member:
        return
    elif change.kind in ("member.joined", "member.left"):
        yield _membership(workspace, change, channel)
    elif change.kind.startswith("message."):
        yield from _message_events(workspace, change, app, channel)
    elif change.kind.startswith("reaction."):
        yield {"type": change.kind.replace(".", "_"), **data["reaction"]}
    elif change.kind.startswith("pin."):
        yield _pin_event(workspace, change, channel)


def _word(channel: Channel) -> str:
    return "channel" if channel.kind is Kind.PUBLIC else "group"


def _channel_events(workspace: Workspace, change: Change, channel: Channel) -> Iterator[Event]:
    kind, user = change.kind.partition(".")[2], change.data.get("user")
    about: Event = {
        "id": channel.id,
        "is_channel": True,
        "name": channel.name,
        "name_normalized": channel.name,
    }
    about["created"] = channel.created
    public = channel.kind is Kind.PUBLIC
    if kind == "created" and public:
        shared = {"is_shared": channel.is_ext_shared, "is_org_shared": False}
        yield {"type": "channel_created", "channel": {**about, "creator": channel.creator, **shared}}
    elif kind == "renamed":
        yield {"type": f"{_word(channel)}_rename", "channel": {**about, "is_mpim": False}}
    elif kind == "archived":
        yield {"type": f"{_word(channel)}_archive", "channel": channel.id, "user": user, "is_moved": 0}
    elif kind == "unarchived":
        who = "user" if public else "actor_id"
        yield {"type": f"{_word(channel)}_unarchive", "channel": channel.id, who: user}
    elif kind == "deleted":
        event: Event = {"type": f"{_word(channel)}_deleted", "channel": channel.id}
        yield event if public else {**event, "date_deleted": workspace.seconds(), "actor_id": user}


def _membership(workspace: Workspace, change: Change, channel: Channel) -> Event:
    event = {
        "type": change.kind.replace(".", "_") + "_channel",
        "user": change.data["user"],
        "channel": channel.id,
        "channel_type": "C" if channel.kind is Kind.PUBLIC else "G",
        "team": workspace.team.id,
    }
    if change.data.get("inviter"):
        event["inviter"] = change.data["inviter"]
    return event


def _message_events(workspace: Workspace, change: Change, app: App, channel: Channel) -> Iterator[Event]:
    message = change.data["message"]
    place = {"channel": channel.id, "channel_type": channel.kind.event_word}
    if change.kind == "message.posted":
        yield {**message, **place, "event_ts": message["ts"]}
        if f"<@{app.bot_user_id}>" in message["text"] and message["user"] != app.bot_user_id:
            yield {**message, "type": "app_mention", "channel": channel.id, "event_ts": message["ts"]}
        for file in message.get("files", ()):
            about = {"file_id": file["id"], "file": {"id": file["id"]}, "user_id": message["user"]}
            yield {"type": "file_shared", **about, "channel_id": channel.id}
        return
    stamp = workspace.timestamps.next(workspace.clock())
    hidden = {"type": "message", "hidden": True, "ts": stamp, "event_ts": stamp, **place}
    if change.kind == "message.changed":
        before = change.data["before"]
        yield {**hidden, "subtype": "message_changed", "message": message, "previous_message": before}
    else:
        gone = {"deleted_ts": message["ts"], "previous_message": message}
        yield {**hidden, "subtype": "message_deleted", **gone}


def _pin_event(workspace: Workspace, change: Change, channel: Channel) -> Event:
    message, pin = change.data["message"], change.data["pin"]
    found = workspace.messages.find(channel.id, message["ts"])
    link = {"permalink": workspace.permalink(found)} if found else {}
    event = {
        "type": change.kind.replace(".", "_"),
        "user": change.data["user"],
        "channel_id": channel.id,
        "item": {
            "type": "message",
            "created": pin["created"],
            "created_by": pin["by"],
            "channel": channel.id,
            "message": {**message, **link},
        },
        "item_user": message["user"],
        "pin_count": workspace.pins.count(channel.id),
        "pinned_info": {"channel": channel.id, "pinned_by": pin["by"], "pinned_ts": pin["created"]},
    }
    if change.kind == "pin.removed":
        event["has_pins"] = workspace.pins.count(channel.id) > 0
    return event
