"""The workspace in memory: who and what there is, and the plain ways to set it up."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from bot.clock import Clock, utc_now
from bot.playground.slack.apps import ALL_SCOPES, App
from bot.playground.slack.changes import Changes
from bot.playground.slack.channels import Channel, Kind
from bot.playground.slack.errors import SlackError
from bot.playground.slack.files import Files
from bot.playground.slack.ids import Ids, Timestamps
from bot.playground.slack.messages import Message, Messages
from bot.playground.slack.people import Person, Team
from bot.playground.slack.pins import Bookmark, Pin, Pins
from bot.playground.slack.preset import Presets
from bot.playground.slack.schedule import Schedule
from bot.playground.slack.triggers import ResponseUrls, Triggers
from bot.playground.slack.usergroups import new_usergroup
from bot.playground.slack.views import Views


class Workspace:
    """One Slack team with its people, conversations and apps. ``changes`` publishes what happens."""

    def __init__(self, name: str = "Playground", domain: str = "playground", clock: Clock = utc_now) -> None:
        self.clock = clock
        self.base_url = ""
        self.ids = Ids()
        self.timestamps = Timestamps()
        self.team = Team(self.ids.next("T"), name, domain)
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.usergroups: dict[str, dict[str, Any]] = {}
        self.apps: dict[str, App] = {}
        self.messages = Messages()
        self.views = Views(self.ids, self.team.id, Presets(self.channels, self.people).of)
        self.pins = Pins()
        self.bookmarks: dict[str, Bookmark] = {}
        self.schedule = Schedule(clock, self._post_scheduled)
        self.files = Files(self.ids)
        self.changes = Changes()
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock)

    # Setting up

    def add_person(
        self,
        name: str,
        real_name: str = "",
        *,
        email: str | None = None,
        title: str = "",
        tz: str = "Etc/UTC",
        is_admin: bool = False,
        is_owner: bool = False,
        team: Team | None = None,
    ) -> Person:
        """A person with this handle; of another team when one is given."""
        person = Person(
            self.ids.next("U"),
            name,
            real_name or name.capitalize(),
            team or self.team,
            email=f"{name}@example.com" if email is None else email,
            title=title,
            tz=tz,
            is_admin=is_admin,
            is_owner=is_owner,
        )
        self.people[person.id] = person
        return person

    def add_team(self, name: str, domain: str) -> Team:
        """Another workspace, for guests in shared channels."""
        return Team(self.ids.next("T"), name, domain)

    def add_channel(
        self,
        name: str,
        members: Iterable[Person] = (),
        *,
        private: bool = False,
        shared_with: Team | None = None,
        topic: str = "",
    ) -> Channel:
        """A channel with these members; shared with another team when one is given."""
        people = list(members)
        channel = Channel(
            self.ids.next("C"),
            name,
            Kind.PRIVATE if private else Kind.PUBLIC,
            created=self.seconds(),
            creator=people[0].id if people else "",
            members={person.id for person in people},
            topic=topic,
            is_ext_shared=shared_with is not None,
            shared_team_ids=[shared_with.id] if shared_with else [],
        )
        self.channels[channel.id] = channel
        self.changes.publish("channel.created", {"channel": channel.id}, channel=channel.id)
        return channel

    def add_usergroup(self, handle: str, name: str, members: Iterable[Person] = ()) -> str:
        """A user group; its id."""
        group_id = self.ids.next("S")
        users = [person.id for person in members]
        self.usergroups[group_id] = new_usergroup(group_id, self.team.id, handle, name, users, self.seconds())
        return group_id

    def install_app(
        self,
        name: str,
        *,
        bot_name: str | None = None,
        scopes: Collection[str] = ALL_SCOPES,
        request_url: str | None = None,
    ) -> App:
        """An app with its bot user and fresh credentials."""
        handle = bot_name or name.lower().replace(" ", "_")
        bot = Person(self.ids.next("U"), handle, name, self.team, is_bot=True)
        self.people[bot.id] = bot
        app = App(
            id=self.ids.next("A"),
            name=name,
            bot_user_id=bot.id,
            bot_id=self.ids.next("B"),
            bot_token=f"xoxb-{secrets.token_hex(16)}",
            app_token=f"xapp-1-{secrets.token_hex(16)}",
            signing_secret=secrets.token_hex(16),
            client_id=f"{self.ids.next('1')}.{self.ids.next('2')}",
            client_secret=secrets.token_hex(16),
            verification_token=secrets.token_hex(12),
            request_url=request_url,
            created=self.seconds(),
        )
        app.grant(scopes)
        self.apps[app.id] = app
        return app

    # Finding

    def seconds(self) -> int:
        """Now, in whole seconds since 1970."""
        return int(self.clock().timestamp())

    def app_with_token(self, token: str) -> App | None:
        """The app that a bot token or an app-level token belongs to."""
        return next((app for app in self.apps.values() if token in (app.bot_token, app.app_token)), None)

    def person_named(self, name: str) -> Person:
        """The person with this handle; LookupError when there is none."""
        for person in self.people.values():
            if person.name == name:
                return person
        raise LookupError(f"Nobody in the workspace has the handle {name!r}.")

    def channel_named(self, name: str) -> Channel:
        """The channel with this name, with or without #; LookupError when there is none."""
        for channel in self.channels.values():
            if not channel.is_direct and channel.name == name.lstrip("#"):
                return channel
        raise LookupError(f"No channel is called {name!r}.")

    def direct(self, *user_ids: str) -> Channel:
        """The direct conversation of these users, opened when there was none."""
        members = set(user_ids)
        for channel in self.channels.values():
            if channel.is_direct and channel.members == members:
                return channel
        kind = Kind.DIRECT if len(members) <= 2 else Kind.GROUP
        handles = sorted(self.people[member].name for member in members)
        name = "" if kind is Kind.DIRECT else f"mpdm-{'--'.join(handles)}-1"
        channel = Channel(
            self.ids.next("D" if kind is Kind.DIRECT else "G"),
            name,
            kind,
            self.seconds(),
            user_ids[0],
            members,
        )
        self.channels[channel.id] = channel
        self.changes.publish("channel.created", {"channel": channel.id}, channel=channel.id)
        return channel

    # Happening

    def join(self, person: Person, channel: Channel, inviter: str | None = None) -> None:
        """Make somebody a member; nothing happens when they are one."""
        if person.id in channel.members:
            return
        channel.members.add(person.id)
        data = {"user": person.id, "channel": channel.id, "inviter": inviter}
        self.changes.publish("member.joined", data, channel=channel.id)

    def leave(self, person: Person, channel: Channel, *, by: Person | None = None) -> None:
        """End a membership, on one's own account or ``by`` somebody else."""
        channel.members.discard(person.id)
        data = {"user": person.id, "channel": channel.id, "by": (by or person).id}
        self.changes.publish("member.left", data, channel=channel.id)

    def archive(self, channel: Channel, by: Person) -> None:
        """Archive a channel: nobody can post into it any more."""
        channel.is_archived = True
        self.changes.publish("channel.archived", {"channel": channel.id, "user": by.id}, channel=channel.id)

    def unarchive(self, channel: Channel, by: Person) -> None:
        """Bring an archived channel back."""
        channel.is_archived = False
        self.changes.publish("channel.unarchived", {"channel": channel.id, "user": by.id}, channel=channel.id)

    def delete_channel(self, channel: Channel, by: Person) -> None:
        """Delete a channel with all that was said in it."""
        self.changes.publish("channel.deleted", {"channel": channel.id, "user": by.id}, channel=channel.id)
        del self.channels[channel.id]

    def rename(self, channel: Channel, name: str) -> None:
        """Give a channel another name."""
        channel.previous_names.append(channel.name)
        channel.name = name
        self.changes.publish("channel.renamed", {"channel": channel.id, "name": name}, channel=channel.id)

    def describe(
        self, channel: Channel, by: str, *, topic: str | None = None, purpose: str | None = None
    ) -> None:
        """Give a channel another topic or purpose."""
        if topic is not None:
            channel.topic, channel.topic_by, channel.topic_set = topic, by, self.seconds()
        if purpose is not None:
            channel.purpose, channel.purpose_by, channel.purpose_set = purpose, by, self.seconds()
        data = {"channel": channel.id, "topic": channel.topic, "purpose": channel.purpose}
        self.changes.publish("channel.described", data, channel=channel.id)

    def post(self, message: Message) -> Message:
        """Put a message into its channel and tell everybody."""
        self.messages.add(message)
        self._publish("message.posted", message)
        return message

    def changed(self, message: Message, before: dict[str, Any]) -> None:
        """Tell everybody that a message looks different now; ``before`` is its JSON from before."""
        self._publish("message.changed", message, before=before)

    def delete(self, message: Message) -> None:
        """Take a message away."""
        self.messages.remove(message)
        self.pins.take(message.channel, message.ts)
        self._publish("message.deleted", message)

    def react(self, user_id: str, message: Message, name: str) -> None:
        """Add somebody's reaction to a message; already_reacted when it is there."""
        users = message.reactions.setdefault(name, [])
        if user_id in users:
            raise SlackError("already_reacted")
        users.append(user_id)
        self._publish("reaction.added", message, reaction=_reaction(user_id, message, name))

    def take_reaction_back(self, user_id: str, message: Message, name: str) -> None:
        """Remove somebody's reaction from a message; no_reaction when there is none."""
        if user_id not in message.reactions.get(name, ()):
            raise SlackError("no_reaction")
        message.reactions[name].remove(user_id)
        if not message.reactions[name]:
            del message.reactions[name]
        self._publish("reaction.removed", message, reaction=_reaction(user_id, message, name))

    def pin(self, message: Message, by: str) -> Pin:
        """Pin a message to its channel."""
        pin = Pin(message.ts, by, self.seconds())
        self.pins.add(message.channel, pin)
        message.pinned = True
        self._publish("pin.added", message, user=by, pin=asdict(pin))
        return pin

    def unpin(self, message: Message, by: str) -> None:
        """Take a message's pin away; nothing happens when it has none."""
        pin = self.pins.take(message.channel, message.ts)
        if pin is not None:
            message.pinned = False
            self._publish("pin.removed", message, user=by, pin=asdict(pin))

    def permalink(self, message: Message) -> str:
        """The address of a message."""
        link = f"{self.base_url}/archives/{message.channel}/p{message.ts.replace('.', '')}"
        if message.is_reply:
            link += "?" + urlencode({"thread_ts": message.thread_ts, "cid": message.channel})
        return link

    def _post_scheduled(self, message: Message) -> None:
        channel = self.channels.get(message.channel)
        if channel is not None and not channel.is_archived:
            message.ts = self.timestamps.next(self.clock())
            self.post(message)

    def _publish(self, kind: str, message: Message, **more: Any) -> None:
        data = {"channel": message.channel, "message": self.messages.as_json(message), **more}
        self.changes.publish(kind, data, to=message.ephemeral_to, channel=message.channel)


def _reaction(user_id: str, message: Message, name: str) -> dict[str, Any]:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    return {"user": user_id, "reaction": name, "item_user": message.user, "item": item}
