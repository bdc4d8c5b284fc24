"""The Slack workspace of the playground: its people, its channels, and what was said in them of late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import Clock
from bot.demo.seed.people import ADA, ASH, MAYA, NOOR, TeamMember
from bot.playground.slack import Channel, Command, LocalSlack, Person

# What manifest.yml asks of Slack; a test holds the two together.
SCOPES = frozenset(
    "chat:write chat:write.public commands channels:read groups:read channels:history groups:history "
    "im:history im:write users:read users:read.email".split()
)
EVENTS = frozenset({"app_home_opened", "app_uninstalled", "tokens_revoked"})
COMMANDS = (
    Command(
        "/health",
        "How is a customer? Alone, it shows all customers at a glance.",
        "[customer]",
    ),
)

MAY = {
    "maya": "Member and manager: claims alerts, asks for /health, hears directly about her key accounts.",
    "ash": "Member and agent: claims, snoozes and finishes alerts, and asks for /health.",
    "noor": "Member and agent: claims, snoozes and finishes alerts, and asks for /health.",
    "ada": "Admin: may do what members may, and what apps keep for admins.",
}
"""What the people of the team may do with the bot, by handle."""

_TEAM = (MAYA, ASH, NOOR, ADA)
_TOPICS = {
    "customer-alerts": "Where Bellwether tells us about unhappy customers",
    "support": "The help desk among itself",
    "general": "Everybody, everything",
    "acme-shared": "Acme Corp and us",
    "old-escalations": "Before we had alerts",
}


class MovableClock:
    """Real time, or the moment that it is set to: what was said yesterday is posted yesterday."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self.at: datetime | None = None

    def __call__(self) -> datetime:
        return self._real() if self.at is None else self.at


@dataclass(frozen=True, slots=True)
class Office:
    """The furnished workspace, by handle and by channel name."""

    people: Mapping[str, Person]
    channels: Mapping[str, Channel]


@dataclass(frozen=True, slots=True)
class _Line:
    days_ago: int
    at: time
    channel: str
    who: str
    text: str

    def when(self, now: datetime) -> datetime:
        """The moment, on a day before ``now``."""
        return datetime.combine(now.date() - timedelta(days=self.days_ago), self.at, now.tzinfo)


def furnish(slack: LocalSlack, clock: MovableClock, now: datetime) -> Office:
    """People, channels and small talk. The same ids on every run, for the database remembers them."""
    clock.at = now - timedelta(days=700)
    workspace = slack.workspace
    people = {member.handle: _hire(slack, member) for member in _TEAM}
    acme = workspace.add_team("Acme Corp", "acme")
    people["eve"] = workspace.add_person(
        "eve", "Eve Park", email="eve.park@acme.example", title="IT lead at Acme Corp", team=acme
    )
    bot = workspace.people[slack.app.bot_user_id]
    inside = [people[member.handle] for member in _TEAM]
    channels = {}
    for name, topic in _TOPICS.items():
        shared = acme if name == "acme-shared" else None
        members = [*inside, people["eve"]] if shared else inside
        with_bot = [] if name in ("general", "old-escalations") else [bot]
        channels[name] = workspace.add_channel(name, [*members, *with_bot], shared_with=shared, topic=topic)
    for line in _LINES:
        clock.at = line.when(now)
        slack.write(people[line.who], channels[line.channel], line.text)
    workspace.archive(channels["old-escalations"], people["ada"])
    clock.at = None
    return Office(people, channels)


def _hire(slack: LocalSlack, member: TeamMember) -> Person:
    return slack.workspace.add_person(
        member.handle,
        member.name,
        email=member.email,
        title=member.title,
        is_admin=member.is_admin,
    )


# From long ago to yesterday.
_LINES = (
    _Line(
        666, time(10, 5), "old-escalations", "maya",
        "Please collect angry customers here until we have something better.",
    ),
    _Line(
        665, time(14, 40), "old-escalations", "noor",
        "Globex again, about their printers. I will call them.",
    ),
    _Line(
        380, time(9, 15), "old-escalations", "ada",
        "We have something better. I am closing this channel.",
    ),
    _Line(
        3, time(9, 2), "general", "ada",
        "Bellwether is set up. Bad reviews go to #customer-alerts from now on.",
    ),
    _Line(
        3, time(9, 20), "general", "maya",
        "Thank you @ada! Type /health and a customer's name before you pick up the phone.",
    ),
    _Line(3, time(9, 31), "general", "ash", "Even I can spell globx now."),
    _Line(
        2, time(8, 45), "support", "noor",
        "Umbrella Court has no hot water again. Expect calls from half the building.",
    ),
    _Line(
        2, time(8, 52), "support", "ash",
        "I have twelve tickets from there since the flood. Who talks to the property manager?",
    ),
    _Line(2, time(9, 3), "support", "noor", "I do, this afternoon."),
    _Line(
        1, time(10, 12), "acme-shared", "eve",
        "Good morning! The new laptops arrived and every single one of them works.",
    ),
    _Line(1, time(10, 30), "acme-shared", "maya", "That is how we like it. Thank you, Eve."),
    _Line(1, time(13, 8), "support", "maya", "Has anybody talked to Globex since we changed the team?"),
    _Line(1, time(13, 15), "support", "ash", "Only through tickets, and they are not amused."),
    _Line(1, time(15, 30), "general", "noor", "There is cake in the kitchen."),
    _Line(1, time(15, 41), "general", "ash", "There was cake in the kitchen."),
)  # fmt: skip
