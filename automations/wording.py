"""How reasons and refusals name things: short, printable, whatever was written."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

_LONGEST_WORD = 60


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The form in which names are compared: blind to case, spacing and the way accents are encoded."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def shown(text: str, most: int = 40) -> str:
    """At most ``most`` characters of the text, with anything unprintable replaced and a cut marked."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in cut)


def listed(words: Sequence[str], last: str = "and", most: int | None = None) -> str:
    """``a, b and c``; beyond ``most`` words ``a, b and 3 more``."""
    if most is not None and len(words) > most:
        words = [*words[:most], f"{len(words) - most} more"]
        last = "and"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def closest(word: str, options: Iterable[str]) -> str | None:
    """The option the word was probably meant to be, or None."""
    if len(word) > _LONGEST_WORD:
        return None
    by_folded = {fold(option): option for option in options}
    found = get_close_matches(fold(word), by_folded, n=1)
    return by_folded[found[0]] if found else None


def meant(word: str, options: Collection[str]) -> str:
    """`` (did you mean x?)`` when an option is close, else nothing."""
    guess = closest(word, options)
    return f" (did you mean {guess}?)" if guess is not None else ""


def named(value: object) -> str:
    """What was written, for a sentence: ``"text"``, ``the number 5``, ``true``, ``a list``..."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{shown(value)}"'
        case int() if abs(value) >= 10**18:
            return "a very long number"
        case int() | float():
            return f"the number {value}"
        case date():
            return f"the date {value}"
        case Mapping():
            return "a mapping" if value else "an empty mapping"
        case Sequence():
            return "a list" if value else "an empty list"
        case _:
            return f"a {type(value).__name__}"


def spelling_hint(value: object) -> str:
    """Why something meant as text arrived as another type, for those who wrote YAML; else nothing."""
    match value:
        case bool():
            return (
                "; YAML reads yes, no, on and off without quotes as true or false, so put the word in quotes"
            )
        case int() | float():
            return "; put it in quotes if it is meant as text"
        case date():
            return "; put it in quotes, since YAML reads it as a date"
        case _:
            return ""
