"""Sending and closing modals, and what the app may ask for in return: errors, update, push, clear."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.blockkit.check import view_problems
from bot.playground.slack.errors import SlackError, refused_blocks
from bot.playground.slack.file_inputs import files_complaint, hand_over
from bot.playground.slack.inputs import complaint, interactive
from bot.playground.slack.interactions import app_of, fill
from bot.playground.slack.outgoing import INTERACTIVE, Answer, Outgoing
from bot.playground.slack.payloads import view_closed_payload, view_submission_payload
from bot.playground.slack.people import Person
from bot.playground.slack.refusals import ANSWER, publish_refusal
from bot.playground.slack.views import View
from bot.playground.slack.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(
    workspace: Workspace, outgoing: Outgoing, who: Person, view: View, values: Mapping[str, Any]
) -> Answer:
    """Fill in inputs (by action_id or block_id) and send the modal; what the app asks for in return is done.

    ``errors`` of the answer are the sentences beside inputs, Slack's own or the app's; then the modal stays.
    """
    app = app_of(workspace, who, view)
    for name, value in values.items():
        fill(workspace, view, who, *_named(view, name, value))
    complaints = _complaints(view)
    if complaints:
        return Answer(errors=complaints)
    for block, element in interactive(view.blocks):
        if element["type"] == "file_input":
            hand_over(workspace, app, view.state[block["block_id"]][element["action_id"]]["files"])
    trigger_id = workspace.triggers.issue(app, who.id, view.viewing)
    payload = view_submission_payload(app, who, view, trigger_id, _response_urls(workspace, view))
    answer = await outgoing.send(app, INTERACTIVE, payload)
    if answer.error is not None:
        return replace(answer, notice=TROUBLE)
    try:
        return _react(workspace, view, answer)
    except SlackError as error:
        publish_refusal(workspace.changes, ANSWER.format("view_submission"), error)
        return replace(answer, error=error.error, notice=TROUBLE)


def _response_urls(workspace: Workspace, view: View) -> list[dict[str, str]]:
    found = []
    for block, element in interactive(view.blocks):
        if not element.get("response_url_enabled"):
            continue
        ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
        entered = view.state[ids["block_id"]][ids["action_id"]]
        channel = entered.get("selected_conversation") or entered.get("selected_channel")
        if channel:
            key = workspace.response_urls.issue(view.app, channel, view.user)
            url = f"{workspace.base_url}/app/{workspace.team.id}/{key}"
            found.append({**ids, "channel_id": channel, "response_url": url})
    return found


def _named(view: View, name: str, value: Any) -> tuple[str, Any, str | None]:
    for block, element in interactive(view.blocks):
        if block["block_id"] == name:
            return element["action_id"], value, block["block_id"]
    return name, value, None


def _complaints(view: View) -> dict[str, str]:
    found: dict[str, str] = {}
    for block, element in interactive(view.blocks):
        if block["type"] != "input":
            continue
        entered = view.state[block["block_id"]][element["action_id"]]
        sentence = complaint(block, element, entered)
        if element["type"] == "file_input":
            sentence = sentence or files_complaint(element, entered["files"])
        if sentence:
            found[block["block_id"]] = sentence
    return found


def _react(workspace: Workspace, view: View, answer: Answer) -> Answer:
    body = answer.body if isinstance(answer.body, dict) else {}
    action = body.get("response_action")
    if action == "errors":
        return replace(answer, errors=_checked_errors(view, body.get("errors")))
    if action == "clear":
        _gone(workspace, workspace.views.stack(view.user))
    elif action == "update":
        workspace.views.update(view, _checked(body.get("view")))
        workspace.changes.publish("view.updated", {"view": view.as_json()}, to=view.user)
    elif action == "push":
        pushed = workspace.views.push(view.app, view.user, _checked(body.get("view")))
        workspace.changes.publish("view.pushed", {"view": pushed.as_json()}, to=view.user)
    elif action is None:
        _gone(workspace, [view])
    else:
        raise SlackError("invalid_response_action")
    return answer


def _checked_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
        raise SlackError("invalid_errors")
    return {str(block_id): str(sentence) for block_id, sentence in errors.items()}


def _checked(given: Any) -> dict[str, Any]:
    found = view_problems(given)
    if found or given["type"] != "modal":
        raise refused_blocks("invalid_view", [str(problem) for problem in found])
    view: dict[str, Any] = given
    return view


def _gone(workspace: Workspace, views: list[View]) -> None:
    for view in views:
        for closed in workspace.views.close(view):
            workspace.changes.publish("view.closed", {"view_id": closed.id}, to=closed.user)


async def close(
    workspace: Workspace, outgoing: Outgoing, who: Person, view: View, *, whole_stack: bool = False
) -> Answer:
    """Dismiss a modal (or all of them); the app hears view_closed when the view asked for it."""
    app = app_of(workspace, who, view)
    stack = workspace.views.stack(who.id)
    cleared = whole_stack or bool(view.given.get("clear_on_close"))
    going = stack[::-1] if cleared else [view]
    _gone(workspace, going)
    answer = Answer()
    for each in going:
        if each.given.get("notify_on_close"):
            payload = view_closed_payload(app, who, each, is_cleared=cleared)
            answer = await outgoing.send(app, INTERACTIVE, payload)
    return answer
