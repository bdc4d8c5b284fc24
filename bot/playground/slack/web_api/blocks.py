"""blocks.validate: asking what would be refused without sending it."""

from typing import Any

from bot.blockkit.check import Problem, problems, view_problems
from bot.playground.slack.errors import SlackError
from bot.playground.slack.web_api.call import Call, Method


def validate(call: Call) -> dict[str, Any]:
    """Judge exactly one of ``blocks``, ``message`` and ``view``; refusals come with their pointers."""
    given = {name: call.structure(name, "invalid_arguments") for name in ("blocks", "message", "view")}
    present = {name: value for name, value in given.items() if value is not None}
    if len(present) != 1:
        raise SlackError("invalid_arguments")
    ((name, value),) = present.items()
    found = _problems(name, value)
    if found:
        errors = [
            {"pointer": each.pointer, "code": each.code, "message": each.sentence, "constraint": None}
            for each in found
        ]
        raise SlackError("invalid_blocks", fields={"errors": errors})
    return {}


def _problems(name: str, value: Any) -> list[Problem]:
    if name == "view":
        return view_problems(value)
    if name == "message":
        blocks = value.get("blocks", []) if isinstance(value, dict) else None
        return problems(blocks, "message", "/message/blocks")
    return problems(value, "message")


METHODS = {"blocks.validate": Method(validate)}
