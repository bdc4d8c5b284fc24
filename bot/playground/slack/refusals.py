"""Telling whoever looks on what Slack did not take from the app, and why."""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.changes import Changes
from bot.playground.slack.errors import SlackError

ANSWER = "answer to {}"


def publish_refusal(changes: Changes, method: str, refusal: SlackError) -> None:
    """The change ``app.refused``: the method (or what was answered), Slack's error and its sentences.

    To be asked to slow down, or to find Slack out of order, is no fault of what the app sent: no change.
    """
    if refusal.error == "ratelimited" or refusal.status >= 429:
        return
    told = {"method": method, "error": refusal.error, "problems": list(_sentences(refusal.fields))}
    changes.publish("app.refused", told)


def _sentences(fields: Any) -> Iterator[str]:
    errors = fields.get("errors") or fields.get("response_metadata", {}).get("messages", [])
    yield from (each if isinstance(each, str) else _sentence(each) for each in errors)
    if "needed" in fields:
        yield f"needed: {fields['needed']}, provided: {fields['provided'] or 'none'}"


def _sentence(error: dict[str, Any]) -> str:
    """blocks.validate names the place, conversations.invite the user."""
    if "pointer" in error:
        return f"{error['message']} [json-pointer:{error['pointer']}]"
    return f"{error['user']}: {error['error']}"
