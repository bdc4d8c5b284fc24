"""What kinds of sources exist. A new vendor is one file and one line here."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.sources import generic, signatures
from bot.sources.values import Headers, Parsed


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One vendor's webhooks.

    ``verify(headers, raw_body, active_secrets, now)`` raises NotAuthentic. ``parse(headers, raw_body, now)``
    raises MalformedBody and nothing else. ``signed``: requests prove more than knowledge of the address.
    ``docs`` is the heading's anchor in docs/sources.md.
    """

    key: str
    label: str
    signed: bool
    verify: Callable[[Headers, bytes, Sequence[str], datetime], None]
    parse: Callable[[Headers, bytes, datetime], Parsed]
    new_secret: Callable[[], str]
    docs: str


def new_hook_token() -> str:
    """The last part of a hook's address: 192 random bits, safe in a URL."""
    return secrets.token_urlsafe(24)


SOURCES: Mapping[str, SourceKind] = {
    "generic": SourceKind(
        key="generic",
        label="Generic webhook",
        signed=True,
        verify=generic.verify,
        parse=generic.parse,
        new_secret=signatures.new_secret,
        docs="the-generic-format",
    ),
}
