"""Rich text: the one place where foreign words are shown exactly as they were typed.

Slack reads no mention, link or markup inside a rich text ``text`` part, so nothing here is escaped.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.blockkit import limits
from bot.blockkit.escape import MARK, clean_name, truncate

Json = dict[str, Any]

_KEPT_CONTROLS = "\n\t"
DAY_AND_TIME = "{date_short_pretty} at {time}"


def text(words: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Json:
    """A run of text in one style; an empty one is left out by whatever it is put in."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("code", code)) if on}
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def name(words: str, limit: int = 120, *, bold: bool = False) -> Json:
    """A foreign name on one line, without hidden characters, cut with a mark."""
    cleaned = clean_name(words)
    return text(truncate(cleaned, limit) if cleaned else "", bold=bold)


def user(user_id: str) -> Json:
    """A mention of a Slack user."""
    return {"type": "user", "user_id": user_id}


def link(url: str, words: str) -> Json:
    """A link; the caller has asked ``web_url`` first."""
    return {"type": "link", "url": url, "text": words}


def moment(at: datetime, fallback: str, shown_as: str = DAY_AND_TIME) -> Json:
    """A moment in the reader's own timezone; ``fallback`` is for clients that cannot."""
    return {"type": "date", "timestamp": int(at.timestamp()), "format": shown_as, "fallback": fallback}


def line(*parts: Json) -> Json:
    """A paragraph."""
    return {"type": "rich_text_section", "elements": _filled(parts)}


def bullets(*lines: Json) -> Json:
    """A list with dots; each line is a ``line``."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def quote(words: str, limit: int) -> Json:
    """What a customer wrote, exactly, behind a bar; cut at ``limit`` it says how much is missing."""
    cleaned = typed(words)
    shown = truncate(cleaned, limit) if cleaned else ""
    parts = [text(shown)]
    if shown != cleaned:
        missing = len(cleaned) - (len(shown) - len(MARK))
        parts.append(text(f" ({missing:,} more characters)", italic=True))
    return {"type": "rich_text_quote", "elements": _filled(parts)}


def block(*elements: Json, block_id: str | None = None) -> Json:
    """The rich text block of these paragraphs, lists and quotes, in that order."""
    return {"type": "rich_text", **({"block_id": block_id} if block_id else {}), "elements": list(elements)}


def typed(words: str) -> str:
    """The text without what no screen shows: lone surrogates, control characters but line ends and tabs."""
    return "".join(
        character
        for character in words
        if character in _KEPT_CONTROLS
        or not (character < " " or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff")
    ).strip()


def web_url(url: str) -> str | None:
    """The address when it is one for a browser (http or https, a host, no spaces), else None."""
    if not url or len(url) > limits.URL or any(character.isspace() or character < " " for character in url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _filled(parts: list[Json] | tuple[Json, ...]) -> list[Json]:
    return [part for part in parts if part["type"] != "text" or part["text"]]
