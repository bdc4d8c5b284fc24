"""The builder: small functions that return Block Kit as plain dicts; what Slack would refuse is refused here.

Foreign text goes into ``plain`` (or bot.slack.rich); ``mrkdwn`` is for our own words, with names passed
through ``escaped``. Every text is cut to its limit before it is escaped; none is dropped for being long.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.blockkit import limits
from bot.blockkit.check import Problem, problems, view_problems
from bot.blockkit.escape import clean_name, escape_and_truncate, truncate
from bot.slack.rich import DAY_AND_TIME, typed

Json = dict[str, Any]

_NOTHING = "-"  # Slack refuses an empty text


class MalformedBlocksError(ValueError):
    """Blocks that Slack would refuse: a fault of the code that built them, found before anything is sent."""

    def __init__(self, found: Sequence[Problem]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(str(problem) for problem in found))


def plain(text: str, limit: int = limits.TEXT_OBJECT) -> Json:
    """Text shown exactly as it is: no markup, no mention, no ``:emoji:``."""
    return {"type": "plain_text", "text": truncate(typed(text) or _NOTHING, limit), "emoji": False}


def mrkdwn(markup: str) -> Json:
    """Our own markup; anything foreign in it has been through ``escaped``."""
    return {"type": "mrkdwn", "text": markup or _NOTHING}


def escaped(name: str, limit: int = 120) -> str:
    """A foreign name for use inside ``mrkdwn``: one line, cut, then escaped."""
    return escape_and_truncate(clean_name(name) or _NOTHING, limit)


def clean(name: str, limit: int = 120) -> str:
    """A foreign name for use inside ``plain``: one line, without hidden characters, cut with a mark."""
    return truncate(clean_name(name) or _NOTHING, limit)


def date_token(at: datetime, fallback: str) -> str:
    """A moment inside ``mrkdwn``, shown in the reader's own timezone."""
    return f"<!date^{int(at.timestamp())}^{DAY_AND_TIME}|{fallback}>"


def section(text: Json | None = None, *, fields: Sequence[Json] = (), accessory: Json | None = None) -> Json:
    """A paragraph, two columns of fields, or both, with perhaps one element beside them."""
    return _filled({"type": "section", "text": text, "fields": list(fields), "accessory": accessory})


def header(text: str) -> Json:
    """A title in plain text."""
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


def context(*texts: Json) -> Json:
    """A line in small grey letters."""
    return {"type": "context", "elements": list(texts)}


def divider() -> Json:
    """A thin line."""
    return {"type": "divider"}


def actions(*elements: Json, block_id: str | None = None) -> Json:
    """A row of buttons and menus."""
    return _filled({"type": "actions", "block_id": block_id, "elements": list(elements)})


def button(
    label: str, action_id: str, value: str, *, style: str | None = None, spoken: str | None = None
) -> Json:
    """A button; ``value`` comes back with the click, ``spoken`` is the label for a screen reader."""
    return _filled(
        {
            "type": "button",
            "text": plain(label, limits.BUTTON_TEXT),
            "action_id": action_id,
            "value": value,
            "style": style,
            "accessibility_label": truncate(clean_name(spoken), limits.BUTTON_ACCESSIBILITY_LABEL)
            if spoken
            else None,
        }
    )


def option(label: str, value: str, description: str = "") -> Json:
    """One choice of a menu, a row of radio buttons or an overflow menu."""
    return _filled(
        {
            "text": plain(label, limits.OPTION_TEXT),
            "value": value,
            "description": plain(description, limits.OPTION_DESCRIPTION) if description else None,
        }
    )


def overflow(action_id: str, options: Sequence[Json]) -> Json:
    """The three dots: at most five choices."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def select(action_id: str, options: Sequence[Json], *, placeholder: str, initial: Json | None = None) -> Json:
    """A menu of at most a hundred choices."""
    return _filled(
        {
            "type": "static_select",
            "action_id": action_id,
            "placeholder": plain(placeholder, limits.PLACEHOLDER),
            "options": list(options),
            "initial_option": initial,
        }
    )


def radio(action_id: str, options: Sequence[Json], *, initial: Json) -> Json:
    """A column of at most ten choices, one of them taken."""
    return {
        "type": "radio_buttons",
        "action_id": action_id,
        "options": list(options),
        "initial_option": initial,
    }


def datetime_picker(action_id: str, initial: datetime) -> Json:
    """A day and a time, in the reader's timezone."""
    return {
        "type": "datetimepicker",
        "action_id": action_id,
        "initial_date_time": int(initial.timestamp()),
    }


def checkboxes(action_id: str, options: Sequence[Json], *, initial: Sequence[Json] = ()) -> Json:
    """A column of at most ten boxes to tick."""
    return _filled(
        {
            "type": "checkboxes",
            "action_id": action_id,
            "options": list(options),
            "initial_options": list(initial),
        }
    )


def date_picker(action_id: str, initial: date) -> Json:
    """A day."""
    return {"type": "datepicker", "action_id": action_id, "initial_date": initial.isoformat()}


def text_input(
    action_id: str, *, max_length: int, placeholder: str = "", multiline: bool = False, initial: str = ""
) -> Json:
    """A field to type into."""
    return _filled(
        {
            "type": "plain_text_input",
            "action_id": action_id,
            "max_length": max_length,
            "multiline": multiline,
            "placeholder": plain(placeholder, limits.PLACEHOLDER) if placeholder else None,
            "initial_value": initial,
        }
    )


def field(
    label: str,
    element: Json,
    block_id: str,
    *,
    optional: bool = False,
    hint: str = "",
    heard: bool = False,
) -> Json:
    """A labelled input of a modal; its errors are keyed by ``block_id``. One that is ``heard`` is also sent
    when it changes.
    """
    return _filled(
        {
            "type": "input",
            "block_id": block_id,
            "label": plain(label, limits.INPUT_LABEL),
            "element": element,
            "optional": optional,
            "dispatch_action": heard or None,
            "hint": plain(hint, limits.INPUT_HINT) if hint else None,
        }
    )


def message(blocks: Sequence[Json], text: str) -> Json:
    """``{"text", "blocks"}`` of a message; ``text`` is plain, escaped here. Raises MalformedBlocksError."""
    _refuse(problems(list(blocks), "message"))
    return {
        "text": escape_and_truncate(clean_name(text) or _NOTHING, limits.MESSAGE_TEXT_ADVISED),
        "blocks": list(blocks),
    }


def modal(
    title: str,
    blocks: Sequence[Json],
    *,
    callback_id: str,
    private_metadata: str = "",
    submit: str | None = None,
    close: str = "Close",
) -> Json:
    """A modal view; raises MalformedBlocksError."""
    view = _filled(
        {
            "type": "modal",
            "callback_id": callback_id,
            "title": plain(title, limits.VIEW_TITLE),
            "submit": plain(submit, limits.VIEW_SUBMIT) if submit else None,
            "close": plain(close, limits.VIEW_CLOSE),
            "private_metadata": private_metadata,
            "blocks": list(blocks),
        }
    )
    _refuse(view_problems(view))
    return view


def home(blocks: Sequence[Json], *, callback_id: str) -> Json:
    """An App Home view; raises MalformedBlocksError."""
    view = {"type": "home", "callback_id": callback_id, "blocks": list(blocks)}
    _refuse(view_problems(view))
    return view


def _refuse(found: Sequence[Problem]) -> None:
    if found:
        raise MalformedBlocksError(found)


def _filled(value: Json) -> Json:
    """Without what was not given: Slack refuses null and empty lists."""
    return {key: inner for key, inner in value.items() if inner is not None and inner != [] and inner != ""}
