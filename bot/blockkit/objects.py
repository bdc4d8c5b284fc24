"""The shapes of composition objects: texts, options, confirmations, images."""

from bot.blockkit import limits
from bot.blockkit.shapes import Rule, boolean, exactly_one, list_of, one_of, record, string, variant


def plain_text(maximum: int = limits.TEXT_OBJECT) -> Rule:
    """A plain_text object of 1 to ``maximum`` characters."""
    return record({"type": one_of("plain_text"), "text": string(maximum)}, {"emoji": boolean})


def mrkdwn(maximum: int = limits.TEXT_OBJECT) -> Rule:
    """A mrkdwn object of 1 to ``maximum`` characters."""
    return record({"type": one_of("mrkdwn"), "text": string(maximum)}, {"verbatim": boolean})


def text(maximum: int = limits.TEXT_OBJECT) -> Rule:
    """A plain_text or a mrkdwn object."""
    table = {"plain_text": plain_text(maximum), "mrkdwn": mrkdwn(maximum)}
    return variant(lambda: table)


CONFIRM = record(
    {
        "title": plain_text(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain_text(limits.CONFIRM_BUTTON),
        "deny": plain_text(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)


def option(label: Rule, *, with_url: bool = False) -> Rule:
    """An option whose text follows ``label``; only an overflow menu's option may carry a url."""
    optional: dict[str, Rule] = {"description": text(limits.OPTION_DESCRIPTION)}
    if with_url:
        optional["url"] = string(limits.OPTION_URL)
    return record({"text": label, "value": string(limits.OPTION_VALUE)}, optional)


SELECT_OPTION = option(plain_text(limits.OPTION_TEXT))
CHOICE_OPTION = option(text(limits.OPTION_TEXT))
OVERFLOW_OPTION = option(plain_text(limits.OPTION_TEXT), with_url=True)

OPTION_GROUP = record(
    {
        "label": plain_text(limits.OPTION_GROUP_LABEL),
        "options": list_of(SELECT_OPTION, 1, limits.OPTION_GROUP_OPTIONS),
    },
    {},
)

SLACK_FILE = record({}, {"id": string(), "url": string(limits.URL)}, exactly_one("id", "url"))

IMAGE_ELEMENT = record(
    {"type": one_of("image"), "alt_text": string(limits.IMAGE_ALT_TEXT)},
    {"image_url": string(limits.URL), "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)

DISPATCH_ACTION_CONFIG = record(
    {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), 1, 2)}, {}
)

CONVERSATION_FILTER = record(
    {},
    {
        "include": list_of(one_of("im", "mpim", "private", "public"), 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)

SLACK_ICONS = tuple(
    "archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment "
    "compass copy cube download edit email eye-closed eye-open file flag folder gear globe heart help "
    "image info key lightbulb link map mobile new-window pin plus refine refresh rocket save screen share "
    "sparkle star star-filled tag thumbs-down thumbs-up trash upload user warning".split()
)
