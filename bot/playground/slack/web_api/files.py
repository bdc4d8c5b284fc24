"""files.* and reactions.*: uploads in three steps, and reactions."""

from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.files import File
from bot.playground.slack.messages import Message
from bot.playground.slack.web_api.call import Call, Method
from bot.playground.slack.web_api.content import judged_blocks

ALT_TEXT = 1_000


def get_upload_url(call: Call) -> dict[str, Any]:
    """Announce a file and get the address for its bytes."""
    length = call.integer("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments")
    alt_text = call.text("alt_txt") or ""
    if len(alt_text) > ALT_TEXT:
        raise SlackError("alt_txt_too_long")
    workspace = call.workspace
    name = call.needed("filename")
    file = workspace.files.announce(name, length, call.app.bot_user_id, workspace.seconds(), alt_text)
    return {"upload_url": f"{call.base_url}/upload/v1/{file.upload_key}", "file_id": file.id}


def complete_upload(call: Call) -> dict[str, Any]:
    """Finish uploads, and share the files in channels when any are named."""
    given = call.structure("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments")
    files = [_uploaded(call, item) for item in given]
    channels = [word for word in (call.text("channels") or call.text("channel_id") or "").split(",") if word]
    for file, item in zip(files, given, strict=True):
        file.title, file.completed = str(item.get("title") or file.name), True
        file.channels += channels
    for channel in channels:
        _share(call, channel, files)
    # No more than this: for the rest Slack wants a call of files.info.
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def _uploaded(call: Call, item: Any) -> File:
    file = call.workspace.files.find(str(item.get("id"))) if isinstance(item, dict) else None
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    return file


def _share(call: Call, channel_id: str, files: list[File]) -> None:
    workspace, app = call.workspace, call.app
    channel = workspace.channels.get(channel_id)
    if channel is None or not channel.visible_to(app.bot_user_id):
        raise SlackError("channel_not_found")
    if app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    given = call.structure("blocks", "invalid_blocks_format")
    workspace.post(
        Message(
            channel=channel.id,
            ts=workspace.timestamps.next(workspace.clock()),
            user=app.bot_user_id,
            text=call.text("initial_comment") or "",
            team=workspace.team.id,
            app_id=app.id,
            bot_id=app.bot_id,
            bot_profile=app.as_profile(workspace.team.id),
            subtype="file_share",
            blocks=judged_blocks(call, given) if isinstance(given, list) else [],
            files=[file.as_json(call.base_url, workspace.team.id) for file in files],
            thread_ts=call.text("thread_ts"),
        )
    )


def info(call: Call) -> dict[str, Any]:
    """One file."""
    file = call.workspace.files.find(call.needed("file", "file_not_found"))
    if file is None or not file.completed:
        raise SlackError("file_not_found")
    return {"file": file.as_json(call.base_url, call.workspace.team.id), "comments": [], "content_html": None}


def _reacted_to(call: Call) -> Message:
    channel = call.channel()
    message = call.workspace.messages.find(channel.id, call.needed("timestamp", "no_item_specified"))
    if message is None:
        raise SlackError("message_not_found")
    if call.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return message


def add_reaction(call: Call) -> dict[str, Any]:
    """Add the app's reaction to a message."""
    name, message = call.needed("name", "invalid_name").strip(":"), _reacted_to(call)
    if call.app.bot_user_id in message.reactions.get(name, []):
        raise SlackError("already_reacted")
    call.workspace.react(call.app.bot_user_id, message, name)
    return {}


def remove_reaction(call: Call) -> dict[str, Any]:
    """Take the app's reaction back."""
    name, message = call.needed("name", "invalid_name").strip(":"), _reacted_to(call)
    if call.app.bot_user_id not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    call.workspace.take_reaction_back(call.app.bot_user_id, message, name)
    return {}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",), tier=4),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",), tier=4),
    "files.info": Method(info, ("files:read",), tier=4),
    "reactions.add": Method(add_reaction, ("reactions:write",), tier=3),
    "reactions.remove": Method(remove_reaction, ("reactions:write",), tier=2),
}
