"""Finding the customer that somebody means, in spite of case, typing errors and partial names."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils
from sqlalchemy import Connection

from bot.sources.names import normalise_name
from bot.storage import customers, health
from bot.views import Found

_ALIKE = 72.0  # of 100: below this, a name is another name
_CLEAR = 12.0  # how far ahead of the second the first must be to be meant without asking
_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class _Match:
    customer_id: str
    likeness: float


def find_customer(tx: Connection, workspace_id: str, text: str) -> Found:
    """The customer whose name, alias, domain or id ``text`` is; or who it is like; or up to five to choose
    from.
    """
    exact = _exact(tx, workspace_id, text.strip())
    if len(exact) == 1:
        return Found(health.customer_lines(tx, workspace_id, exact)[exact[0]])
    matches = [_Match(customer_id, 100.0) for customer_id in exact] or _alike(tx, workspace_id, text)
    lines = health.customer_lines(tx, workspace_id, [match.customer_id for match in matches])
    if matches and (len(matches) == 1 or matches[0].likeness - matches[1].likeness >= _CLEAR):
        return Found(lines[matches[0].customer_id])
    return Found(None, tuple(lines[match.customer_id] for match in matches[:_CANDIDATES]))


def _exact(tx: Connection, workspace_id: str, text: str) -> list[str]:
    """By id or by a key; several customers may bear the name, of whom only the first holds the key."""
    if customers.get_customers(tx, workspace_id, [text]):
        return [text]
    folded = text.casefold()
    named = customers.find_named(tx, workspace_id, text) or [
        customer_id
        for customer_id, name in customers.all_names(tx, workspace_id)
        if name.casefold() == folded
    ]
    if named:
        return named
    keys = [f"name:{normalise_name(text)}", f"domain:{text.casefold()}", f"email:{text.casefold()}"]
    return list(dict.fromkeys(customers.find_by_keys(tx, workspace_id, keys).values()))


def _alike(tx: Connection, workspace_id: str, text: str) -> list[_Match]:
    names = customers.all_names(tx, workspace_id)
    choices = [name for _, name in names]
    wanted = utils.default_process(text)
    if len(wanted) < 2:
        return []
    found = process.extract(
        wanted,
        choices,
        scorer=_likeness,
        processor=utils.default_process,
        limit=_CANDIDATES + 1,
        score_cutoff=_ALIKE,
    )
    return [_Match(names[index][0], likeness) for _, likeness, index in found]


def _likeness(wanted: str, name: str, **_: object) -> float:
    """How well a typed text fits a name, 0..100: the same words in any order, a beginning, a part, or a slip
    of a key.
    """
    if name.startswith(wanted) or any(word.startswith(wanted) for word in name.split()):
        return 95.0 + 5.0 * len(wanted) / len(name)
    return max(
        fuzz.ratio(wanted, name),
        0.97 * fuzz.token_sort_ratio(wanted, name),
        0.93 * max((fuzz.ratio(wanted, word) for word in name.split()), default=0.0),
        0.90 * (fuzz.partial_ratio(wanted, name) if len(wanted) >= 4 else 0.0),
    )
