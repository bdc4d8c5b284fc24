"""Making foreign text harmless: escaping for mrkdwn, cutting with a visible mark, cleaning names.

Only mrkdwn needs escaping (``text`` of a message, mrkdwn objects). Rich text and plain_text are never read
for mentions, and escaping there would show ``&lt;`` on the screen.
"""

import unicodedata
from typing import Final

MARK: Final = "…"

# Bidi controls can turn a name round, zero-width characters make two different names look the same.
_HIDDEN: Final = frozenset(
    [
        0x061C,
        0x200B,
        0x200C,
        0x200D,
        0x200E,
        0x200F,
        0x2060,
        0xFEFF,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f")


def escape_mrkdwn(text: str) -> str:
    """The text with Slack's three control characters as entities: no mention or link survives in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cost(character: str) -> int:
    if character == "&":
        return 5
    return 4 if character in "<>" else 1


def escaped_length(text: str) -> int:
    """How many characters ``escape_mrkdwn(text)`` has."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def truncate(text: str, limit: int) -> str:
    """The longest start of the text that has at most ``limit`` characters once escaped; "…" marks a cut.

    The result is NOT escaped: cutting after escaping could leave half an entity. Combining marks and emoji
    sequences are not torn from what they belong to. ``limit`` must be at least 1.
    """
    if limit < 1:
        raise ValueError("A text cannot be cut to fewer than one character.")
    if escaped_length(text) <= limit:
        return text
    room = limit - len(MARK)
    end = 0
    while room >= (cost := _cost(text[end])):
        room -= cost
        end += 1
    while end > 0 and _belongs_to_the_previous(text, end):
        end -= 1
    return text[:end].rstrip() + MARK


def _belongs_to_the_previous(text: str, at: int) -> bool:
    return text[at] in _JOINERS or text[at - 1] == "\u200d" or unicodedata.combining(text[at]) != 0


def escape_and_truncate(text: str, limit: int) -> str:
    """The text for a mrkdwn field of at most ``limit`` characters: cut first, then escaped."""
    return escape_mrkdwn(truncate(text, limit))


def clean_name(name: str) -> str:
    """A name on one line: no control, bidi or zero-width characters, no lone surrogates, single spaces."""
    kept = (" " if character.isspace() else character for character in name if not _is_hidden(character))
    return " ".join("".join(kept).split())


def _is_hidden(character: str) -> bool:
    if character.isspace():
        return False
    return ord(character) in _HIDDEN or unicodedata.category(character) in ("Cc", "Cs")
