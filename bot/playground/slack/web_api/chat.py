"""chat.*: posting, updating and deleting messages."""

from typing import Any
from urllib.parse import urlencode

from bot.blockkit import limits
from bot.playground.slack.channels import Channel
from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import Message
from bot.playground.slack.web_api.call import Call, Method
from bot.playground.slack.web_api.content import attachments, message_blocks, metadata


def _target(call: Call) -> Channel:
    """The conversation to post into: by id, by name, or the direct conversation with a user id."""
    wanted = call.needed("channel", "channel_not_found")
    workspace = call.workspace
    person = workspace.people.get(wanted)
    if person is not None:
        if person.is_bot or person.deleted:
            raise SlackError("channel_not_found")
        return workspace.direct(call.app.bot_user_id, person.id)
    channel = workspace.channels.get(wanted)
    if channel is None:
        named = [each for each in workspace.channels.values() if each.name == wanted.lstrip("#") != ""]
        channel = named[0] if named else None
    if channel is None or not channel.visible_to(call.app.bot_user_id):
        raise SlackError("channel_not_found")
    return channel


def _open_for_posting(call: Call, channel: Channel) -> None:
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.app.bot_user_id not in channel.members and "chat:write.public" not in call.app.scopes:
        raise SlackError("not_in_channel")


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.text("thread_ts")
    if thread_ts is None:
        return None
    parent = call.workspace.messages.find(channel.id, thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    # Slack files a reply to a reply under the parent of both.
    return parent.thread_ts if parent.is_reply else thread_ts


def _text(call: Call, *, has_more: bool) -> str:
    text, markdown = call.text("text"), call.text("markdown_text")
    if markdown is not None:
        if text is not None or call.args.get("blocks"):
            raise SlackError("markdown_text_conflict")
        if len(markdown) > limits.MARKDOWN_TEXT:
            raise SlackError("msg_too_long")
        return markdown
    if text is None and not has_more:
        raise SlackError("no_text")
    return text or ""


def _drafted(call: Call, channel: Channel) -> Message:
    workspace, app = call.workspace, call.app
    blocks, attached = message_blocks(call), attachments(call)
    text = _text(call, has_more=bool(blocks or attached))[: limits.MESSAGE_TEXT]
    message = Message(
        channel=channel.id,
        ts=workspace.timestamps.next(workspace.clock()),
        user=app.bot_user_id,
        text=text,
        team=workspace.team.id,
        app_id=app.id,
        bot_id=app.bot_id,
        bot_profile=app.as_profile(workspace.team.id),
        blocks=blocks or [],
        attachments=attached or [],
        metadata=metadata(call) or None,
        thread_ts=_thread(call, channel),
    )
    if call.text("username") or call.text("icon_emoji") or call.text("icon_url"):
        call.require("chat:write.customize")
        message.username = call.text("username")
        icon = call.text("icon_emoji") or call.text("icon_url")
        message.icons = {"emoji": icon} if icon else None
    return message


def post_message(call: Call) -> dict[str, Any]:
    """Put a message into a conversation."""
    channel = _target(call)
    _open_for_posting(call, channel)
    message = _drafted(call, channel)
    call.limits.spend_post(call.app.id, channel.id)
    if message.is_reply and call.flag("reply_broadcast"):
        message.broadcast, message.subtype = True, "thread_broadcast"
    call.workspace.post(message)
    shown = call.workspace.messages.as_json(message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> dict[str, Any]:
    """Show a message to one member of a conversation only."""
    channel = _target(call)
    _open_for_posting(call, channel)
    user = call.needed("user", "user_not_found")
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _drafted(call, channel)
    message.ephemeral_to, message.metadata = user, None
    call.workspace.post(message)
    return {"message_ts": message.ts}


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = call.workspace.messages.find(channel.id, call.needed("ts", "message_not_found"))
    if message is None:
        raise SlackError("message_not_found")
    if message.app_id != call.app.id:
        raise SlackError(error)
    return message


def update(call: Call) -> dict[str, Any]:
    """Replace what one of the app's own messages says; text without blocks removes the blocks."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_archived")
    blocks, attached, marks = message_blocks(call), attachments(call), metadata(call)
    text = _text(call, has_more=bool(blocks or attached))
    if len(text) > limits.MESSAGE_TEXT_ADVISED:
        raise SlackError("msg_too_long")
    before = call.workspace.messages.as_json(message)
    message.text, message.blocks = text, blocks or []
    if attached is not None:
        message.attachments = attached
    if marks is not None:
        message.metadata = marks or None
    if blocks is None:
        stamp = call.workspace.timestamps.next(call.workspace.clock())
        message.edited = {"user": call.app.bot_user_id, "ts": stamp}
    call.workspace.changed(message, before)
    shown = call.workspace.messages.as_json(message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}


def delete(call: Call) -> dict[str, Any]:
    """Take away one of the app's own messages."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    call.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> dict[str, Any]:
    """The address of a message."""
    channel = call.channel()
    message = call.workspace.messages.find(channel.id, call.needed("message_ts", "message_not_found"))
    if message is None:
        raise SlackError("message_not_found")
    link = f"{call.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += "?" + urlencode({"thread_ts": message.thread_ts, "cid": channel.id})
    return {"channel": channel.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), tier=4),
    "chat.update": Method(update, ("chat:write",), tier=3),
    "chat.delete": Method(delete, ("chat:write",), tier=3),
    "chat.getPermalink": Method(get_permalink),
}
