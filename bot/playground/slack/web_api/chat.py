"""chat.*: posting, updating and deleting messages."""

from typing import Any

from bot.blockkit import limits
from bot.playground.slack.channels import Channel
from bot.playground.slack.deleting import delete as delete_message
from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import Message
from bot.playground.slack.web_api.call import Call, Method
from bot.playground.slack.web_api.content import attachments, message_blocks, metadata
from bot.playground.slack.web_api.drafts import drafted, open_for_posting, target, text_of


def post_message(call: Call) -> dict[str, Any]:
    """Put a message into a conversation."""
    channel = target(call)
    open_for_posting(call, channel)
    message = drafted(call, channel)
    call.limits.spend_post(call.app.id, channel.id)
    if message.is_reply and call.flag("reply_broadcast"):
        message.broadcast, message.subtype = True, "thread_broadcast"
    call.workspace.post(message)
    shown = call.workspace.messages.as_json(message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> dict[str, Any]:
    """Show a message to one member of a conversation only."""
    channel = target(call)
    open_for_posting(call, channel)
    user = call.needed("user", "user_not_found")
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = drafted(call, channel)
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
    text = text_of(call, has_more=bool(blocks or attached))
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
    del shown["ts"]  # the message in Slack's answer has none here
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}


def delete(call: Call) -> dict[str, Any]:
    """Take away one of the app's own messages."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    delete_message(call.workspace, message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> dict[str, Any]:
    """The address of a message."""
    channel = call.channel()
    message = call.workspace.messages.find(channel.id, call.needed("message_ts", "message_not_found"))
    if message is None:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": call.workspace.permalink(message)}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), tier=4),
    "chat.update": Method(update, ("chat:write",), tier=3),
    "chat.delete": Method(delete, ("chat:write",), tier=3),
    "chat.getPermalink": Method(get_permalink),
}
