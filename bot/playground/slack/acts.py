"""What a person asks of an app outside of forms: a slash command, its home tab."""

import secrets
from dataclasses import replace

from bot.playground.slack.app_events import AppEvents
from bot.playground.slack.apps import App, Command
from bot.playground.slack.channels import Channel
from bot.playground.slack.composer import mrkdwn
from bot.playground.slack.errors import SlackError
from bot.playground.slack.outgoing import COMMAND, EVENT, Answer, Outgoing
from bot.playground.slack.payloads import command_payload
from bot.playground.slack.people import Person
from bot.playground.slack.refusals import ANSWER, publish_refusal
from bot.playground.slack.replies import say, tell
from bot.playground.slack.triggers import ResponseUrl
from bot.playground.slack.workspace import Workspace
from bot.playground.slack.writing import may_write


def _command(workspace: Workspace, name: str) -> tuple[App, Command] | None:
    for app in workspace.apps.values():
        if name in app.commands and app.fault is None:
            return app, app.commands[name]
    return None


async def run_command(
    workspace: Workspace,
    outgoing: Outgoing,
    base_url: str,
    who: Person,
    channel: Channel,
    name: str,
    text: str,
) -> Answer:
    """Type a slash command; the app's answer or its failure is shown as Slack would show it."""
    may_write(who, channel)
    found = _command(workspace, name) if who.team is workspace.team else None
    if found is None:
        notice = f"{name} is not a valid command."
        tell(workspace, next(iter(workspace.apps.values())), channel.id, who.id, notice)
        return Answer(error="invalid_command", notice=notice)
    app, command = found
    key = workspace.response_urls.issue(app, channel.id, who.id)
    payload = command_payload(
        workspace,
        app,
        command,
        who,
        channel,
        mrkdwn(workspace, text, labelled=True) if command.should_escape else text,
        trigger_id=workspace.triggers.issue(app, who.id, channel.id),
        response_url=f"{base_url}/commands/{workspace.team.id}/{key}",
    )
    answer = await outgoing.send(app, COMMAND, payload)
    return _shown(workspace, app, who, channel, name, answer)


def _shown(
    workspace: Workspace, app: App, who: Person, channel: Channel, name: str, answer: Answer
) -> Answer:
    notice = None
    if answer.error is not None:
        notice = f'{name} failed with the error "{answer.error}"'
    elif answer.body:
        try:
            say(workspace, ResponseUrl(app, channel.id, who.id, workspace.clock()), answer.body)
        except SlackError as error:
            publish_refusal(workspace.changes, ANSWER.format(name), error)
            notice = f'{name} failed with the error "{error.error}"'
    if notice is None:
        return answer
    tell(workspace, app, channel.id, who.id, notice)
    error_code = answer.error or "dispatch_failed"
    return Answer(answer.status, answer.body, error_code, answer.headers, notice=notice)


async def verify(outgoing: Outgoing, app: App) -> Answer:
    """Send the url_verification request; ``challenge_failed`` unless the app answers with the challenge."""
    challenge = secrets.token_urlsafe(24)
    asked = {"token": app.verification_token, "challenge": challenge, "type": "url_verification"}
    answer = await outgoing.send(app, EVENT, asked)
    given = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
    if answer.error is None and given != challenge:
        return replace(answer, error="challenge_failed")
    return answer


async def open_home(
    workspace: Workspace, events: AppEvents, app: App, who: Person, tab: str = "home"
) -> Answer:
    """Look at the app's home tab: the app hears app_home_opened; the published view is in ``views.home``.

    LookupError for somebody of another workspace: the app is not installed in theirs.
    """
    if who.team is not workspace.team:
        raise LookupError(f"{who.name} is of another workspace, where {app.name} is not installed.")
    channel = workspace.direct(app.bot_user_id, who.id)
    event = {"type": "app_home_opened", "user": who.id, "channel": channel.id, "tab": tab}
    view = workspace.views.home(app, who.id)
    if view is not None:
        event["view"] = view.as_json()  # type: ignore[assignment]
    task = events.emit(app, event, None)
    return await task if task is not None else Answer(error="not_subscribed")
