"""What a person writes: messages with and without files, their changes, and their end."""

import uuid
from collections.abc import Sequence
from typing import Any

from bot.playground.slack.channels import Channel
from bot.playground.slack.composer import mrkdwn
from bot.playground.slack.deleting import delete
from bot.playground.slack.files import File
from bot.playground.slack.messages import Message
from bot.playground.slack.people import Person
from bot.playground.slack.sharing import share
from bot.playground.slack.typed_marks import rich_text
from bot.playground.slack.workspace import Workspace

FILES_AT_ONCE = 10


def may_write(who: Person, channel: Channel) -> None:
    """Raise LookupError unless this person could write there."""
    if who.id not in channel.members:
        raise LookupError(f"{who.name} is not in {channel.name or channel.id}.")
    if channel.is_archived:
        raise LookupError(f"{channel.name} is archived.")


def write(
    workspace: Workspace,
    who: Person,
    channel: Channel,
    text: str,
    thread_ts: str | None = None,
    files: Sequence[File] = (),
) -> Message:
    """Post what a person typed: escaped, and as the rich_text block that Slack's composer makes of it.

    ``files`` are uploads of this person; with them the text may be empty.
    """
    may_write(who, channel)
    _needs_something(text, files)
    if len(files) > FILES_AT_ONCE:
        raise LookupError(f"A message takes at most {FILES_AT_ONCE} files.")
    if any(file.user != who.id for file in files):
        raise LookupError("There is no such file.")
    message = Message(
        channel=channel.id,
        ts=workspace.timestamps.next(workspace.clock()),
        user=who.id,
        text=mrkdwn(workspace, text),
        team=who.team.id,
        blocks=_blocks(workspace, text),
        thread_ts=thread_ts,
        client_msg_id=str(uuid.uuid4()),
    )
    return share(workspace, message, list(files)) if files else workspace.post(message)


def upload(workspace: Workspace, who: Person, name: str, content: bytes) -> File:
    """A person's file, which nobody else sees before it is shared or sent with a form."""
    if not content:
        raise LookupError(f"{name} is empty.")
    file = workspace.files.announce(name, len(content), who.id, workspace.seconds(), "")
    file.content = content
    return file


def edit(workspace: Workspace, who: Person, message: Message, text: str) -> None:
    """Let a person's own message say something else; the same words once more change nothing."""
    _own(workspace, who, message)
    _needs_something(text, message.files)
    if message.text == mrkdwn(workspace, text):
        return
    before = workspace.messages.as_json(message)
    message.text, message.blocks = mrkdwn(workspace, text), _blocks(workspace, text)
    message.edited = {"user": who.id, "ts": workspace.timestamps.next(workspace.clock())}
    workspace.changed(message, before)


def take_back(workspace: Workspace, who: Person, message: Message) -> None:
    """Delete a person's own message."""
    _own(workspace, who, message)
    delete(workspace, message)


def _own(workspace: Workspace, who: Person, message: Message) -> None:
    if message.user != who.id:
        raise LookupError("This message is somebody else's.")
    may_write(who, workspace.channels[message.channel])


def _needs_something(text: str, files: Sequence[Any]) -> None:
    if not text.strip() and not files:
        raise LookupError("A message needs a text or a file.")


def _blocks(workspace: Workspace, text: str) -> list[dict[str, Any]]:
    if not text.strip():
        return []
    return [
        {"type": "rich_text", "block_id": workspace.ids.next("b"), "elements": rich_text(workspace, text)}
    ]
