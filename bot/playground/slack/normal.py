"""What Slack adds to blocks that it accepts: missing ids and the defaults of text objects."""

from copy import deepcopy
from typing import Any

from bot.playground.slack.ids import Ids
from bot.playground.slack.inputs import inner_blocks

_INTERACTIVE_HOLDERS = ("element", "accessory")


def normalised(blocks: list[dict[str, Any]], ids: Ids) -> list[dict[str, Any]]:
    """A copy of the blocks in which every block has a block_id and every element an action_id."""
    copies = deepcopy(blocks)
    for block in copies:
        _complete(block, ids)
    return copies


def numbered(attachments: list[dict[str, Any]], ids: Ids) -> list[dict[str, Any]]:
    """A copy of legacy attachments with the numbers Slack gives them and their blocks complete."""
    copies = [
        {"fallback": "[no preview available]", **deepcopy(attachment), "id": number}
        for number, attachment in enumerate(attachments, start=1)
    ]
    for attachment in copies:
        if "blocks" in attachment:
            attachment["blocks"] = normalised(attachment["blocks"], ids)
    return copies


def _complete(block: dict[str, Any], ids: Ids) -> None:
    block.setdefault("block_id", ids.next("b"))
    for inner in inner_blocks(block):
        _complete(inner, ids)
    for element in _elements(block):
        if element["type"] not in ("image", "mrkdwn", "plain_text"):
            element.setdefault("action_id", ids.next("a"))
    _complete_texts(block)


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    found = [block[key] for key in _INTERACTIVE_HOLDERS if key in block]
    if block["type"] in ("actions", "context_actions"):
        found += block["elements"]
    if block["type"] == "card":
        found += block.get("actions", [])
    return found


def _complete_texts(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _complete_texts(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text" and isinstance(value.get("text"), str):
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn" and isinstance(value.get("text"), str):
            value.setdefault("verbatim", False)
        for inner in value.values():
            _complete_texts(inner)
