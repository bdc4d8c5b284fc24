"""Taking messages away: one that has replies leaves a tombstone above them, as long as there are any."""

from bot.playground.slack.messages import TOMBSTONE, Message
from bot.playground.slack.sharing import unshare
from bot.playground.slack.workspace import Workspace


def delete(workspace: Workspace, message: Message) -> None:
    """Take a message away, or put a tombstone in its place; a tombstone goes with its last reply."""
    unshare(workspace, message)
    if message.ephemeral_to is None and workspace.messages.replies(message.channel, message.ts):
        _bury(workspace, message)
        return
    workspace.delete(message)
    parent = workspace.messages.find(message.channel, message.thread_ts or "")
    bare = parent is not None and not workspace.messages.replies(parent.channel, parent.ts)
    if parent is not None and bare and parent.subtype == TOMBSTONE:
        workspace.delete(parent)


def _bury(workspace: Workspace, message: Message) -> None:
    before = workspace.messages.as_json(message)
    message.subtype, message.user, message.text = TOMBSTONE, "USLACKBOT", "This message was deleted."
    message.app_id = message.bot_id = message.bot_profile = message.metadata = message.edited = None
    message.username = message.icons = message.client_msg_id = None
    message.blocks, message.attachments, message.files = [], [], []
    message.reactions, message.states, message.pinned = {}, {}, False
    workspace.pins.take(message.channel, message.ts)
    workspace.changed(message, before)
