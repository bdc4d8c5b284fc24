"""Who appears in the portfolio: the support team, and names for the customers' people."""

from dataclasses import dataclass

COMPANY_DOMAIN = "bellwether.example"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody of the support organisation. ``handle`` is the name in Slack, and in the survey tool."""

    handle: str
    name: str
    title: str
    is_admin: bool = False

    @property
    def email(self) -> str:
        """The address by which Slack knows this person."""
        return f"{self.handle}@{COMPANY_DOMAIN}"


MAYA = TeamMember("maya", "Maya Chen", "Head of Support")
ASH = TeamMember("ash", "Ash Kimura", "Support agent")
NOOR = TeamMember("noor", "Noor Haddad", "Support agent")
ADA = TeamMember("ada", "Ada Okonkwo", "Operations, Slack admin", is_admin=True)

AGENTS = (
    ASH,
    NOOR,
    TeamMember("tomasz", "Tomasz Wrona", "Support agent"),
    TeamMember("bea", "Bea Lindqvist", "Support agent"),
    TeamMember("ravi", "Ravi Menon", "Field technician"),
)

FIRST_NAMES = tuple(
    "Amara Anneke Bruno Camille Chidi Dalia Dario Elif Emre Farah Felix Freya Gideon Hana Henrik Ines Isaac "
    "Jonas Kavya Keiko Lars Leila Linus Lucia Magda Malik Marta Mateus Mei Nadia Nils Olga Omar Paula Pedro "
    "Priya Quentin Rosa Ruben Samira Selma Silvan Sofia Tariq Thea Tomoko Ursula Valentin Wanda Yusuf".split()
)
LAST_NAMES = tuple(
    "Abebe Albrecht Aydin Baptiste Bergmann Castro Delacroix Diallo Eriksen Farkas Ferreira Fontaine Gallo "
    "Goldberg Haas Hoffmann Ibrahim Ivarsson Jansen Kapoor Keller Kovacs Laurent Lindgren Lombardi Mbeki "
    "Moreau Murphy Nakamura Novak Nyberg Okafor Oliveira Papadakis Pereira Quinn Rahman Rossi Sadiq Santos "
    "Schwarz Silva Stoica Tanaka Thorsen Vargas Vermeer Weiss Yilmaz Zhang".split()
)
