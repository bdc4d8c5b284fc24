"""A part of a channel's messages: the latest, older ones, newer ones, or those around a permalink."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.asked import moment
from bot.playground.slack import Message

SIZE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """Messages, oldest first, and whether there are older and newer ones than these."""

    messages: list[Message]
    has_more: bool
    has_newer: bool


def part_of(messages: list[Message], query: Mapping[str, str]) -> Part:
    """The part that ``before``, ``after`` or ``around`` (timestamps) asks for; without any the latest.

    ``messages`` are oldest first. Misasked when what is asked for is no timestamp.
    """
    times = [float(message.ts) for message in messages]
    end = len(messages)
    if "before" in query:
        end = sum(time < moment(query["before"]) for time in times)
    elif "after" in query:
        end = min(end, sum(time <= moment(query["after"]) for time in times) + SIZE)
    elif "around" in query:
        end = min(end, sum(time <= moment(query["around"]) for time in times) + SIZE // 2)
    start = max(0, end - SIZE)
    return Part(messages[start:end], has_more=start > 0, has_newer=end < len(messages))
