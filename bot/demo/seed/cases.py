"""Two years of work, drawn at random but always the same: tickets, and what people said about them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.demo.seed.comments import BLAME_IN_NPS, BY_TOPIC, COMPANY, PRAISE_IN_NPS, RESIDENT, THEMES
from bot.demo.seed.customers import Profile
from bot.demo.seed.people import AGENTS, FIRST_NAMES, LAST_NAMES, TeamMember
from bot.demo.seed.stories import BUSIER, level
from bot.demo.seed.topics import COMPANY_TOPICS, FLOOD_TOPICS, PRIORITIES, RESIDENT_TOPICS
from bot.sources.values import Contact

_COMMENTED = {"positive": 0.4, "neutral": 0.55, "negative": 0.85}
_WITHOUT_SURVEY = 0.15
_SCORES: Mapping[tuple[str, str], tuple[float, ...]] = {
    ("csat", "positive"): (4, 5, 5, 5),
    ("csat", "neutral"): (3,),
    ("csat", "negative"): (1, 1, 2),
    ("smile", "positive"): (1,),
    ("smile", "neutral"): (0,),
    ("smile", "negative"): (-1,),
    ("nps", "positive"): (9, 9, 10),
    ("nps", "neutral"): (7, 8),
    ("nps", "negative"): (2, 4, 5, 6),
    ("ces", "positive"): (5, 6, 7),
    ("ces", "neutral"): (4,),
    ("ces", "negative"): (1, 2, 3),
}
SCALES = {"csat": (1.0, 5.0), "smile": (-1.0, 1.0), "nps": (0.0, 10.0), "ces": (1.0, 7.0)}


@dataclass(slots=True)
class Case:
    """One ticket, the survey about it if there was one, and the answer if one came. Times are aware UTC."""

    profile: Profile
    contact: Contact
    agent: TeamMember
    topic: str
    subject: str
    priority: str
    opened_at: datetime
    first_response_at: datetime
    resolved_at: datetime | None
    reopened: int
    survey: str = ""  # a key of SCALES; empty: nobody was asked
    sent_at: datetime | None = None
    rated_at: datetime | None = None
    score: float | None = None
    polarity: str | None = None
    comment: str = ""


def chance(*of_what: object) -> random.Random:
    """A source of chance that depends on nothing but its name: the same portfolio on every run."""
    return random.Random(":".join(["bellwether", *map(str, of_what)]))  # noqa: S311


def contacts_of(profile: Profile) -> tuple[Contact, ...]:
    """The customer's people, with addresses of their own."""
    rng = chance(profile.key, "contacts")
    names = list(profile.people)
    while len(names) < min(5, 2 + round(profile.per_week)) and profile.kind == "company":
        names.append(f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}")
    return tuple(
        Contact(f"{profile.key}-{number}", name, address_of(profile, name))
        for number, name in enumerate(dict.fromkeys(names), 1)
    )


def address_of(profile: Profile, person: str) -> str:
    """``jane.doe@acme.example``; individuals have a domain of their family's."""
    words = ["".join(c for c in word if c.isascii() and c.isalpha()) for word in person.lower().split()]
    if profile.kind == "individual":
        return f"{words[0]}@{words[-1]}.example"
    return f"{'.'.join(words)}@{profile.domain}"


