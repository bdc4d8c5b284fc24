"""chat.scheduleMessage and what belongs to it: messages for later."""

from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import Message
from bot.playground.slack.schedule import AHEAD_S, LAST_MOMENT_S, Scheduled
from bot.playground.slack.web_api.call import Call, Method, page
from bot.playground.slack.web_api.drafts import drafted, open_for_posting, target


def schedule_message(call: Call) -> dict[str, Any]:
    """Keep a message until ``post_at``: at most 120 days ahead and 30 for any five minutes of a channel."""
    channel = target(call)
    open_for_posting(call, channel)
    post_at, workspace = _moment(call), call.workspace
    message = drafted(call, channel)
    if workspace.schedule.crowded(channel.id, post_at):
        raise SlackError("restricted_too_many")
    scheduled = Scheduled(workspace.ids.next("Q"), call.app.id, message, post_at, workspace.seconds())
    workspace.schedule.add(scheduled)
    shown = {key: value for key, value in _as_json(call, message).items() if key != "ts"}
    shown["type"] = "delayed_message"
    return {
        "channel": channel.id,
        "scheduled_message_id": scheduled.id,
        "post_at": post_at,
        "message": shown,
    }


def _as_json(call: Call, message: Message) -> dict[str, Any]:
    return call.workspace.messages.as_json(message, with_metadata=True)


def _moment(call: Call) -> int:
    call.needed("post_at", "invalid_time")
    post_at, now = call.integer("post_at", 0), call.workspace.seconds()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + AHEAD_S:
        raise SlackError("time_too_far")
    return post_at


def delete_scheduled(call: Call) -> dict[str, Any]:
    """Take a message back, until the last minute before its moment."""
    schedule = call.workspace.schedule
    scheduled = schedule.find(call.needed("scheduled_message_id", "invalid_scheduled_message_id"))
    channel = call.channel()
    if scheduled is None or scheduled.app_id != call.app.id or scheduled.message.channel != channel.id:
        raise SlackError("invalid_scheduled_message_id")
    if scheduled.post_at - call.workspace.seconds() < LAST_MOMENT_S:
        raise SlackError("invalid_scheduled_message_id")
    schedule.take(scheduled.id)
    return {}


def scheduled_messages(call: Call) -> dict[str, Any]:
    """What the app has waiting, the earliest first."""
    channel = call.channel().id if call.text("channel") else None
    oldest, latest = call.integer("oldest", 0), call.integer("latest", 2**62)
    found = [
        {
            "id": each.id,
            "channel_id": each.message.channel,
            "post_at": each.post_at,
            "date_created": each.created,
            "text": each.message.text,
        }
        for each in call.workspace.schedule.of(call.app.id)
        if channel in (None, each.message.channel) and oldest <= each.post_at <= latest
    ]
    return page(call, found, "scheduled_messages")


METHODS = {
    "chat.scheduleMessage": Method(schedule_message, ("chat:write",), tier=3),
    "chat.deleteScheduledMessage": Method(delete_scheduled, ("chat:write",), tier=3),
    "chat.scheduledMessages.list": Method(scheduled_messages, tier=3),
}
