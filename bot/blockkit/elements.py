"""The shapes of interactive elements, and which of them may stand in which block."""

from collections.abc import Iterator
from typing import Any, Final

from bot.blockkit import limits
from bot.blockkit.objects import (
    CHOICE_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_ACTION_CONFIG,
    IMAGE_ELEMENT,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SELECT_OPTION,
    plain_text,
)
from bot.blockkit.rich_text import RICH_TEXT
from bot.blockkit.shapes import (
    Problem,
    Rule,
    anything,
    boolean,
    exactly_one,
    integer,
    list_of,
    one_of,
    record,
    string,
)

_ACTION: Final[dict[str, Rule]] = {"action_id": string(limits.ACTION_ID)}
_FOCUS: Final[dict[str, Rule]] = {"focus_on_load": boolean}
_PICKER: Final[dict[str, Rule]] = {
    **_ACTION,
    **_FOCUS,
    "confirm": CONFIRM,
    "placeholder": plain_text(limits.PLACEHOLDER),
}
_TYPED: Final[dict[str, Rule]] = {
    **_ACTION,
    **_FOCUS,
    "placeholder": plain_text(limits.PLACEHOLDER),
    "dispatch_action_config": DISPATCH_ACTION_CONFIG,
}
_BUTTON: Final[dict[str, Rule]] = {
    **_ACTION,
    "value": string(limits.BUTTON_VALUE, 0),
    "confirm": CONFIRM,
    "accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL),
}
_GIVEN: Final[dict[str, Rule]] = {
    "options": list_of(SELECT_OPTION, 1, limits.SELECT_OPTIONS),
    "option_groups": list_of(OPTION_GROUP, 1, limits.SELECT_OPTION_GROUPS),
}
_FEEDBACK_BUTTON: Final = record(
    {"text": plain_text(limits.BUTTON_TEXT), "value": string(limits.BUTTON_VALUE)},
    {"accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL)},
)


def _element(
    kind: str, optional: dict[str, Rule], required: dict[str, Rule] | None = None, *also: Rule
) -> Rule:
    return record({"type": one_of(kind), **(required or {})}, optional, *also)


def _multi(kind: str, optional: dict[str, Rule], *also: Rule) -> Rule:
    return _element(kind, {**_PICKER, "max_selected_items": integer(1), **optional}, None, *also)


def _preset_is_offered(value: Any, at: str) -> Iterator[Problem]:
    groups = value.get("option_groups", ())
    offered = [*value.get("options", ()), *(option for group in groups for option in group["options"])]
    for key in ("initial_option", "initial_options"):
        preset = value.get(key, [])
        if any(option not in offered for option in (preset if isinstance(preset, list) else [preset])):
            yield Problem(f"{at}/{key}", "not_offered", "must be one of the provided options")


_PEOPLE: Final[dict[str, Rule]] = {
    "users_select": _element("users_select", {**_PICKER, "initial_user": string()}),
    "multi_users_select": _multi("multi_users_select", {"initial_users": list_of(string(), 0)}),
    "channels_select": _element(
        "channels_select", {**_PICKER, "initial_channel": string(), "response_url_enabled": boolean}
    ),
    "multi_channels_select": _multi("multi_channels_select", {"initial_channels": list_of(string(), 0)}),
    "conversations_select": _element(
        "conversations_select",
        {
            **_PICKER,
            "initial_conversation": string(),
            "response_url_enabled": boolean,
            "filter": CONVERSATION_FILTER,
        }
        | {"default_to_current_conversation": boolean},
    ),
    "multi_conversations_select": _multi(
        "multi_conversations_select",
        {"initial_conversations": list_of(string(), 0), "filter": CONVERSATION_FILTER}
        | {"default_to_current_conversation": boolean},
    ),
}

_SELECTS: Final[dict[str, Rule]] = {
    "static_select": _element(
        "static_select",
        {**_PICKER, **_GIVEN, "initial_option": SELECT_OPTION},
        None,
        exactly_one("options", "option_groups"),
        _preset_is_offered,
    ),
    "multi_static_select": _multi(
        "multi_static_select",
        {**_GIVEN, "initial_options": list_of(SELECT_OPTION, 1, limits.SELECT_OPTIONS)},
        exactly_one("options", "option_groups"),
        _preset_is_offered,
    ),
    "external_select": _element(
        "external_select", {**_PICKER, "initial_option": SELECT_OPTION, "min_query_length": integer()}
    ),
    "multi_external_select": _multi(
        "multi_external_select", {"initial_options": list_of(SELECT_OPTION, 1), "min_query_length": integer()}
    ),
    **_PEOPLE,
}

_CHOICES: Final[dict[str, Rule]] = {
    "checkboxes": _element(
        "checkboxes",
        {**_ACTION, **_FOCUS, "confirm": CONFIRM, "initial_options": list_of(CHOICE_OPTION)},
        {"options": list_of(CHOICE_OPTION, 1, limits.CHECKBOXES_OPTIONS)},
        _preset_is_offered,
    ),
    "radio_buttons": _element(
        "radio_buttons",
        {**_ACTION, **_FOCUS, "confirm": CONFIRM, "initial_option": CHOICE_OPTION},
        {"options": list_of(CHOICE_OPTION, 1, limits.RADIO_OPTIONS)},
        _preset_is_offered,
    ),
    "datepicker": _element("datepicker", {**_PICKER, "initial_date": string(10)}),
    "timepicker": _element("timepicker", {**_PICKER, "initial_time": string(5), "timezone": string()}),
    "datetimepicker": _element(
        "datetimepicker",
        {**_ACTION, **_FOCUS, "confirm": CONFIRM, "initial_date_time": integer(0, 9_999_999_999)},
    ),
}

_BUTTONS: Final[dict[str, Rule]] = {
    "button": _element(
        "button",
        {**_BUTTON, "url": string(limits.URL), "style": one_of("primary", "danger")}
        | {"agent_prompt": string(limits.BUTTON_AGENT_PROMPT), "agent_prompt_display": anything}
        | {"visible_to_user_ids": list_of(string(), 0, limits.ICON_BUTTON_VISIBLE_TO)},
        {"text": plain_text(limits.BUTTON_TEXT)},
    ),
    "overflow": _element(
        "overflow",
        {**_ACTION, "confirm": CONFIRM},
        {"options": list_of(OVERFLOW_OPTION, 1, limits.OVERFLOW_OPTIONS)},
    ),
    "workflow_button": _element(
        "workflow_button",
        {**_ACTION, "style": one_of("primary", "danger")}
        | {"accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL)},
        {"text": plain_text(limits.BUTTON_TEXT), "workflow": anything},
    ),
    "icon_button": _element(
        "icon_button",
        {**_BUTTON, "visible_to_user_ids": list_of(string(), 0, limits.ICON_BUTTON_VISIBLE_TO)},
        {"icon": one_of("trash"), "text": plain_text(limits.BUTTON_TEXT)},
    ),
    "feedback_buttons": _element(
        "feedback_buttons",
        _ACTION,
        {"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON},
    ),
}

_INPUTS: Final[dict[str, Rule]] = {
    "plain_text_input": _element(
        "plain_text_input",
        {**_TYPED, "initial_value": string(limits.PLAIN_TEXT_INPUT, 0), "multiline": boolean}
        | {
            "min_length": integer(0, limits.PLAIN_TEXT_INPUT),
            "max_length": integer(1, limits.PLAIN_TEXT_INPUT),
        },
    ),
    "email_text_input": _element("email_text_input", {**_TYPED, "initial_value": string()}),
    "url_text_input": _element("url_text_input", {**_TYPED, "initial_value": string()}),
    "number_input": _element(
        "number_input",
        {**_TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
        {"is_decimal_allowed": boolean},
    ),
    "rich_text_input": _element(
        "rich_text_input",
        {**_TYPED, "initial_value": RICH_TEXT, "min_lines": integer(1, limits.RICH_TEXT_INPUT_LINES)}
        | {"max_lines": integer(1, limits.RICH_TEXT_INPUT_LINES)},
    ),
    "file_input": _element(
        "file_input",
        {**_ACTION, "filetypes": list_of(string()), "max_files": integer(1, limits.FILE_INPUT_FILES)},
    ),
}

ELEMENTS: Final[dict[str, Rule]] = {**_BUTTONS, **_CHOICES, **_SELECTS, **_INPUTS, "image": IMAGE_ELEMENT}

_PRESSED: Final = {"button", "overflow", "workflow_button"}
IN_ACTIONS: Final = frozenset({*_PRESSED, *_CHOICES, *_SELECTS, "rich_text_input"})
IN_SECTION: Final = frozenset({*_PRESSED, *_CHOICES, *_SELECTS, "image"})
IN_INPUT: Final = frozenset({*_CHOICES, *_SELECTS, *_INPUTS})
IN_CONTEXT_ACTIONS: Final = frozenset({"feedback_buttons", "icon_button"})
