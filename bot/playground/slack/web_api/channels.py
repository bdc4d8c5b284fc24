"""conversations.* that change something: create, invite, kick, leave, archive, rename, describe."""

import re
from typing import Any

from bot.playground.slack.channels import Channel, Kind
from bot.playground.slack.errors import SlackError
from bot.playground.slack.people import Person
from bot.playground.slack.web_api.call import Call, Method

NAME, DESCRIPTION, INVITED = 80, 250, 100


def _managed(call: Call, *also: str) -> Channel:
    channel = call.channel()
    word = "channels:manage" if channel.kind is Kind.PUBLIC else f"{channel.kind.scope_word}:write"
    call.require(word, *also)
    if channel.is_direct:
        raise SlackError("method_not_supported_for_channel_type")
    if call.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def _name(call: Call) -> str:
    name = call.needed("name", "invalid_name_required")
    if len(name) > NAME:
        raise SlackError("invalid_name_maxlength")
    if not re.search(r"[^\W_]", name):
        raise SlackError("invalid_name_punctuation")
    if re.search(r"[^\w-]", name) or name != name.lower():
        raise SlackError("invalid_name_specials")
    if any(channel.name == name for channel in call.workspace.channels.values()):
        raise SlackError("name_taken")
    return name


def _shown(call: Call, channel: Channel) -> dict[str, Any]:
    return {"channel": channel.as_conversation(call.app.bot_user_id, call.workspace.team.id)}


def create(call: Call) -> dict[str, Any]:
    """Make a channel with the app's bot user as its only member."""
    private = call.flag("is_private")
    call.require("groups:write" if private else "channels:manage")
    return _shown(call, call.workspace.add_channel(_name(call), [call.bot], private=private))


def invite(call: Call) -> dict[str, Any]:
    """Make up to a hundred users members; one who cannot be invited stops all, unless ``force``."""
    channel = _managed(call, "channels:write.invites", "groups:write.invites")
    users = [user.strip() for user in call.needed("users", "no_user").split(",")][: INVITED + 1]
    if len(users) > INVITED:
        raise SlackError("too_many_users")
    refused = [(user, error) for user in users if (error := _uninvitable(call, channel, user))]
    if refused and (len(refused) == len(users) or not call.flag("force")):
        errors = [{"user": user, "ok": False, "error": error} for user, error in refused]
        raise SlackError(refused[0][1], fields={"errors": errors})
    for user in users:
        if person := call.workspace.people.get(user):
            call.workspace.join(person, channel, inviter=call.app.bot_user_id)
    return _shown(call, channel)


def _uninvitable(call: Call, channel: Channel, user: str) -> str | None:
    person = call.workspace.people.get(user)
    if person is None or person.deleted:
        return "user_not_found"
    if user == call.app.bot_user_id:
        return "cant_invite_self"
    return "already_in_channel" if user in channel.members else None


def kick(call: Call) -> dict[str, Any]:
    """End somebody else's membership."""
    channel = _managed(call)
    person = _person(call)
    if person.id == call.app.bot_user_id:
        raise SlackError("cant_kick_self")
    if person.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.name == "general":
        raise SlackError("cant_kick_from_general")
    call.workspace.leave(person, channel, by=call.bot)
    return {"errors": {}}


def _person(call: Call) -> Person:
    person = call.workspace.people.get(call.needed("user", "user_not_found"))
    if person is None:
        raise SlackError("user_not_found")
    return person


def leave(call: Call) -> dict[str, Any]:
    """End the bot user's own membership."""
    channel = call.channel()
    if channel.is_direct:
        raise SlackError("method_not_supported_for_channel_type")
    if call.app.bot_user_id not in channel.members:
        return {"not_in_channel": True}
    if channel.name == "general":
        raise SlackError("cant_leave_general")
    call.workspace.leave(call.bot, channel)
    return {}


def archive(call: Call) -> dict[str, Any]:
    """Close a channel for new messages."""
    if call.channel().is_archived:
        raise SlackError("already_archived")
    channel = _managed(call)
    if channel.name == "general":
        raise SlackError("cant_archive_general")
    call.workspace.archive(channel, by=call.bot)
    return {}


def rename(call: Call) -> dict[str, Any]:
    """Give a channel that the app created another name."""
    channel = _managed(call)
    if channel.creator != call.app.bot_user_id:
        raise SlackError("not_authorized")
    call.workspace.rename(channel, _name(call))
    return _shown(call, channel)


def set_topic(call: Call) -> dict[str, Any]:
    """Say what a channel is about just now."""
    channel = _managed(call, "channels:write.topic", "groups:write.topic")
    call.workspace.describe(channel, call.app.bot_user_id, topic=_description(call, "topic"))
    return _shown(call, channel)


def set_purpose(call: Call) -> dict[str, Any]:
    """Say what a channel is for."""
    channel = _managed(call, "channels:write.topic", "groups:write.topic")
    call.workspace.describe(channel, call.app.bot_user_id, purpose=_description(call, "purpose"))
    return _shown(call, channel)


def _description(call: Call, name: str) -> str:
    text = call.text(name) or ""
    if len(text) > DESCRIPTION:
        raise SlackError("too_long")
    return text


METHODS = {
    "conversations.create": Method(create, tier=2),
    "conversations.invite": Method(invite, tier=3),
    "conversations.kick": Method(kick, tier=3),
    "conversations.leave": Method(leave, tier=3),
    "conversations.archive": Method(archive, tier=2),
    "conversations.rename": Method(rename, tier=2),
    "conversations.setTopic": Method(set_topic, tier=2),
    "conversations.setPurpose": Method(set_purpose, tier=2),
}
