"""Which customer somebody means."""

from bot.cli.desk import Desk
from bot.errors import InvalidInput
from bot.usecases.find_customer import find_customer
from bot.views import CustomerLine


async def the_customer(desk: Desk, text: str, place: str = "NAME") -> CustomerLine:
    """The customer that a name, alias, domain or id means, in spite of a slip of a key.

    Raises InvalidInput when that is nobody, or with the candidates when it could be several.
    """
    found = await desk.read(lambda tx: find_customer(tx, desk.workspace.id, text, desk.now))
    if found.customer is not None:
        return found.customer
    if not found.candidates:
        raise InvalidInput({place: f"there is no customer like {text!r}."})
    candidates = "; ".join(_told(one) for one in found.candidates)
    raise InvalidInput({place: f"{text!r} could be several; name one of them, or give its id: {candidates}."})


def _told(line: CustomerLine) -> str:
    about = [word for word in (line.population, line.site, line.id) if word]
    return f"{line.name} ({', '.join(about)})"
