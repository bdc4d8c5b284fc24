"""reactions.*: adding, taking back and looking at them."""

import re
from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import Message
from bot.playground.slack.web_api.call import Call, Method


def _reacted_to(call: Call) -> Message:
    channel = call.channel()
    message = call.workspace.messages.find(channel.id, call.needed("timestamp", "no_item_specified"))
    if message is None:
        raise SlackError("message_not_found")
    if call.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return message


def add_reaction(call: Call) -> dict[str, Any]:
    """Add the app's reaction to a message."""
    name, message = _name(call), _reacted_to(call)
    call.workspace.react(call.app.bot_user_id, message, name)
    return {}


def remove_reaction(call: Call) -> dict[str, Any]:
    """Take the app's reaction back."""
    name, message = _name(call), _reacted_to(call)
    call.workspace.take_reaction_back(call.app.bot_user_id, message, name)
    return {}


def _name(call: Call) -> str:
    name = call.needed("name", "invalid_name").strip(":")
    if not re.fullmatch(r"[\w+'-]+(::skin-tone-[2-6])?", name):
        raise SlackError("invalid_name")
    return name


def get_reactions(call: Call) -> dict[str, Any]:
    """A message with its reactions."""
    message = _reacted_to(call)
    link = call.workspace.permalink(message)
    shown = {**call.workspace.messages.as_json(message), "permalink": link}
    return {"type": "message", "channel": message.channel, "message": shown}


METHODS = {
    "reactions.add": Method(add_reaction, ("reactions:write",), tier=3),
    "reactions.remove": Method(remove_reaction, ("reactions:write",), tier=2),
    "reactions.get": Method(get_reactions, ("reactions:read",), tier=3),
}
