"""Finding the customer that somebody means, in spite of case, typing errors and partial names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process, utils
from sqlalchemy import Connection

from bot.sources.names import normalise_name
from bot.storage import customers, health
from bot.views import Found

_LONGEST = 300  # characters; no name is longer
_ALIKE = 72.0  # of 100: below this, a name is another name
_CLEAR = 12.0  # how far ahead of the second the first must be to be meant without asking
_CANDIDATES = 5
_CONSIDERED = 50  # names and aliases; a customer may have several
_TELLING = 4  # letters: shorter pieces of text are found in too many others


@dataclass(frozen=True, slots=True)
class _Match:
    customer_id: str
    likeness: float


def find_customer(tx: Connection, workspace_id: str, text: str, now: datetime) -> Found:
    """The customer whose name, alias, domain or id ``text`` is; or who it is like; or up to five to choose
    from.
    """
    wanted = _typed(text)
    if not wanted:
        return Found(None)
    exact = _exact(tx, workspace_id, wanted)
    matches = [_Match(customer_id, 100.0) for customer_id in exact] or _alike(tx, workspace_id, wanted)
    lines = health.customer_lines(tx, workspace_id, [match.customer_id for match in matches], now)
    matches.sort(key=lambda match: (-match.likeness, lines[match.customer_id].name))
    if matches and (len(matches) == 1 or matches[0].likeness - matches[1].likeness >= _CLEAR):
        return Found(lines[matches[0].customer_id])
    return Found(None, tuple(lines[match.customer_id] for match in matches[:_CANDIDATES]))


def _typed(text: str) -> str:
    """Without what no database can hold, and no longer than a name."""
    return text[:_LONGEST].encode("utf-8", "replace").decode().replace("\0", " ").strip()


def _exact(tx: Connection, workspace_id: str, text: str) -> list[str]:
    """By id, name or key; several customers may bear a name, of whom only the first holds its key."""
    if customers.get_customers(tx, workspace_id, [text]):
        return [text]
    named = customers.find_named(tx, workspace_id, text)
    if named:
        return named
    folded, names = text.casefold(), customers.all_names(tx, workspace_id)
    named = [customer_id for customer_id, name in names if name.casefold() == folded]
    if named:
        return named
    key = normalise_name(text)
    keys = [f"name:{key}", f"domain:{folded}", f"email:{folded}"]
    found = customers.find_by_keys(tx, workspace_id, keys)
    bearers = [customer_id for customer_id, name in names if normalise_name(name) == key] if found else []
    return list(dict.fromkeys([*found.values(), *bearers]))


def _alike(tx: Connection, workspace_id: str, text: str) -> list[_Match]:
    wanted = utils.default_process(text)
    if len(wanted) < 2:
        return []
    names = [(of, utils.default_process(name)) for of, name in customers.all_names(tx, workspace_id)]
    known = set(names)
    aliases = [alias for alias in customers.all_aliases(tx, workspace_id) if alias not in known]
    choices = [*names, *aliases]
    found = process.extract(
        wanted,
        [name for _, name in choices],
        scorer=_likeness,
        limit=_CONSIDERED,
        score_cutoff=_ALIKE,
    )
    best: dict[str, _Match] = {}
    for _, likeness, place in found:
        customer_id = choices[place][0]
        best.setdefault(customer_id, _Match(customer_id, likeness))
    return list(best.values())


def _likeness(wanted: str, name: str, **_: object) -> float:
    """How well a typed text fits a name, 0..100: the same words in any order, their beginnings, a part, or a
    slip of a key.
    """
    words = _words_found(wanted.split(), name.split())
    if words == 100.0:
        return 95.0 + 5.0 * min(len(wanted) / len(name), 1.0)
    return max(
        0.95 * words,
        fuzz.ratio(wanted, name),
        0.97 * fuzz.token_sort_ratio(wanted, name),
        0.93 * max((fuzz.ratio(wanted, word) for word in name.split()), default=0.0),
        0.90 * _part(wanted, name),
    )


def _words_found(wanted: Collection[str], words: Collection[str]) -> float:
    """How well each word that was typed fits one of the name's; half of it is what the worst one does."""
    if not words:
        return 0.0
    found = [
        (max(100.0 if word.startswith(typed) else fuzz.ratio(typed, word) for word in words), len(typed))
        for typed in wanted
    ]
    mean = sum(likeness * length for likeness, length in found) / sum(length for _, length in found)
    return (mean + min(likeness for likeness, _ in found)) / 2.0


def _part(wanted: str, name: str) -> float:
    """How well the text fits some part of the name, or whether the whole name is in the text."""
    if len(wanted) <= len(name):
        return fuzz.partial_ratio(wanted, name) if len(wanted) >= _TELLING else 0.0
    return 100.0 if len(name) >= _TELLING and f" {name} " in f" {wanted} " else 0.0
