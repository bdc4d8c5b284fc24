"""files.*: uploads in three steps, and looking one up."""

from typing import Any

from bot.playground.slack.channels import Channel
from bot.playground.slack.errors import SlackError
from bot.playground.slack.files import File
from bot.playground.slack.messages import Message
from bot.playground.slack.sharing import app_sees, share
from bot.playground.slack.web_api.call import Call, Method
from bot.playground.slack.web_api.content import judged_blocks

ALT_TEXT = 1_000
FILE_BYTES = 1_000_000_000


def get_upload_url(call: Call) -> dict[str, Any]:
    """Announce a file and get the address for its bytes."""
    length = call.integer("length", 0)
    if not 0 < length <= FILE_BYTES:
        raise SlackError("invalid_arguments" if length <= 0 else "file_too_large")
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
    places = [_place(call, channel) for channel in channels]
    blocks = _blocks(call)
    for file, item in zip(files, given, strict=True):
        file.title, file.completed = str(item.get("title") or file.name), True
    for place in places:
        share(call.workspace, _message(call, place, blocks), files)
    # No more than this: for the rest Slack wants a call of files.info.
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def _uploaded(call: Call, item: Any) -> File:
    file = call.workspace.files.find(str(item.get("id"))) if isinstance(item, dict) else None
    if file is None or file.content is None or file.user != call.app.bot_user_id:
        raise SlackError("file_not_found")
    return file


def _place(call: Call, channel_id: str) -> Channel:
    channel, bot = call.workspace.channels.get(channel_id), call.app.bot_user_id
    if channel is None or not channel.visible_to(bot):
        raise SlackError("channel_not_found")
    if bot not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def _blocks(call: Call) -> list[dict[str, Any]]:
    given = call.structure("blocks", "invalid_blocks_format")
    return judged_blocks(call, given) if isinstance(given, list) else []


def _message(call: Call, channel: Channel, blocks: list[dict[str, Any]]) -> Message:
    workspace, app = call.workspace, call.app
    return Message(
        channel=channel.id,
        ts=workspace.timestamps.next(workspace.clock()),
        user=app.bot_user_id,
        text=call.text("initial_comment") or "",
        team=workspace.team.id,
        app_id=app.id,
        bot_id=app.bot_id,
        bot_profile=app.as_profile(workspace.team.id),
        blocks=blocks,
        thread_ts=call.text("thread_ts"),
    )


def info(call: Call) -> dict[str, Any]:
    """One file."""
    file = call.workspace.files.find(call.needed("file", "file_not_found"))
    if file is None or not file.completed or not app_sees(call.workspace, call.app, file):
        raise SlackError("file_not_found")
    paging = {"count": 100, "total": 0, "page": 1, "pages": 0}
    more = {"comments": [], "paging": paging, "response_metadata": {"next_cursor": ""}}
    return {"file": file.as_json(call.base_url, call.workspace.team.id), **more}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",), tier=4),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",), tier=4),
    "files.info": Method(info, ("files:read",), tier=4),
}
