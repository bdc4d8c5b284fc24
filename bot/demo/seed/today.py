"""What has come in today: a handful of surveys that arrive while the playground opens, and who took care."""

from dataclasses import dataclass

from bot.demo.surveys import Survey


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody presses a button on the alert about a customer."""

    who: str  # handle
    customer: str
    button: str  # its label


SURVEYS = (
    Survey(
        "Acme Corp", "Jane Doe", "csat", 5, "Laptops rolled out before lunch. Thank you all!",
        minutes_ago=320, subject="Twenty new laptops",
    ),
    Survey(
        "Meridian Freight", "", "csat", 2,
        "Labels print sideways since the update and the lorries are waiting. Third time this week.",
        minutes_ago=190, subject="Labels print sideways",
    ),
    Survey(
        "Ilse van der Berg", "", "csat", 1,
        "The lift has been out since the flood. I am 78 and live on the fifth floor.",
        minutes_ago=131, subject="Lift is out since the flood",
    ),
    Survey(
        "Brightwater Utilities", "", "nps", 3, "We feel like a small customer.",
        minutes_ago=95, subject="Second site is slow in the afternoon",
    ),
    Survey(
        "Globex", "Hank Albers", "csat", 1,
        "VPN down for the second time this week, and nobody in the call knew that we have two sites.\n"
        "Where is the team that knew our systems?",
        minutes_ago=58, subject="VPN disconnects every hour",
    ),
    Survey("Redwood Veterinary", "", "csat", 5, minutes_ago=41, subject="Scanner at the counter is dead"),
    Survey(
        "Marta Kowalczyk", "", "csat", 1, "No hot water for nine days. I have two small children.",
        minutes_ago=22, subject="Still no hot water",
    ),
    Survey(
        "Halcyon Hotels", "", "csat", 2,
        "Fifteen per cent more for the same service, and check-in stood still for an hour this morning.",
        minutes_ago=9, subject="Check-in desk is offline",
    ),
)  # fmt: skip

DEEDS = (
    Deed("noor", "Meridian Freight", "Done"),
    Deed("ash", "Ilse van der Berg", "Claim"),
)
