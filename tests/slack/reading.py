"""Reads a message the way a person does: what stands on the screen, and whom it would ring."""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack import Message, View


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside, outermost first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def shown(blocks: list[dict[str, Any]]) -> str:
    """All the text on the screen, one block a line; dates by their fallback, people as @U1."""
    return "\n".join("".join(_words(block)) for block in blocks)


def text_of(where: Message | View | None) -> str:
    """What stands on the screen there; nothing where there is nothing."""
    return shown(where.blocks) if where else ""


def mentions(blocks: list[dict[str, Any]]) -> list[str]:
    """Whom the blocks would ring: rich text mentions, and tokens in mrkdwn."""
    found = []
    for part in parts(blocks):
        if part.get("type") in ("user", "usergroup", "broadcast", "channel"):
            found.append(part["type"])
        if part.get("type") == "mrkdwn":
            found += [
                token for token in ("<!channel", "<!here", "<@", "<#", "<http") if token in part["text"]
            ]
    return found


def button_labels(blocks: list[dict[str, Any]]) -> list[str]:
    """The labels of all buttons, in order."""
    return [part["text"]["text"] for part in parts(blocks) if part.get("type") == "button"]


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, dict):
        match value.get("type"):
            case "date":
                yield value["fallback"]
            case "user":
                yield f"@{value['user_id']}"
            case _ if isinstance(value.get("text"), str):
                yield value["text"]
            case kind:
                for inner in value.values():
                    if isinstance(inner, dict | list):
                        yield from _words(inner)
                if kind in ("rich_text_section", "rich_text_quote"):
                    yield "\n"
