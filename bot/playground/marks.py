"""What each person has read of each conversation: the page's own memory, which Slack's API does not show."""

from bot.playground.slack import Channel, LocalSlack, Message, Person


class Marks:
    """Read up to which message, by person and channel. What was there at the start counts as read."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._start = float(slack.workspace.clock().timestamp())
        self._read: dict[tuple[str, str], float] = {}

    def of(self, person: Person, channel: Channel) -> float:
        """The timestamp of the last message that this person has read there."""
        return self._read.get((person.id, channel.id), self._start)

    def move(self, person: Person, channel: Channel, ts: float) -> bool:
        """Note that the person has read up to there; False when they had read further already."""
        if ts <= self.of(person, channel):
            return False
        self._read[person.id, channel.id] = ts
        return True

    def unread(self, person: Person, channel: Channel) -> int:
        """How many messages of others came since, replies in threads not counted."""
        count = 0
        for message in self._slack.workspace.messages.history(channel.id):
            if float(message.ts) <= self.of(person, channel):
                break
            count += self._counts(message, person)
        return count

    @staticmethod
    def _counts(message: Message, person: Person) -> bool:
        return message.user != person.id and message.subtype not in ("channel_join", "channel_leave")
