"""What Slack's composer makes of typed text: handles and channel names become mentions, addresses links."""

import re
from collections.abc import Iterator
from typing import Any

from bot.blockkit.escape import escape_mrkdwn
from bot.playground.slack.workspace import Workspace

_NAMED = re.compile(
    r"(?<!\w)(?:@(?P<person>[\w.-]*\w)|#(?P<channel>[\w-]+)|(?P<link>https?://[^\s<>|]*[^\s<>|.,;:!?)]))"
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


def _pieces(workspace: Workspace, text: str) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """The text in pieces, each with its element unless it is only words."""
    end = 0
    for match in _NAMED.finditer(text):
        if element := _element(workspace, match):
            yield text[end : match.start()], None
            yield match[0], element
            end = match.end()
    yield text[end:], None


def mrkdwn(workspace: Workspace, text: str, *, labelled: bool = False) -> str:
    """The text escaped, with people, channels and links as Slack's tokens, ``<@U1|handle>`` when labelled."""

    def token(piece: str, element: dict[str, Any] | None) -> str:
        if element is None:
            return escape_mrkdwn(piece)
        label = piece[1:] if labelled else ""
        if element["type"] == "link":
            return f"<{escape_mrkdwn(element['url'])}>"
        if element["type"] == "channel":
            return f"<#{element['channel_id']}|{label}>"
        return f"<@{element['user_id']}|{label}>" if labelled else f"<@{element['user_id']}>"

    return "".join(token(piece, element) for piece, element in _pieces(workspace, text))


def named(workspace: Workspace, text: str) -> list[dict[str, Any]]:
    """The rich text elements for words without marks."""
    return [
        element or {"type": "text", "text": piece} for piece, element in _pieces(workspace, text) if piece
    ]
