"""Interactive elements inside blocks: finding them, their state, and what a person may put into them."""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

Block = dict[str, Any]
State = dict[str, dict[str, dict[str, Any]]]

# What the state of each stateful element type holds, and which key of the element pre-fills it.
STATE_KEYS: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "checkboxes": ("selected_options", "initial_options"),
    "radio_buttons": ("selected_option", "initial_option"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}

_MANY = frozenset(kind for kind, (key, _) in STATE_KEYS.items() if key.endswith("s"))


def interactive(blocks: list[Block]) -> Iterator[tuple[Block, Block]]:
    """Every (block, element) of the blocks whose element has an action_id, in reading order.

    What stands in a container or a carousel belongs to the block inside, which has a block_id of its own.
    """
    for block in blocks:
        if inner := inner_blocks(block):
            yield from interactive(inner)
            continue
        elements = [block.get("element"), block.get("accessory"), *block.get("elements", ())]
        for element in [*elements, *block.get("actions", ())]:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def inner_blocks(block: Block) -> list[Block]:
    """The blocks inside a container and the cards of a carousel; none for other blocks."""
    key = {"container": "child_blocks", "carousel": "elements"}.get(block["type"], "")
    inner: list[Block] = block.get(key, [])
    return inner


def locate(blocks: list[Block], action_id: str, block_id: str | None = None) -> tuple[Block, Block]:
    """The block and the element with this action_id; LookupError when there is none, or several."""
    found = [
        (block, element)
        for block, element in interactive(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if len(found) != 1:
        offered = [element["action_id"] for _, element in interactive(blocks)]
        raise LookupError(f"{len(found)} elements have the action_id {action_id!r}; there are: {offered}")
    return found[0]


def state_of(element: Block, value: Any) -> dict[str, Any]:
    """The element's entry in ``state.values`` once it holds the value."""
    key = STATE_KEYS[element["type"]][0]
    empty: Any = [] if element["type"] in _MANY else None
    return {"type": element["type"], key: empty if value is None else deepcopy(value)}


def initial_state(
    blocks: list[Block],
    kept: State | None = None,
    preset: Callable[[Block], Any] = lambda element: element.get(STATE_KEYS[element["type"]][1]),
) -> State:
    """The state of fresh blocks: what was entered under the same ids and type, else what is ``preset``."""
    state: State = {}
    for block, element in interactive(blocks):
        kind, action_id = element["type"], element["action_id"]
        if kind not in STATE_KEYS:
            continue
        before = (kept or {}).get(block["block_id"], {}).get(action_id)
        fresh = state_of(element, preset(element))
        entry = before if before is not None and before["type"] == kind else fresh
        state.setdefault(block["block_id"], {})[action_id] = entry
    return state


def options_of(element: Block) -> list[Block]:
    """The options an element offers, those of its groups included."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def chosen(element: Block, value: Any) -> Any:
    """A person's choice in the form Slack keeps: option values become options; the rest stays as it is.

    An option of an external select is given whole, since only the app knows it.
    """
    offered = {option["value"]: option for option in options_of(element) if "value" in option}
    values = value if isinstance(value, list) else [value]
    if not offered:
        return value
    unknown = [each for each in values if not isinstance(each, dict) and str(each) not in offered]
    if unknown:
        raise LookupError(f"{unknown} is not offered; there are: {', '.join(offered)}")
    picked = [each if isinstance(each, dict) else offered[str(each)] for each in values]
    return picked if element["type"] in _MANY else picked[0]


def complaint(block: Block, element: Block, state: Mapping[str, Any]) -> str | None:
    """What Slack's own form would say beside this input before it is sent, or None."""
    value = state[STATE_KEYS[element["type"]][0]]
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    if element["type"] == "plain_text_input" and len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if element["type"] == "plain_text_input" and len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    if element["type"] == "number_input":
        return _number_complaint(element, str(value))
    if element["type"] == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and not re.match(r"https?://\S+$", value):
        return "Please enter a valid URL."
    return None


def _number_complaint(element: Block, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of {element['max_value']} or less."
    return None
