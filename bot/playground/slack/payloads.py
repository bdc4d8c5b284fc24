"""The bodies that Slack sends to apps, key for key as in its published samples."""

from typing import Any

from bot.playground.slack.apps import App, Command
from bot.playground.slack.channels import Channel
from bot.playground.slack.inputs import initial_state
from bot.playground.slack.messages import Message
from bot.playground.slack.people import Person
from bot.playground.slack.views import View
from bot.playground.slack.workspace import Workspace


def command_payload(
    workspace: Workspace,
    app: App,
    command: Command,
    who: Person,
    channel: Channel,
    text: str,
    *,
    trigger_id: str,
    response_url: str,
) -> dict[str, Any]:
    """The form fields of a slash command."""
    return {
        "token": app.verification_token,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": who.id,
        "user_name": who.name,
        "command": command.name,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def _channel_name(channel: Channel) -> str:
    if channel.is_direct:
        return "directmessage"
    return "privategroup" if channel.kind == "private_channel" else channel.name


def _interaction(kind: str, app: App, who: Person) -> dict[str, Any]:
    return {
        "type": kind,
        "team": {"id": who.team.id, "domain": who.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": who.as_actor(),
        "api_app_id": app.id,
        "token": app.verification_token,
    }


def _at_message(
    workspace: Workspace, who: Person, message: Message, attachment_id: int | None = None
) -> dict[str, Any]:
    channel = workspace.channels[message.channel]
    container: dict[str, Any] = {
        "type": "message" if attachment_id is None else "message_attachment",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if attachment_id is not None:
        container |= {"attachment_id": attachment_id, "is_app_unfurl": False}
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    place: dict[str, Any] = {
        "container": container,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": initial_state(message.all_blocks, message.entered_by(who.id))},
    }
    # An ephemeral message exists on the person's screen only: Slack does not send it back.
    if message.ephemeral_to is None:
        place["message"] = workspace.messages.as_json(message)
    return place


def _at_view(view: View) -> dict[str, Any]:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.as_json()}


def block_actions_payload(
    workspace: Workspace,
    app: App,
    who: Person,
    where: Message | View,
    action: dict[str, Any],
    *,
    trigger_id: str,
    response_url: str | None,
) -> dict[str, Any]:
    """A press or a choice, in a message, a modal or the home tab."""
    payload = {**_interaction("block_actions", app, who), "trigger_id": trigger_id}
    if isinstance(where, Message):
        payload |= _at_message(workspace, who, where, where.attachment_of(action["block_id"]))
    else:
        payload |= _at_view(where)
    if response_url is not None:
        payload["response_url"] = response_url
    return {**payload, "actions": [action]}


def block_suggestion_payload(
    workspace: Workspace,
    app: App,
    who: Person,
    where: Message | View,
    block_id: str,
    action_id: str,
    value: str,
) -> dict[str, Any]:
    """The question for the options of an external select."""
    payload = _interaction("block_suggestion", app, who)
    payload |= {"action_id": action_id, "block_id": block_id, "value": value}
    return payload | (_at_message(workspace, who, where) if isinstance(where, Message) else _at_view(where))


def view_submission_payload(
    app: App, who: Person, view: View, trigger_id: str, response_urls: list[dict[str, str]]
) -> dict[str, Any]:
    """A modal that was sent; a response URL for each conversation chosen where the app asked for one."""
    payload = {**_interaction("view_submission", app, who), "trigger_id": trigger_id}
    return {**payload, "view": view.as_json(), "response_urls": response_urls}


def view_closed_payload(app: App, who: Person, view: View, *, is_cleared: bool) -> dict[str, Any]:
    """A modal that was dismissed; ``is_cleared`` when the whole stack went."""
    return {**_interaction("view_closed", app, who), "view": view.as_json(), "is_cleared": is_cleared}


def shortcut_payload(
    app: App, who: Person, callback_id: str, trigger_id: str, action_ts: str
) -> dict[str, Any]:
    """A global shortcut: no channel, no message, no response URL."""
    about = {"callback_id": callback_id, "trigger_id": trigger_id, "action_ts": action_ts}
    return {**_shortcut("shortcut", app, who), **about}


def message_shortcut_payload(
    workspace: Workspace,
    app: App,
    who: Person,
    message: Message,
    callback_id: str,
    *,
    trigger_id: str,
    action_ts: str,
    response_url: str,
) -> dict[str, Any]:
    """A shortcut used on a message."""
    channel = workspace.channels[message.channel]
    return {
        **_shortcut("message_action", app, who),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": action_ts,
        "response_url": response_url,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message_ts": message.ts,
        "message": workspace.messages.as_json(message),
    }


def _shortcut(kind: str, app: App, who: Person) -> dict[str, Any]:
    return {key: value for key, value in _interaction(kind, app, who).items() if key != "api_app_id"}


def event_payload(
    workspace: Workspace, app: App, event: dict[str, Any], event_id: str, *, channel: Channel | None
) -> dict[str, Any]:
    """The envelope of the Events API around one event."""
    team_id = workspace.team.id
    place = f"-{channel.id}" if channel else ""
    return {
        "token": app.verification_token,
        "team_id": team_id,
        "context_team_id": team_id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": workspace.seconds(),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team_id,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
        "event_context": f"4-{event['type']}-{team_id}-{app.id}{place}",
    }
