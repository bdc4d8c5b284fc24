"""What an app may say without a token: the body of its acknowledgement, and posts to a response URL."""

from typing import Any

from bot.blockkit import limits
from bot.blockkit.check import problems
from bot.playground.slack.apps import App
from bot.playground.slack.deleting import delete
from bot.playground.slack.errors import SlackError, refused_blocks
from bot.playground.slack.messages import Message
from bot.playground.slack.normal import normalised, numbered
from bot.playground.slack.triggers import ResponseUrl
from bot.playground.slack.workspace import Workspace


def say(workspace: Workspace, url: ResponseUrl, body: Any) -> None:
    """Carry out one answer: a new message, ephemeral unless in_channel, or a change of the original one.

    ``body`` is a text or an object with text, blocks, response_type, replace_original, delete_original.
    """
    answer = {"text": body} if isinstance(body, str) else body
    if not isinstance(answer, dict):
        raise SlackError("invalid_payload", status=400)
    original = workspace.messages.find_any(url.channel, url.message_ts) if url.message_ts else None
    if answer.get("delete_original") is True and original is not None:
        delete(workspace, original)
        return
    text, blocks = _content(workspace, answer)
    if answer.get("replace_original") is True and original is not None:
        before = workspace.messages.as_json(original)
        original.text, original.blocks = text, blocks
        workspace.changed(original, before)
        return
    workspace.post(_message(workspace, url, answer, text, blocks))


def _content(workspace: Workspace, answer: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    blocks, attached = answer.get("blocks") or [], answer.get("attachments") or []
    found = problems(blocks, "message")
    if not isinstance(attached, list) or not all(isinstance(each, dict) for each in attached):
        raise SlackError("invalid_attachments", status=400)
    for attachment in attached:
        found += problems(attachment.get("blocks", []), "message", "/attachments")
    if found:
        refusal = refused_blocks("invalid_blocks", [str(problem) for problem in found])
        refusal.status = 400
        raise refusal
    text = answer.get("text") or ""
    if not isinstance(text, str) or not (text or blocks or attached):
        raise SlackError("no_text", status=400)
    return text[: limits.MESSAGE_TEXT], normalised(blocks, workspace.ids)


def _message(
    workspace: Workspace, url: ResponseUrl, answer: dict[str, Any], text: str, blocks: list[dict[str, Any]]
) -> Message:
    app = url.app
    public = answer.get("response_type") == "in_channel"
    return Message(
        channel=url.channel,
        ts=workspace.timestamps.next(workspace.clock()),
        user=app.bot_user_id,
        text=text,
        team=workspace.team.id,
        app_id=app.id,
        bot_id=app.bot_id,
        bot_profile=app.as_profile(workspace.team.id),
        blocks=blocks,
        attachments=numbered(answer.get("attachments") or [], workspace.ids),
        thread_ts=str(answer.get("thread_ts") or "") or url.thread_ts,
        ephemeral_to=None if public else url.user,
    )


def tell(workspace: Workspace, app: App, channel: str, user: str, text: str) -> None:
    """A line from Slack itself that only this user sees."""
    workspace.post(
        Message(
            channel=channel,
            ts=workspace.timestamps.next(workspace.clock()),
            user="USLACKBOT",
            text=text,
            team=workspace.team.id,
            app_id=app.id,
            username="Slackbot",
            ephemeral_to=user,
        )
    )
