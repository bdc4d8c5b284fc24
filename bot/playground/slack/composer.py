"""What Slack's composer makes of typed text: handles and channel names become mentions."""

import re
from typing import Any

from bot.playground.slack.workspace import Workspace

_MENTION = re.compile(r"(?<!\w)(?:@(?P<person>[\w.-]+\w)|#(?P<channel>[\w-]+))")


def _named(workspace: Workspace, match: re.Match[str]) -> tuple[str, str] | None:
    """``@`` or ``#`` and the id of whom or what the text names; None when there is nobody of that name."""
    if name := match["person"]:
        found = next((each.id for each in workspace.people.values() if each.name == name), None)
    else:
        name = match["channel"]
        found = next((each.id for each in workspace.channels.values() if each.name == name), None)
    return (match[0][0], found) if found else None


def mentions(workspace: Workspace, text: str, *, labelled: bool = False) -> str:
    """The text with ``@handle`` and ``#channel`` as Slack's tokens, ``<@U1|handle>`` when labelled."""

    def token(match: re.Match[str]) -> str:
        named = _named(workspace, match)
        if named is None:
            return match[0]
        sign, found = named
        label = match[0][1:] if labelled else ""
        return f"<#{found}|{label}>" if sign == "#" else f"<@{found}{'|' if labelled else ''}{label}>"

    return _MENTION.sub(token, text)


def rich_elements(workspace: Workspace, text: str) -> list[dict[str, Any]]:
    """The elements of the rich text section that the composer makes of a line."""
    elements: list[dict[str, Any]] = []
    plain_from = 0
    for match in _MENTION.finditer(text):
        named = _named(workspace, match)
        if named is None:
            continue
        if before := text[plain_from : match.start()]:
            elements.append({"type": "text", "text": before})
        sign, found = named
        is_channel = sign == "#"
        elements.append(
            {"type": "channel", "channel_id": found} if is_channel else {"type": "user", "user_id": found}
        )
        plain_from = match.end()
    if rest := text[plain_from:]:
        elements.append({"type": "text", "text": rest})
    return elements
