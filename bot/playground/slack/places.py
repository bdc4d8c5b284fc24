"""Where a person goes: into channels and out of them, to other people; and what they pin there."""

from collections.abc import Sequence

from bot.playground.slack.channels import Channel, Kind
from bot.playground.slack.messages import Message
from bot.playground.slack.people import Person
from bot.playground.slack.pins import PINS
from bot.playground.slack.workspace import Workspace
from bot.playground.slack.writing import may_write

OTHERS = 8
"""With how many others a person can talk in one direct conversation."""


def join(workspace: Workspace, who: Person, channel: Channel) -> None:
    """Become a member of a public channel, which says so; LookupError where the person may not."""
    if channel.kind is not Kind.PUBLIC or who.team is not workspace.team:
        raise LookupError(f"{who.name} needs an invitation to {channel.name or channel.id}.")
    if channel.is_archived:
        raise LookupError(f"{channel.name} is archived.")
    if who.id not in channel.members:
        workspace.join(who, channel)
        _say(workspace, who, channel, "channel_join", "has joined the channel")


def leave(workspace: Workspace, who: Person, channel: Channel) -> None:
    """Leave a channel, which says so; LookupError where Slack lets nobody leave."""
    may_write(who, channel)
    if not may_leave(channel):
        place = "a direct conversation" if channel.is_direct else f"#{channel.name}"
        raise LookupError(f"Nobody can leave {place}.")
    _say(workspace, who, channel, "channel_leave", "has left the channel")
    workspace.leave(who, channel)


def may_leave(channel: Channel) -> bool:
    """Whether Slack lets people leave it."""
    return not channel.is_direct and channel.name != "general"


def _say(workspace: Workspace, who: Person, channel: Channel, subtype: str, what: str) -> None:
    workspace.post(
        Message(
            channel=channel.id,
            ts=workspace.timestamps.next(workspace.clock()),
            user=who.id,
            text=f"<@{who.id}> {what}",
            team=who.team.id,
            subtype=subtype,
        )
    )


def meet(workspace: Workspace, who: Person, others: Sequence[str]) -> Channel:
    """The direct conversation with these people, opened when there was none; with nobody, one's own.

    LookupError for more than eight, for somebody who is not there any more, and for somebody of another
    workspace with whom the person shares no channel.
    """
    if len(set(others) - {who.id}) > OTHERS:
        raise LookupError(f"A direct conversation has room for {OTHERS} others.")
    for other in others:
        person = workspace.people.get(other)
        if person is None or not knows(workspace, who, person):
            raise LookupError("There is no such person.")
    return workspace.direct(who.id, *others)


def knows(workspace: Workspace, who: Person, other: Person) -> bool:
    """Whether the person could write to the other one: of the same workspace, or in a channel together.

    Apps are there for people of their own workspace alone.
    """
    if other.deleted or (other.is_bot and who.team is not other.team):
        return False
    together = (channel for channel in workspace.channels.values() if who.id in channel.members)
    return who.team is other.team or any(other.id in channel.members for channel in together)


def pin(workspace: Workspace, who: Person, message: Message) -> None:
    """Pin a message for everybody in its channel; nothing happens when it is pinned already."""
    _may_pin(workspace, who, message)
    if message.pinned:
        return
    if workspace.pins.count(message.channel) >= PINS:
        raise LookupError(f"No more than {PINS} messages can be pinned here.")
    workspace.pin(message, who.id)


def unpin(workspace: Workspace, who: Person, message: Message) -> None:
    """Take a message's pin away, whoever put it there."""
    _may_pin(workspace, who, message)
    workspace.unpin(message, who.id)


def _may_pin(workspace: Workspace, who: Person, message: Message) -> None:
    may_write(who, workspace.channels[message.channel])
    if message.ephemeral_to is not None:
        raise LookupError("What only you see cannot be pinned.")
