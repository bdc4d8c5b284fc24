"""The sixty customers of the playground: who they are and what they are going through."""

from dataclasses import dataclass

from bot.demo.seed.people import ADA, ASH, MAYA, NOOR, TeamMember
from bot.demo.seed.stories import (
    ERODING,
    FALLING,
    FLOODED,
    IMPROVING,
    OVERPRICED,
    RECOVERING,
    Story,
    steady,
)

_ALWAYS = 104


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer as the survey tool and the account list know it.

    ``per_week`` surveys are sent, of which the share ``answers`` is answered; ``weeks`` is how long it has
    been a customer. ``people`` are its contacts; where none are named the history makes some up.
    """

    key: str
    name: str
    kind: str
    population: str
    site: str
    owner: TeamMember
    story: Story
    per_week: float
    answers: float
    weeks: int = _ALWAYS
    renewal_in_days: int | None = None
    people: tuple[str, ...] = ()

    @property
    def domain(self) -> str:
        """The customer's part of e-mail addresses, reserved for examples."""
        return f"{self.key.replace('_', '-')}.example"


def _client(
    key: str, name: str, site: str, owner: TeamMember, story: Story, per_week: float, renewal_in_days: int,
    *people: str, answers: float = 0.48,
) -> Profile:  # fmt: skip
    return Profile(
        key, name, "company", "client", site, owner, story, per_week, answers,
        renewal_in_days=renewal_in_days, people=people,
    )  # fmt: skip


def _resident(key: str, name: str, site: str, story: Story, per_week: float = 0.32) -> Profile:
    owner = NOOR if site == "Umbrella Court" else ADA
    return Profile(
        key, name, "individual", "resident", site, owner, story, per_week, answers=0.75, people=(name,)
    )


def _prospect(key: str, name: str, site: str, story: Story, weeks: int) -> Profile:
    return Profile(key, name, "company", "prospect", site, ASH, story, 0.7, answers=0.6, weeks=weeks)


