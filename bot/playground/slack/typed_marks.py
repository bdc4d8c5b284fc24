"""The marks that people type, as in Slack's composer: ``*bold*``, ``:tada:``, ``> quotes``, lists, fences."""

import re
from itertools import groupby
from typing import Any

from bot.playground.slack.composer import named
from bot.playground.slack.workspace import Workspace

_MARKS = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|(?<![\w*])\*(?P<bold>[^*\s](?:[^*\n]*[^*\s])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<italic>[^_\s](?:[^_\n]*[^_\s])?)_(?!\w)"
    r"|(?<![\w~])~(?P<strike>[^~\s](?:[^~\n]*[^~\s])?)~(?![\w~])"
    r"|(?<!\w):(?P<emoji>[a-z0-9_+-]*[a-z+-][a-z0-9_+-]*|100):(?!\w)"
    r"|(?P<address>https?://[^\s<>|]+)"
)
_ITEM = re.compile(r"(?P<indent> *)(?:(?P<bullet>[-•])|(?P<number>\d{1,4})[.)]) +(?P<words>\S.*)")
_DEEPEST = 8


def rich_text(workspace: Workspace, text: str) -> list[dict[str, Any]]:
    """The elements of the rich_text block that the composer makes of this text."""
    elements: list[dict[str, Any]] = []
    parts = text.split("```")
    if len(parts) % 2 == 0:  # a fence without its end is text like any other
        parts[-2:] = ["```".join(parts[-2:])]
    for at, part in enumerate(parts):
        if at % 2:
            code = part.removeprefix("\n").removesuffix("\n") or " "
            elements.append({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": code}]})
        elif part.strip():
            elements += _runs(workspace, part if len(parts) == 1 else part.strip("\n"))
    return elements


def _runs(workspace: Workspace, text: str) -> list[dict[str, Any]]:
    """Sections, quotes and lists: each of the lines in a row that are of its kind."""
    return [
        _run(workspace, kind, list(lines)) for kind, lines in groupby(text.split("\n"), key=_kind)
    ]  # fmt: skip


def _kind(line: str) -> tuple[str, int]:
    if item := _ITEM.fullmatch(line):
        return "bullet" if item["bullet"] else "ordered", min(_DEEPEST, len(item["indent"]) // 2)
    return "quote" if line.startswith(">") else "words", 0


def _run(workspace: Workspace, kind: tuple[str, int], lines: list[str]) -> dict[str, Any]:
    style, indent = kind
    if style == "words":
        return _section(workspace, "\n".join(lines))
    if style == "quote":
        words = "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines)
        return {"type": "rich_text_quote", "elements": _styled(workspace, words)}
    items = [found for line in lines if (found := _ITEM.fullmatch(line))]
    made = {"type": "rich_text_list", "style": style, "indent": indent}
    if style == "ordered" and (first := int(items[0]["number"])) > 1:
        made["offset"] = first - 1
    return {**made, "elements": [_section(workspace, item["words"]) for item in items]}


def _section(workspace: Workspace, text: str) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": _styled(workspace, text)}


def _styled(workspace: Workspace, text: str) -> list[dict[str, Any]]:
    elements: list[dict[str, Any]] = []
    end = 0
    for match in _MARKS.finditer(text):
        kind, inside = match.lastgroup, match[match.lastgroup or 0]
        if kind == "address":  # marks in an address are part of it
            continue
        elements += named(workspace, text[end : match.start()])
        end = match.end()
        if kind == "emoji":
            elements.append({"type": "emoji", "name": inside})
        elif kind == "code":
            elements.append({"type": "text", "text": inside, "style": {"code": True}})
        else:
            elements += [
                {**each, "style": {**each.get("style", {}), kind: True}}
                for each in _styled(workspace, inside)
            ]
    return elements + named(workspace, text[end:])
