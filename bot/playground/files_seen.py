"""Which files the page shows to whom."""

from collections.abc import Iterator
from typing import Any

from bot.playground.shown import visible
from bot.playground.slack import Person, Workspace
from bot.playground.slack.files import File
from bot.playground.slack.sharing import places


def file_of(workspace: Workspace, me: Person, file_id: str) -> File:
    """A file that this person may look at, their own or one in what they see; LookupError otherwise."""
    file = workspace.files.find(file_id)
    if file is None or file.content is None or not _sees(workspace, me, file):
        raise LookupError("There is no such file.")
    return file


def _sees(workspace: Workspace, me: Person, file: File) -> bool:
    if file.user == me.id or any(visible(workspace, channel, me) for channel in places(workspace, file)):
        return True
    # An app's picture that is shared nowhere may still stand in blocks.
    is_apps = workspace.people[file.user].is_bot
    return is_apps and any(_shows(blocks, file.id) for blocks in _blocks_before(workspace, me))


def _blocks_before(workspace: Workspace, me: Person) -> Iterator[list[dict[str, Any]]]:
    homes = (view for (_, user), view in workspace.views.homes.items() if user == me.id)
    for view in (*workspace.views.stack(me.id), *homes):
        yield view.blocks
    for channel in list(workspace.channels.values()):
        if visible(workspace, channel, me):
            for message in workspace.messages.every(channel.id, me.id):
                yield message.all_blocks


def _shows(value: Any, file_id: str) -> bool:
    if isinstance(value, list):
        return any(_shows(each, file_id) for each in value)
    if not isinstance(value, dict):
        return False
    named = value.get("slack_file")
    if isinstance(named, dict) and (named.get("id") == file_id or f"-{file_id}/" in str(named.get("url"))):
        return True
    return any(_shows(each, file_id) for each in value.values())
