"""Shortcuts: what an app offers from anywhere, and in the menu of every message."""

from dataclasses import replace

from bot.playground.slack.apps import App
from bot.playground.slack.messages import Message
from bot.playground.slack.outgoing import INTERACTIVE, Answer, Outgoing
from bot.playground.slack.payloads import message_shortcut_payload, shortcut_payload
from bot.playground.slack.people import Person
from bot.playground.slack.workspace import Workspace


async def use(
    workspace: Workspace,
    outgoing: Outgoing,
    app: App,
    who: Person,
    callback_id: str,
    message: Message | None,
    viewing: str | None = None,
) -> Answer:
    """Send the shortcut to its app; LookupError when there is none like this here.

    ``viewing`` is the conversation before the person when they use a global one.
    """
    kind = "global" if message is None else "message"
    shortcut = app.shortcuts.get(callback_id)
    if shortcut is None or shortcut.kind != kind or who.team is not workspace.team:
        raise LookupError(f"{who.name} has no {kind} shortcut {callback_id!r}.")
    trigger_id = workspace.triggers.issue(app, who.id, message.channel if message else viewing)
    stamp = workspace.timestamps.next(workspace.clock())
    if message is None:
        payload = shortcut_payload(app, who, callback_id, trigger_id, stamp)
    else:
        channel = workspace.channels[message.channel]
        if message.ephemeral_to is not None or not channel.visible_to(who.id):
            raise LookupError(f"{who.name} has no shortcuts on this message.")
        key = workspace.response_urls.issue(app, channel.id, who.id, thread_ts=message.thread_ts)
        payload = message_shortcut_payload(
            workspace,
            app,
            who,
            message,
            callback_id,
            trigger_id=trigger_id,
            action_ts=stamp,
            response_url=f"{workspace.base_url}/app/{workspace.team.id}/{key}",
        )
    answer = await outgoing.send(app, INTERACTIVE, payload)
    if answer.error is None:
        return answer
    return replace(answer, notice=f"{app.name} is not responding. Try again in a moment.")