_CLIENTS = (
    _client(
        "acme", "Acme Corp", "Chicago", MAYA, steady(0.96), 3.4, 140, "Jane Doe", "Wile Cotton", "Eve Park"
    ),
    _client("globex", "Globex", "Springfield", MAYA, FALLING, 2.6, 45, "Hank Albers", "Dora Finch", "Li Wen"),
    _client(
        "hooli", "Hooli", "Palo Alto", MAYA, RECOVERING, 2.8, 210, "Gavin Stone", "Denpok Rao", "Mina Cho"
    ),
    _client("initech", "Initech", "Austin", ASH, steady(0.8), 0.05, 330, "Bill Porter", answers=0.0),
    _client("umbrella", "Umbrella Property", "Harbour District", NOOR, OVERPRICED, 2.0, 25, "Alba Wesker"),
    _client("larkspur", "Larkspur Dental", "Leeds", ASH, steady(0.93), 0.9, 88),
    _client("meridian", "Meridian Freight", "Rotterdam", NOOR, ERODING, 2.2, 60),
    _client("quillon", "Quillon Books", "Porto", ASH, steady(0.9), 1.3, 170, answers=0.12),
    _client("tidewater", "Tidewater Credit Union", "Galway", MAYA, steady(0.9), 1.6, 250),
    _client("pinecrest", "Pinecrest Schools", "Tampere", NOOR, IMPROVING, 2.0, 120),
    _client("saffron", "Saffron Kitchens", "Lyon", ASH, steady(0.86), 0.7, 95),
    _client("copperfield", "Copperfield Legal", "London", MAYA, steady(0.78), 1.4, 30),
    _client("orchard", "Orchard Street Clinic", "Bristol", NOOR, steady(0.94), 1.1, 200),
    _client("brightwater", "Brightwater Utilities", "Aarhus", MAYA, steady(0.62), 2.4, 75),
    _client("kestrel", "Kestrel Aviation Parts", "Toulouse", ASH, steady(0.91), 1.0, 300),
    _client("mosaic", "Mosaic Housing Trust", "Sheffield", NOOR, steady(0.84), 1.5, 110),
    _client("juniper", "Juniper Analytics", "Tallinn", ASH, steady(0.95), 0.6, 180),
    _client("halcyon", "Halcyon Hotels", "Lisbon", MAYA, OVERPRICED, 2.6, 55),
    _client("redwood", "Redwood Veterinary", "Ghent", NOOR, steady(0.97), 0.8, 260),
    _client("ostrava", "Moravian Steelworks", "Ostrava", ASH, steady(0.2), 2.4, 190),
    _client("zephyr", "Zephyr Couriers", "Valencia", NOOR, steady(0.88), 1.2, 40),
    _client("basalt", "Basalt Construction", "Graz", MAYA, ERODING, 1.5, 20),
    _client("cinder", "Cinder Coffee Roasters", "Malmö", ASH, steady(0.92), 0.5, 150),
    _client("delphi", "Delphi Optics", "Jena", NOOR, IMPROVING, 1.0, 130),
    _client("evergreen", "Evergreen Pharmacies", "Zurich", MAYA, steady(0.93), 2.2, 220),
    _client("fathom", "Fathom Marine", "Bergen", ASH, steady(0.89), 0.7, 310),
    _client("gable", "Gable Roofing", "Cork", NOOR, steady(0.81), 0.4, 100),
    _client("ironbridge", "Ironbridge Museum", "Telford", ASH, steady(0.96), 0.3, 280),
    _client("wexley", "Wexley Insurance", "Hamburg", MAYA, steady(0.87), 2.6, 160),
    _client("northgate", "Northgate Libraries", "Newcastle", NOOR, steady(0.95), 0.6, 240),
)
_RESIDENTS = (
    _resident("r101", "Marta Kowalczyk", "Umbrella Court", FLOODED),
    _resident("r102", "Desmond Achebe", "Umbrella Court", FLOODED, 0.4),
    _resident("r103", "Ilse van der Berg", "Umbrella Court", FLOODED),
    _resident("r104", "Rahul Bose", "Umbrella Court", FLOODED, 0.4),
    _resident("r105", "Concetta Ricci", "Umbrella Court", FLOODED),
    _resident("r106", "Owen Pritchard", "Umbrella Court", FLOODED),
    _resident("r107", "Thuy Pham", "Umbrella Court", FLOODED, 0.25),
    _resident("r108", "Josef Sedlak", "Umbrella Court", FLOODED, 0.25),
    _resident("r109", "Amina Yusupova", "Umbrella Court", steady(0.85)),
    _resident("r201", "Peter Lindholm", "Kingfisher Wharf", steady(0.95), 0.5),
    _resident("r202", "Grace Adeyemi", "Kingfisher Wharf", steady(0.92), 0.45),
    _resident("r203", "Hugo Marchetti", "Kingfisher Wharf", steady(0.9), 0.5),
    _resident("r204", "Sunniva Dahl", "Kingfisher Wharf", steady(0.88)),
    _resident("r205", "Carlos Mendieta", "Kingfisher Wharf", IMPROVING, 0.5),
    _resident("r206", "Beatrix Vogel", "Kingfisher Wharf", steady(0.7), 0.5),
    _resident("r207", "Ken Watanabe-Ross", "Kingfisher Wharf", steady(0.95), 0.1),
    _resident("r301", "Fatou Ndiaye", "Linden Gardens", steady(0.93), 0.5),
    _resident("r302", "Walter Brandt", "Linden Gardens", steady(0.4), 0.6),
    _resident("r303", "Mireille Dupont", "Linden Gardens", steady(0.9), 0.45),
    _resident("r304", "Stellan Aronsson", "Linden Gardens", steady(0.94), 0.5),
    _resident("r305", "Noreen O'Dowd", "Linden Gardens", ERODING, 0.5),
    _resident("r306", "Pavel Horak", "Linden Gardens", steady(0.9), 0.12),
)
_PROSPECTS = (
    _prospect("velvet", "Velvet Cinema Group", "Ljubljana", steady(0.9), 10),
    _prospect("harbour", "Harbour & Finch", "Dublin", steady(0.95), 14),
    _prospect("polaris", "Polaris Ski School", "Innsbruck", steady(0.7), 8),
    _prospect("sable", "Sable Textiles", "Como", steady(0.85), 12),
    _prospect("truffle", "Truffle & Oak", "Alba", steady(0.9), 5),
    _prospect("lumen", "Lumen Solar Parks", "Sevilla", steady(0.35), 16),
    _prospect("cobalt", "Cobalt Cycles", "Utrecht", steady(0.92), 20),
    _prospect("anchor", "Anchor Brewing School", "Bamberg", steady(0.9), 3),
)

PROFILES: tuple[Profile, ...] = (*_CLIENTS, *_RESIDENTS, *_PROSPECTS)
