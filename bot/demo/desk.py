"""What the page asks of the bot's database: where surveys are, and how far a person's first minute is."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.core import Core
from bot.demo import tracks
from bot.demo.seed.prepare import SOURCE
from bot.demo.surveys import Sent
from bot.demo.travel import Guide, Travel, travel_of
from bot.playground.slack import LocalSlack
from bot.usecases.knowledge import Known
from bot.usecases.manage_sources import require_source
from bot.usecases.outbox import OWNER_PREFIX

FIRST_MINUTE = ("review", "claim", "health")
"""Send a bad review; claim the alert; ask for Acme's health."""


class Desk:
    """Reads the playground's own workspace. ``open`` it when the database is."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._core: Core | None = None
        self._workspace_id = ""
        self._guide = Guide("", self.named, "")

    async def open(self, core: Core) -> None:
        """Look up the workspace and the playground's source."""
        workspace = await core.workspace()
        source = await core.database.read(lambda tx: require_source(tx, workspace.id, SOURCE))
        self._core, self._workspace_id = core, workspace.id
        self._guide = Guide(source.id, self.named, core.settings.database_url)

    async def travels(self, sent: Iterable[Sent]) -> list[Travel]:
        """How far each has come, all at one moment."""
        core = self._opened()

        def read(tx: Connection, known: Known) -> list[Travel]:
            now = core.clock()
            return [travel_of(tx, known, self._guide, each, now) for each in sent]

        return await core.read_known(self._workspace_id, read)

    async def first_minute(self, person: str, sent: Iterable[Sent], since: datetime) -> dict[str, bool]:
        """Which of FIRST_MINUTE the person has really done since then; ``sent`` are the pages' surveys."""
        core, workspace_id = self._opened(), self._workspace_id
        surveys = [each.external_id for each in sent if each.at >= since]

        def read(tx: Connection) -> tuple[bool, bool]:
            return (
                tracks.any_shown(tx, workspace_id, self._guide.source_id, surveys),
                tracks.has_claimed(tx, workspace_id, person, since),
            )

        review, claim = await core.database.read(read)
        told = self._was_told_of_acme(person, since)
        return dict(zip(FIRST_MINUTE, (review, claim, told), strict=True))

    def now(self) -> datetime:
        """The bot's time."""
        return self._opened().clock()

    def named(self, place: str) -> str:
        """What people call a channel id or a delivery's destination."""
        if place.startswith(OWNER_PREFIX):
            who = place.removeprefix(OWNER_PREFIX)
            everybody = self._slack.workspace.people.values()
            person = next((one for one in everybody if who in (one.id, one.email)), None)
            return f"a direct message to {person.real_name if person else who or 'the owner'}"
        channel = self._slack.workspace.channels.get(place)
        if channel is None:
            return place
        if not channel.is_direct:
            return f"#{channel.name}"
        people = self._slack.workspace.people
        names = [people[one].real_name for one in channel.members if not people[one].is_bot]
        return f"a direct message to {', '.join(sorted(names))}"

    def _was_told_of_acme(self, person: str, since: datetime) -> bool:
        who = self._slack.workspace.people.get(person)
        if who is None:
            return False
        return any(
            "acme" in message.text.casefold() and datetime.fromtimestamp(float(message.ts), UTC) >= since
            for channel in self._slack.workspace.channels.values()
            for message in self._slack.ephemeral(who, channel)
        )

    def _opened(self) -> Core:
        if self._core is None:
            raise RuntimeError("The desk was not opened.")
        return self._core
