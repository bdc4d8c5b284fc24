"""What was typed after ``/health``, read tolerantly."""

from dataclasses import dataclass

_LONGEST = 200
_HELP = frozenset({"help", "?", "-h", "--help"})
_QUOTES = "\"'`“”„‟‘’‚‛«»‹›"  # noqa: RUF001  (phones turn straight quotes into these)
# Slack sends these three characters as entities, whatever the setting should_escape says of mentions.
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class AskedForHelp:
    """``/health help``."""


@dataclass(frozen=True, slots=True)
class AskedForPortfolio:
    """``/health`` alone."""


@dataclass(frozen=True, slots=True)
class AskedForCustomer:
    """``/health acme``; in quotes even a customer called Help is found."""

    name: str


def parse(text: str) -> AskedForHelp | AskedForPortfolio | AskedForCustomer:
    """What a person wants; any kind of space and of quotation mark will do."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    words = " ".join(text.split())[:_LONGEST]
    name = words.strip(_QUOTES).strip()
    if not name:
        return AskedForPortfolio()
    if words.lower() in _HELP:
        return AskedForHelp()
    return AskedForCustomer(name)
