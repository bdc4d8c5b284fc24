"""Files in conversations: shared with a message, seen by those who see that message."""

from collections.abc import Iterator

from bot.playground.slack.apps import App
from bot.playground.slack.channels import Channel, Kind
from bot.playground.slack.files import File
from bot.playground.slack.messages import Message
from bot.playground.slack.workspace import Workspace


def share(workspace: Workspace, message: Message, files: list[File]) -> Message:
    """Post a message that carries these files, and note with each of them where it is seen now."""
    channel = workspace.channels[message.channel]
    message.subtype = "file_share"
    for file in files:
        file.completed = True
        listed = _listed(file, channel)
        if channel.id not in listed:
            listed.append(channel.id)
        share = {"ts": message.ts, "channel_name": channel.name, "team_id": workspace.team.id}
        share |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
        counted = {"reply_users": [], "reply_users_count": 0, "reply_count": 0}
        shares = file.shares.setdefault(_access(channel), {}).setdefault(channel.id, [])
        shares.append({**share, **counted, "share_user_id": message.user})
    message.files = [file.as_json(workspace.base_url, workspace.team.id) for file in files]
    return workspace.post(message)


def unshare(workspace: Workspace, message: Message) -> None:
    """Take back what a message that goes away has shared; its files stay with those who uploaded them."""
    channel = workspace.channels[message.channel]
    for shown in message.files:
        file = workspace.files.find(shown["id"])
        if file is None:
            continue
        shares = file.shares.get(_access(channel), {})
        left = [share for share in shares.pop(channel.id, []) if share["ts"] != message.ts]
        if left:
            shares[channel.id] = left
        elif channel.id in _listed(file, channel):
            _listed(file, channel).remove(channel.id)


def places(workspace: Workspace, file: File) -> Iterator[Channel]:
    """The conversations in which the file is shared."""
    for channel_id in (*file.channels, *file.groups, *file.ims):
        if channel_id in workspace.channels:
            yield workspace.channels[channel_id]


def app_sees(workspace: Workspace, app: App, file: File) -> bool:
    """Whether an app may look at the file: its own, sent to it in a form, or shared where its bot is."""
    if file.user == app.bot_user_id or app.id in file.handed_to:
        return True
    return any(app.bot_user_id in channel.members for channel in places(workspace, file))


def _access(channel: Channel) -> str:
    return "public" if channel.kind is Kind.PUBLIC else "private"


def _listed(file: File, channel: Channel) -> list[str]:
    return {Kind.PUBLIC: file.channels, Kind.PRIVATE: file.groups}.get(channel.kind, file.ims)
