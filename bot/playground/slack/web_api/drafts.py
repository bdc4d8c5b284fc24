"""What chat.* methods have in common: where a message goes, and what it will be."""

from bot.blockkit import limits
from bot.playground.slack.channels import Channel
from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import Message
from bot.playground.slack.web_api.call import Call
from bot.playground.slack.web_api.content import attachments, message_blocks, metadata


def target(call: Call) -> Channel:
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


def open_for_posting(call: Call, channel: Channel) -> None:
    """Refuse unless the app may post there."""
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


def text_of(call: Call, *, has_more: bool) -> str:
    """The text or the markdown of the call; only a message that ``has_more`` may do without."""
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


def drafted(call: Call, channel: Channel) -> Message:
    """The message that the call describes, not yet posted."""
    workspace, app = call.workspace, call.app
    blocks, attached = message_blocks(call), attachments(call)
    text = text_of(call, has_more=bool(blocks or attached))[: limits.MESSAGE_TEXT]
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
