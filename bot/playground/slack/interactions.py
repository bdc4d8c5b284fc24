"""What a person does with blocks: press and choose."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from bot.playground.slack.apps import App
from bot.playground.slack.file_inputs import file_objects
from bot.playground.slack.inputs import STATE_KEYS, Block, chosen, locate, state_of
from bot.playground.slack.messages import Message
from bot.playground.slack.outgoing import INTERACTIVE, Answer, Outgoing
from bot.playground.slack.payloads import block_actions_payload
from bot.playground.slack.people import Person
from bot.playground.slack.views import View
from bot.playground.slack.workspace import Workspace

Place = Message | View


def app_of(workspace: Workspace, who: Person, where: Place) -> App:
    """The app behind a message or a view that this person can see; LookupError otherwise."""
    if isinstance(where, View):
        if where.user != who.id:
            raise LookupError(f"{who.name} does not see this view.")
        return where.app
    if where.app_id is None:
        raise LookupError("Nothing can be pressed in a person's message.")
    channel = workspace.channels[where.channel]
    if where.ephemeral_to not in (None, who.id) or not channel.visible_to(who.id):
        raise LookupError(f"{who.name} does not see this message.")
    return workspace.apps[where.app_id]


def fill(
    workspace: Workspace, where: Place, who: Person, action_id: str, value: Any, block_id: str | None = None
) -> tuple[Block, Block]:
    """Put a value into a stateful element without telling the app; the block and the element."""
    block, element = locate(where.all_blocks, action_id, block_id)
    if value in (None, "", []):
        picked = None
    elif element["type"] == "file_input":
        picked = file_objects(workspace, who, value)
    else:
        picked = chosen(element, value)
    where.entered_by(who.id).setdefault(block["block_id"], {})[action_id] = state_of(element, picked)
    return block, element


async def act(
    workspace: Workspace,
    outgoing: Outgoing,
    base_url: str,
    who: Person,
    where: Place,
    action_id: str,
    *,
    value: Any = None,
    block_id: str | None = None,
) -> Answer:
    """Press a button or choose in a select, picker, checkbox or overflow menu; the app hears of it at once.

    In an input block the app hears only when the block says ``dispatch_action``.
    """
    app = app_of(workspace, who, where)
    block, element = locate(where.all_blocks, action_id, block_id)
    action = _action(workspace, block, element)
    if element["type"] in STATE_KEYS:
        fill(workspace, where, who, action_id, value, block_id)
        action |= where.entered_by(who.id)[block["block_id"]][action_id]
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Answer()
    elif element["type"] == "overflow":
        action["selected_option"] = chosen(element, value)
    elif element["type"] == "feedback_buttons":
        action |= _opinion(element, value)
    payload = block_actions_payload(
        workspace,
        app,
        who,
        where,
        action,
        trigger_id=workspace.triggers.issue(app, who.id, _viewing(where)),
        response_url=_response_url(workspace, base_url, app, who, where),
    )
    answer = await outgoing.send(app, INTERACTIVE, payload)
    if answer.error is None:
        return answer
    return replace(answer, notice="This app is not responding. Try again in a moment.")


def _viewing(where: Place) -> str | None:
    return where.viewing if isinstance(where, View) else where.channel


def _action(workspace: Workspace, block: Block, element: Block) -> Block:
    stamp = workspace.timestamps.next(workspace.clock())
    action = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"]}
    for key in ("text", "value", "style", "url", "placeholder", "confirm"):
        if key in element:
            action[key] = deepcopy(element[key])
    return {**action, "action_ts": stamp}


def _opinion(element: Block, value: Any) -> Block:
    """The words and the value of the one of the two buttons that was pressed."""
    for side in ("positive_button", "negative_button"):
        if element[side]["value"] == value:
            return {key: deepcopy(element[side][key]) for key in ("text", "value")}
    raise LookupError(f"{value!r} is neither opinion.")


def _response_url(workspace: Workspace, base_url: str, app: App, who: Person, where: Place) -> str | None:
    if isinstance(where, View):
        return None
    key = workspace.response_urls.issue(
        app, where.channel, who.id, message_ts=where.ts, thread_ts=where.thread_ts
    )
    return f"{base_url}/actions/{workspace.team.id}/{key}"
