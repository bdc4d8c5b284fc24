"""What Slack's composer makes of typed text: handles and channel names become mentions, addresses links."""

import re
from typing import Any

from bot.playground.slack.workspace import Workspace

_NAMED = re.compile(
    r"(?<!\w)(?:@(?P<person>[\w.-]+\w)|#(?P<channel>[\w-]+)|(?P<link>https?://[^\s<>]*[^\s<>.,;:!?)]))"
)


def _element(workspace: Workspace, match: re.Match[str]) -> dict[str, Any] | None:
    """The rich text element for what was found; None when nobody and nothing has the name."""
    if match["link"]:
        return {"type": "link", "url": match["link"]}
    if name := match["person"]:
        user = next((each.id for each in workspace.people.values() if each.name == name), None)
        return {"type": "user", "user_id": user} if user else None
    name = match["channel"]
    channel = next((each.id for each in workspace.channels.values() if each.name == name), None)
    return {"type": "channel", "channel_id": channel} if channel else None


def mentions(workspace: Workspace, text: str, *, labelled: bool = False) -> str:
    """The text with people, channels and links as Slack's tokens, ``<@U1|handle>`` when labelled."""

    def token(match: re.Match[str]) -> str:
        element, label = _element(workspace, match), match[0][1:] if labelled else ""
        if element is None:
            return match[0]
        if element["type"] == "link":
            return f"<{element['url']}>"
        if element["type"] == "channel":
            return f"<#{element['channel_id']}|{label}>"
        return f"<@{element['user_id']}|{label}>" if labelled else f"<@{element['user_id']}>"

    return _NAMED.sub(token, text)


def rich_elements(workspace: Workspace, text: str) -> list[dict[str, Any]]:
    """The elements of the rich text section that the composer makes of a line."""
    elements: list[dict[str, Any]] = []
    plain_from = 0
    for match in _NAMED.finditer(text):
        element = _element(workspace, match)
        if element is None:
            continue
        if before := text[plain_from : match.start()]:
            elements.append({"type": "text", "text": before})
        elements.append(element)
        plain_from = match.end()
    if rest := text[plain_from:]:
        elements.append({"type": "text", "text": rest})
    return elements
