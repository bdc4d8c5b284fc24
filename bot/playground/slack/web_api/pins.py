"""pins.* and bookmarks.*: what is held on to in a channel."""

from typing import Any
from urllib.parse import urlsplit

from bot.playground.slack.channels import Channel
from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import Message
from bot.playground.slack.pins import BOOKMARKS, PINS, Bookmark
from bot.playground.slack.web_api.call import Call, Method


def _here(call: Call, name: str = "channel") -> Channel:
    channel = call.channel(name)
    if call.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _message(call: Call, channel: Channel) -> Message:
    message = call.workspace.messages.find(channel.id, call.needed("timestamp", "no_item_specified"))
    if message is None:
        raise SlackError("message_not_found")
    return message


def add_pin(call: Call) -> dict[str, Any]:
    """Pin a message to its channel."""
    channel = _here(call)
    message = _message(call, channel)
    if message.pinned:
        raise SlackError("already_pinned")
    if call.workspace.pins.count(channel.id) >= PINS:
        raise SlackError("too_many_pins")
    call.workspace.pin(message, call.app.bot_user_id)
    return {}


def remove_pin(call: Call) -> dict[str, Any]:
    """Take a message's pin away."""
    message = _message(call, _here(call))
    if not message.pinned:
        raise SlackError("no_pin")
    call.workspace.unpin(message, call.app.bot_user_id)
    return {}


def list_pins(call: Call) -> dict[str, Any]:
    """The channel's pinned messages, the newest pin first."""
    channel, workspace = _here(call), call.workspace
    items = []
    for pin in workspace.pins.of(channel.id):
        message = workspace.messages.find(channel.id, pin.ts)
        if message is not None:
            shown = {**workspace.messages.as_json(message), "permalink": workspace.permalink(message)}
            about = {"created": pin.created, "created_by": pin.by, "channel": channel.id}
            items.append({"type": "message", **about, "message": shown})
    return {"items": items}


def _link(call: Call) -> str:
    link = call.needed("link", "invalid_link")
    try:
        parts = urlsplit(link)
    except ValueError:
        raise SlackError("invalid_link") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SlackError("invalid_link")
    return link


def add_bookmark(call: Call) -> dict[str, Any]:
    """Put a link into a channel's header."""
    channel, workspace = _here(call, "channel_id"), call.workspace
    if call.needed("type", "invalid_bookmark_type") != "link":
        raise SlackError("invalid_bookmark_type")
    if len(_of(call, channel)) >= BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    now = workspace.seconds()
    bookmark = Bookmark(
        id=workspace.ids.next("Bk"),
        channel_id=channel.id,
        title=call.needed("title"),
        link=_link(call),
        emoji=call.text("emoji") or "",
        created=now,
        updated=now,
        rank=f"{len(workspace.bookmarks):06d}",
        by=call.app.bot_user_id,
        team_id=workspace.team.id,
        app_id=call.app.id,
    )
    workspace.bookmarks[bookmark.id] = bookmark
    _publish(call, channel.id)
    return {"bookmark": bookmark.as_json()}


def edit_bookmark(call: Call) -> dict[str, Any]:
    """Change a bookmark's title, link or emoji."""
    bookmark = _bookmark(call)
    bookmark.title = call.text("title") or bookmark.title
    bookmark.link = _link(call) if call.text("link") else bookmark.link
    bookmark.emoji = call.text("emoji") or bookmark.emoji
    bookmark.updated = call.workspace.seconds()
    _publish(call, bookmark.channel_id)
    return {"bookmark": bookmark.as_json()}


def remove_bookmark(call: Call) -> dict[str, Any]:
    """Take a bookmark away."""
    bookmark = _bookmark(call)
    del call.workspace.bookmarks[bookmark.id]
    _publish(call, bookmark.channel_id)
    return {}


def _publish(call: Call, channel: str) -> None:
    call.workspace.changes.publish("channel.bookmarked", {"channel": channel}, channel=channel)


def list_bookmarks(call: Call) -> dict[str, Any]:
    """The bookmarks of a channel, in order."""
    return {"bookmarks": [each.as_json() for each in _of(call, _here(call, "channel_id"))]}


def _of(call: Call, channel: Channel) -> list[Bookmark]:
    return [each for each in call.workspace.bookmarks.values() if each.channel_id == channel.id]


def _bookmark(call: Call) -> Bookmark:
    channel = _here(call, "channel_id")
    bookmark = call.workspace.bookmarks.get(call.needed("bookmark_id", "not_found"))
    if bookmark is None or bookmark.channel_id != channel.id:
        raise SlackError("not_found")
    return bookmark


METHODS = {
    "pins.add": Method(add_pin, ("pins:write",), tier=2),
    "pins.remove": Method(remove_pin, ("pins:write",), tier=2),
    "pins.list": Method(list_pins, ("pins:read",), tier=2),
    "bookmarks.add": Method(add_bookmark, ("bookmarks:write",), tier=2),
    "bookmarks.edit": Method(edit_bookmark, ("bookmarks:write",), tier=2),
    "bookmarks.remove": Method(remove_bookmark, ("bookmarks:write",), tier=2),
    "bookmarks.list": Method(list_bookmarks, ("bookmarks:read",), tier=3),
}
