"""Typing into an external select: the app is asked for the options that fit."""

from typing import Any

from bot.blockkit.check import offer_problems
from bot.playground.slack.errors import refused_blocks
from bot.playground.slack.inputs import Block, locate
from bot.playground.slack.interactions import Place, app_of
from bot.playground.slack.outgoing import OPTIONS, Answer, Outgoing
from bot.playground.slack.payloads import block_suggestion_payload
from bot.playground.slack.people import Person
from bot.playground.slack.refusals import ANSWER, publish_refusal
from bot.playground.slack.workspace import Workspace

USUAL_LEAST = 3
"""So many characters must be typed when the app does not say."""


async def suggest(
    workspace: Workspace,
    outgoing: Outgoing,
    who: Person,
    where: Place,
    action_id: str,
    typed: str,
    *,
    block_id: str | None = None,
) -> list[Block]:
    """What an app offers for what was typed: groups of ``options``, with a ``label`` where the app gave one.

    Nothing when the app does not answer in time. What Slack would not show is not shown either, and published
    as refused: to the person it looks as if there were no results (bolt-js issue 1630).
    """
    app = app_of(workspace, who, where)
    block, element = locate(where.all_blocks, action_id, block_id)
    if len(typed) < element.get("min_query_length", USUAL_LEAST):
        return []
    payload = block_suggestion_payload(workspace, app, who, where, block["block_id"], action_id, typed)
    answer = await outgoing.send(app, OPTIONS, payload)
    if answer.error is not None:
        return []
    return _groups(workspace, answer)


def _groups(workspace: Workspace, answer: Answer) -> list[Block]:
    found = offer_problems(answer.body)
    if found:
        # Slack has no word for it: its menu says that there are no results.
        refusal = refused_blocks("invalid_options", [str(problem) for problem in found])
        publish_refusal(workspace.changes, ANSWER.format("block_suggestion"), refusal)
        return []
    offer: dict[str, Any] = answer.body
    groups: list[Block] = offer.get("option_groups") or [{"options": offer["options"]}]
    return groups
