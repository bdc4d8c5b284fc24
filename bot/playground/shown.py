"""The workspace as the page is told of it: people with what they may do, channels, messages."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.playground.marks import Marks
from bot.playground.slack import Channel, LocalSlack, Message, Person, Shortcut, Workspace
from bot.playground.slack.channels import Kind
from bot.playground.slack.places import may_leave


def visible(workspace: Workspace, channel: Channel, me: Person) -> bool:
    """Whether the person may look into the channel: guests only where they were invited."""
    guest = me.team is not workspace.team
    return me.id in channel.members if guest else channel.visible_to(me.id)


class Shown:
    """JSON for the page. ``about`` has a sentence by handle of what somebody may do, if one knows more."""

    def __init__(self, slack: LocalSlack, marks: Marks, about: Mapping[str, str]) -> None:
        self._slack = slack
        self._workspace = slack.workspace
        self._marks = marks
        self._about = about

    def state(self, me: Person, change: str) -> dict[str, Any]:
        """All that one person's page begins with; ``change`` is where its stream goes on."""
        workspace, app = self._workspace, self._slack.app
        channels = [each for each in workspace.channels.values() if visible(workspace, each, me)]
        return {
            "change": change,
            "me": me.id,
            "team": {"id": workspace.team.id, "name": workspace.team.name},
            "app": {
                "id": app.id,
                "name": app.name,
                "bot_user_id": app.bot_user_id,
                "commands": [
                    {"name": each.name, "description": each.description, "usage_hint": each.usage_hint}
                    for each in app.commands.values()
                ],
                "shortcuts": [asdict(each) for each in self._shortcuts(me)],
            },
            "people": [self.person(person) for person in workspace.people.values()],
            "usergroups": {key: group["handle"] for key, group in workspace.usergroups.items()},
            "channels": [self.channel(channel, me) for channel in channels],
            "views": [view.as_json() for view in workspace.views.stack(me.id)],
        }

    def message(self, message: Message, me: Person) -> dict[str, Any]:
        """A message, with what Slack's own page knows beyond its API: what the person entered in it, too."""
        shown = self._workspace.messages.as_json(message)
        return {
            **shown,
            "is_ephemeral": message.ephemeral_to is not None,
            "broadcast": message.broadcast,
            "state": message.states.get(me.id, {}),
        }

    def person(self, person: Person) -> dict[str, Any]:
        """Somebody, as everybody may know them."""
        return {
            "id": person.id,
            "name": person.name,
            "real_name": person.real_name,
            "title": person.title,
            "is_bot": person.is_bot,
            "is_admin": person.is_admin,
            "deleted": person.deleted,
            "team": None if person.team is self._workspace.team else person.team.name,
            "may": self._may(person),
        }

    def channel(self, channel: Channel, me: Person) -> dict[str, Any]:
        """A conversation, as this person sees it."""
        member, messages = me.id in channel.members, self._workspace.messages
        return {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind.value,
            "is_private": channel.kind is Kind.PRIVATE,
            "is_archived": channel.is_archived,
            "is_ext_shared": channel.is_ext_shared,
            "is_member": member,
            "members": sorted(channel.members),
            "topic": channel.topic,
            "may_leave": member and may_leave(channel),
            "pins": [asdict(pin) for pin in self._workspace.pins.of(channel.id)],
            "bookmarks": [
                {"id": each.id, "title": each.title, "link": each.link, "emoji": each.emoji}
                for each in self._workspace.bookmarks.values()
                if each.channel_id == channel.id
            ],
            # A conversation that somebody else opened shows itself with its first message.
            "is_open": channel.creator == me.id or any(True for _ in messages.history(channel.id)),
            "unread": self._marks.unread(me, channel) if member else 0,
            "read": self._marks.of(me, channel),
        }

    def _shortcuts(self, me: Person) -> list[Shortcut]:
        offered = me.team is self._workspace.team and self._slack.app.fault is None
        return list(self._slack.app.shortcuts.values()) if offered else []

    def _may(self, person: Person) -> str:
        if person.name in self._about:
            return self._about[person.name]
        if person.team is not self._workspace.team:
            return (
                f"Guest from {person.team.name}: sees shared channels only, and has no commands of apps here."
            )
        if person.is_admin:
            return "Admin: may do what members may, and what apps keep for admins."
        return "Member: writes in their channels, uses the app and its commands."
