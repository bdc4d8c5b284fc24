"""The shapes of rich text: the parts of a line, and the sections, lists, quotes and code that hold them."""

from typing import Final

from bot.blockkit import limits
from bot.blockkit.shapes import Rule, boolean, integer, list_of, one_of, record, string, variant

_STYLE_WORDS: Final = (
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "highlight",
    "client_highlight",
    "unlink",
)
_STYLE = record({}, dict.fromkeys(_STYLE_WORDS, boolean))


def _part(kind: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return record({"type": one_of(kind), **required}, {"style": _STYLE, **(optional or {})})


PARTS: Final[dict[str, Rule]] = {
    "text": _part("text", {"text": string()}),
    "link": _part("link", {"url": string(limits.URL)}, {"text": string(minimum=0), "unsafe": boolean}),
    "user": _part("user", {"user_id": string()}),
    "channel": _part("channel", {"channel_id": string()}),
    "usergroup": _part("usergroup", {"usergroup_id": string()}),
    "team": _part("team", {"team_id": string()}),
    "broadcast": _part("broadcast", {"range": one_of("here", "channel", "everyone")}),
    "color": _part("color", {"value": string()}),
    "emoji": _part("emoji", {"name": string()}, {"skin_tone": integer(1, 6), "unicode": string()}),
    "date": _part(
        "date",
        {"timestamp": integer(), "format": string()},
        {"url": string(limits.URL), "fallback": string()},
    ),
}

_parts: Final = variant(lambda: PARTS)
_written: Final = variant(lambda: PARTS, allowed=("text", "link"))
_border: Final = integer(0, 1)

SECTION: Final = record({"type": one_of("rich_text_section"), "elements": list_of(_parts, 0)}, {})

ELEMENTS: Final[dict[str, Rule]] = {
    "rich_text_section": SECTION,
    "rich_text_list": record(
        {
            "type": one_of("rich_text_list"),
            "style": one_of("bullet", "ordered"),
            "elements": list_of(SECTION),
        },
        {"indent": integer(0, limits.RICH_TEXT_LIST_INDENT), "offset": integer(), "border": _border},
    ),
    "rich_text_quote": record(
        {"type": one_of("rich_text_quote"), "elements": list_of(_parts)}, {"border": _border}
    ),
    "rich_text_preformatted": record(
        {"type": one_of("rich_text_preformatted"), "elements": list_of(_written)},
        {"border": _border, "language": string()},
    ),
}

RICH_TEXT: Final = record(
    {"type": one_of("rich_text"), "elements": list_of(variant(lambda: ELEMENTS))},
    {"block_id": string(limits.BLOCK_ID)},
)
