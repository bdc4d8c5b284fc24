"""conversations.*: channels, their members and their history."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.playground.slack.channels import Channel, Kind
from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import Message
from bot.playground.slack.web_api.call import Call, Method, page


def _known(call: Call, right: str) -> Channel:
    channel = call.channel()
    call.require(f"{channel.kind.scope_word}:{right}")
    return channel


def _shown(call: Call, channel: Channel) -> dict[str, Any]:
    return channel.as_conversation(call.app.bot_user_id, call.workspace.team.id)


def listed(call: Call, wanted: Callable[[Channel], bool]) -> list[dict[str, Any]]:
    """The conversations of the call's ``types`` that the app may know of and that are wanted."""
    words = (call.text("types") or Kind.PUBLIC.value).split(",")
    try:
        kinds = [Kind(word.strip()) for word in words]
    except ValueError:
        raise SlackError("invalid_types") from None
    for kind in kinds:
        call.require(f"{kind.scope_word}:read")
    without_archived = call.flag("exclude_archived")
    return [
        _shown(call, channel)
        for channel in call.workspace.channels.values()
        if channel.kind in kinds
        and channel.visible_to(call.app.bot_user_id)
        and not (channel.is_archived and without_archived)
        and wanted(channel)
    ]


def conversations_list(call: Call) -> dict[str, Any]:
    """The conversations of the wanted types that the app may know of."""
    channels = call.workspace.channels
    found = listed(call, lambda _channel: True)
    return page(
        call, [{**each, "num_members": len(channels[each["id"]].members)} for each in found], "channels"
    )


def info(call: Call) -> dict[str, Any]:
    """One conversation."""
    channel = _known(call, "read")
    shown = _shown(call, channel)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def members(call: Call) -> dict[str, Any]:
    """The ids of a conversation's members."""
    return page(call, sorted(_known(call, "read").members), "members")


def join(call: Call) -> dict[str, Any]:
    """Make the app's bot user a member of a public channel."""
    channel = call.channel()
    if channel.kind is not Kind.PUBLIC:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    already = call.app.bot_user_id in channel.members
    call.workspace.join(call.bot, channel)
    answer: dict[str, Any] = {"channel": _shown(call, channel)}
    if already:
        answer |= {"warning": "already_in_channel"}
        answer["response_metadata"] = {"warnings": ["already_in_channel"]}
    return answer


def conversations_open(call: Call) -> dict[str, Any]:
    """Open the direct conversation with one user or several."""
    if call.text("channel"):
        return {"no_op": True, "already_open": True, "channel": {"id": call.channel().id}}
    users = [user.strip() for user in call.needed("users", "users_list_not_supplied").split(",")]
    call.require("im:write" if len(users) == 1 else "mpim:write")
    for user in users:
        person = call.workspace.people.get(user)
        if person is None:
            raise SlackError("user_not_found")
        if person.deleted:
            raise SlackError("user_disabled")
        if person.is_bot:
            raise SlackError("cannot_dm_bot")
    before = len(call.workspace.channels)
    channel = call.workspace.direct(call.app.bot_user_id, *users)
    known = len(call.workspace.channels) == before
    return {
        "no_op": known,
        "already_open": known,
        "channel": _shown(call, channel) if call.flag("return_im") else {"id": channel.id},
    }


def _readable(call: Call) -> Channel:
    channel = _known(call, "history")
    if call.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _moment(call: Call, name: str) -> Decimal | None:
    given = call.text(name)
    try:
        moment = None if given is None else Decimal(given)
    except InvalidOperation:
        raise SlackError(f"invalid_ts_{name}") from None
    if moment is not None and not moment.is_finite():
        raise SlackError(f"invalid_ts_{name}")
    return moment


def _part(call: Call, messages: Iterable[Message], default: int, *, newest_first: bool) -> dict[str, Any]:
    """A part of the messages between ``oldest`` and ``latest``; the cursor names the last message given.

    Messages come in the order of their timestamps, so that what was posted meanwhile shifts no page.
    """
    limit = call.integer("limit", default) or default
    if not 0 < limit <= 1000:
        raise SlackError("invalid_limit")
    oldest, latest, inclusive = _moment(call, "oldest"), _moment(call, "latest"), call.flag("inclusive")
    after = _cursor(call)
    part: list[Message] = []
    for message in messages:
        at = Decimal(message.ts)
        if after is not None and (at >= after if newest_first else at <= after):
            continue
        if (latest is not None and (at > latest or (at == latest and not inclusive))) or (
            oldest is not None and (at < oldest or (at == oldest and not inclusive))
        ):
            continue
        part.append(message)
        if len(part) > limit:
            break
    more = f"next_ts:{part[limit - 1].ts}" if len(part) > limit else ""
    shown = [_message(call, message) for message in part[:limit]]
    return {"messages": shown, "has_more": bool(more), "response_metadata": {"next_cursor": more}}


def _cursor(call: Call) -> Decimal | None:
    cursor = call.text("cursor")
    if cursor is None:
        return None
    if not re.fullmatch(r"next_ts:[0-9]{1,12}\.[0-9]{6}", cursor):
        raise SlackError("invalid_cursor")
    return Decimal(cursor.removeprefix("next_ts:"))


def history(call: Call) -> dict[str, Any]:
    """A channel's messages, newest first."""
    channel = _readable(call)
    part = _part(call, call.workspace.messages.history(channel.id), 100, newest_first=True)
    return {**part, "pin_count": call.workspace.pins.count(channel.id)}


def replies(call: Call) -> dict[str, Any]:
    """A thread, the parent first."""
    channel = _readable(call)
    messages = call.workspace.messages
    parent = messages.find(channel.id, call.needed("ts", "thread_not_found"))
    if parent is None:
        raise SlackError("thread_not_found")
    root = parent.thread_ts if parent.is_reply and parent.thread_ts else parent.ts
    thread = [messages.find(channel.id, root), *messages.replies(channel.id, root)]
    found = [message for message in thread if message is not None]
    return _part(call, found, 1000, newest_first=False)


def _message(call: Call, message: Message) -> dict[str, Any]:
    return call.workspace.messages.as_json(message, with_metadata=call.flag("include_all_metadata"))


METHODS = {
    "conversations.list": Method(conversations_list, tier=2),
    "conversations.info": Method(info, tier=3),
    "conversations.members": Method(members, tier=4),
    "conversations.join": Method(join, ("channels:join",), tier=3),
    "conversations.open": Method(conversations_open, tier=3),
    "conversations.history": Method(history, tier=3),
    "conversations.replies": Method(replies, tier=3),
}
