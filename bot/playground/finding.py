"""What the page speaks of, found for the person it shows; LookupError when that person sees no such thing."""

from aiohttp import web

from bot.playground.asked import Asked
from bot.playground.shown import visible
from bot.playground.slack import Channel, LocalSlack, Message, Person, View


class Finding:
    """People, conversations, messages and views of one local Slack, by what the page calls them."""

    def __init__(self, slack: LocalSlack) -> None:
        self._workspace = slack.workspace

    def person(self, person_id: str | None) -> Person:
        """Somebody of the page's people; the first of them when nobody is named."""
        people = [person for person in self._workspace.people.values() if not person.is_bot]
        if not person_id and people:
            return people[0]
        found = self._workspace.people.get(str(person_id))
        if found is None or found.is_bot:
            raise LookupError("There is no such person.")
        return found

    def channel(self, channel_id: str) -> Channel:
        """A conversation, whoever asks: for what only its members may do."""
        channel = self._workspace.channels.get(channel_id)
        if channel is None:
            raise LookupError("There is no such channel.")
        return channel

    def place(self, request: web.Request) -> tuple[Person, Channel]:
        """Who looks, and into which conversation, as the address says."""
        me = self.person(request.query.get("person"))
        return me, self.seen(me, request.match_info["channel"])

    def seen(self, me: Person, channel_id: str) -> Channel:
        """A conversation that the person may look into."""
        channel = self.channel(channel_id)
        if not visible(self._workspace, channel, me):
            raise LookupError("There is no such channel.")
        return channel

    def message(self, me: Person, asked: Asked) -> Message:
        """The message at ``channel`` and ``ts`` in a conversation that the person may look into."""
        channel = self.seen(me, asked.text("channel"))
        message = self._workspace.messages.find(channel.id, asked.text("ts"))
        if message is None:
            raise LookupError("The message is gone.")
        return message

    def view(self, me: Person, view_id: str) -> View:
        """A view that the person has before them."""
        return self._workspace.views.find_for(me.id, view_id)

    def where(self, me: Person, where: Asked) -> Message | View:
        """The message or the view in which the person acts."""
        if "view_id" in where.fields:
            return self.view(me, where.text("view_id"))
        message = self._workspace.messages.find_any(where.text("channel"), where.text("ts"))
        if message is None:
            raise LookupError("The message is gone.")
        return message