@dataclass
class Past:
    """Draws one customer's cases, oldest first, none of them later than ``now``."""

    profile: Profile
    now: datetime
    _decks: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rng = chance(self.profile.key)
        self._contacts = contacts_of(self.profile)

    def cases(self) -> Iterator[Case]:
        """Day by day. What falls on a weekend is moved to its Friday, so that chance does not hang on it."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        for days_ago in range(self.profile.weeks * 7, 0, -1):
            day = midnight - timedelta(days=days_ago)
            day -= timedelta(days=max(0, day.weekday() - 4))
            pace = level(self.profile.story.pace, days_ago / 7) * level(BUSIER, days_ago / 7)
            expected = self.profile.per_week / 7 * pace
            for _ in range(int(expected) + (self._rng.random() < expected % 1)):
                yield self._case(day, days_ago / 7)

    def _case(self, day: datetime, weeks_ago: float) -> Case:
        rng, theme = self._rng, self.profile.story.theme_at(weeks_ago)
        mood = level(self.profile.story.mood, weeks_ago)
        topics = _topics(self.profile, theme)
        topic = rng.choice(sorted(topics))
        opened = day + timedelta(minutes=rng.randrange(7 * 60, 18 * 60), seconds=rng.randrange(60))
        response = timedelta(minutes=round(rng.expovariate(1 / (25 + 200 * (1 - mood)))) + 3)
        resolved = (
            opened + response + timedelta(minutes=round(rng.expovariate(1 / (180 + 2000 * (1 - mood)))))
        )
        case = Case(
            profile=self.profile,
            contact=rng.choice(self._contacts),
            agent=rng.choice(AGENTS),
            topic=topic,
            subject=rng.choice(topics[topic]),
            priority=rng.choice(PRIORITIES),
            opened_at=opened,
            first_response_at=min(opened + response, self.now),
            resolved_at=resolved if resolved < self.now else None,
            reopened=int(rng.random() < 0.25 * (1 - mood)),
        )
        self._ask(case, mood, theme)
        return case

    def _ask(self, case: Case, mood: float, theme: str) -> None:
        """Send the survey once the ticket is resolved; some are never answered."""
        rng = self._rng
        survey = _survey(self.profile, rng)
        asked, answered = rng.random() >= _WITHOUT_SURVEY, rng.random() < self.profile.answers
        delay = timedelta(minutes=round(rng.expovariate(1 / 420)) + 2)
        polarity = _polarity(rng, mood)
        if case.resolved_at is None or not asked:
            return
        case.survey, case.sent_at = survey, case.resolved_at
        if answered and case.sent_at + delay < self.now:
            case.rated_at = case.sent_at + delay
            case.polarity, case.score = polarity, rng.choice(_SCORES[survey, polarity])
            case.comment = self._comment(case, theme)

    def _comment(self, case: Case, theme: str) -> str:
        polarity = case.polarity or ""
        if self._rng.random() > _COMMENTED[polarity]:
            return ""
        if theme and polarity == "negative":
            text = self._draw("theme", theme, of=THEMES[theme])
        elif case.survey == "nps" and polarity != "neutral":
            text = self._draw("nps", polarity, of=PRAISE_IN_NPS if polarity == "positive" else BLAME_IN_NPS)
        elif (fitting := BY_TOPIC.get((case.topic, polarity))) and self._rng.random() < 0.4:
            text = self._draw("topic", case.topic, polarity, of=fitting)
        else:
            bank = COMPANY if self.profile.kind == "company" else RESIDENT
            text = self._draw("bank", polarity, of=bank[polarity])
        return text.replace("{agent}", case.agent.name.split()[0])

    def _draw(self, *deck: str, of: Sequence[str]) -> str:
        """From a shuffled deck, so that a customer repeats itself as late as possible."""
        cards = self._decks.setdefault(deck, [])
        if not cards:
            cards += self._rng.sample(of, len(of))
        return cards.pop()


def _topics(profile: Profile, theme: str) -> Mapping[str, tuple[str, ...]]:
    if theme == "flood":
        return FLOOD_TOPICS
    return COMPANY_TOPICS if profile.kind == "company" else RESIDENT_TOPICS


def _survey(profile: Profile, rng: random.Random) -> str:
    usual = "csat" if profile.kind == "company" else "smile"
    return rng.choices((usual, "nps", "ces"), (84, 8, 8))[0]


def _polarity(rng: random.Random, mood: float) -> str:
    rest = 1 - mood
    return rng.choices(("positive", "neutral", "negative"), (mood, 0.3 * rest, 0.7 * rest))[0]
