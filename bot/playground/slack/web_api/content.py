"""What a message or a view consists of, judged as Slack judges it before it is kept."""

import json
from collections.abc import Iterator
from typing import Any

from bot.blockkit import limits
from bot.blockkit.check import Problem, problems, view_problems
from bot.playground.slack.errors import SlackError, refused_blocks
from bot.playground.slack.normal import normalised, numbered
from bot.playground.slack.web_api.call import Call

METADATA_CHARACTERS = 8_000
"""Slack names no number for metadata_too_large; this one is ours."""


def message_blocks(call: Call) -> list[dict[str, Any]] | None:
    """The blocks of the call, complete with ids; None when it has none. SlackError if unacceptable."""
    given = call.structure("blocks", "invalid_blocks_format")
    if given is None:
        return None
    if not isinstance(given, list):
        raise SlackError("invalid_blocks_format")
    return judged_blocks(call, given)


def judged_blocks(call: Call, given: list[Any]) -> list[dict[str, Any]]:
    """Blocks for a message, complete with ids; refused with invalid_blocks or msg_blocks_too_long."""
    found = [*problems(given, "message"), *_missing_files(call, given, "/blocks")]
    if found and all(problem.code == "blocks_too_long" for problem in found):
        raise refused_blocks("msg_blocks_too_long", [str(problem) for problem in found])
    if found:
        raise refused_blocks("invalid_blocks", [str(problem) for problem in found])
    return normalised(given, call.workspace.ids)


def judged_view(call: Call, given: Any) -> dict[str, Any]:
    """The view an app gave; refused with view_too_large or invalid_arguments and the reasons."""
    found = view_problems(given)
    if any(problem.code == "view_too_large" for problem in found):
        raise refused_blocks("view_too_large", [str(problem) for problem in found])
    if not found:
        found = list(_missing_files(call, given["blocks"], "/view/blocks"))
    if not found and _takes_files(given["blocks"]):
        call.require("files:read")
    if found:
        raise refused_blocks("invalid_arguments", [str(problem) for problem in found])
    view: dict[str, Any] = given
    return view


def _takes_files(blocks: list[dict[str, Any]]) -> bool:
    return any(block.get("element", {}).get("type") == "file_input" for block in blocks)


def _missing_files(call: Call, value: Any, at: str) -> Iterator[Problem]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _missing_files(call, item, f"{at}/{index}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "slack_file" and isinstance(inner, dict) and "id" in inner:
                file = call.workspace.files.find(str(inner["id"]))
                if file is None or not file.completed:
                    yield Problem(f"{at}/slack_file", "no_file", "invalid slack file")
            else:
                yield from _missing_files(call, inner, f"{at}/{key}")


def attachments(call: Call) -> list[dict[str, Any]] | None:
    """The legacy attachments of the call, whose blocks are judged too; None when it has none."""
    given = call.structure("attachments", "invalid_attachments")
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise SlackError("invalid_attachments")
    if len(given) > limits.MESSAGE_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for attachment in given:
        if "blocks" in attachment:
            judged_blocks(call, attachment["blocks"])
    return numbered(given, call.workspace.ids)


def metadata(call: Call) -> dict[str, Any] | None:
    """The message metadata of the call; None when it has none, an empty dict when it asks to remove it."""
    given = call.structure("metadata", "invalid_metadata_format")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise SlackError("invalid_metadata_format")
    if not given:
        return {}
    event_type, payload = given.get("event_type"), given.get("event_payload")
    if not isinstance(event_type, str) or not event_type or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(given)) > METADATA_CHARACTERS:
        raise SlackError("metadata_too_large")
    return {"event_type": event_type, "event_payload": payload}
