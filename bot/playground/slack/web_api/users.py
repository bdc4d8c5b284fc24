"""users.*, usergroups.*, dnd.*, emoji.*: looking people up, and what they use."""

from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.people import Person
from bot.playground.slack.web_api.call import Call, Method, page
from bot.playground.slack.web_api.conversations import listed


def _shown(call: Call, person: Person) -> dict[str, Any]:
    readable = "users:read.email" in call.app.scopes
    workspace = call.workspace
    return person.as_user(
        with_email=readable, home_team=workspace.team, now=workspace.clock(), base_url=call.base_url
    )


def _person(call: Call) -> Person:
    person = call.workspace.people.get(call.needed("user", "user_not_found"))
    if person is None:
        raise SlackError("user_not_found")
    return person


def info(call: Call) -> dict[str, Any]:
    """One user by id."""
    return {"user": _shown(call, _person(call))}


def users_list(call: Call) -> dict[str, Any]:
    """Everybody, bots and former members included."""
    members = [_shown(call, person) for person in call.workspace.people.values()]
    return {**page(call, members, "members", default=1000), "cache_ts": call.workspace.seconds()}


def lookup_by_email(call: Call) -> dict[str, Any]:
    """The active member of this workspace with the address; people of other teams are not found."""
    wanted = call.needed("email", "users_not_found").casefold()
    for person in call.workspace.people.values():
        here = person.team is call.workspace.team and not person.deleted and not person.is_bot
        if here and person.email.casefold() == wanted:
            return {"user": _shown(call, person)}
    raise SlackError("users_not_found")


def usergroups_list(call: Call) -> dict[str, Any]:
    """All user groups, with their members when asked."""
    with_users = call.flag("include_users")
    groups = []
    for group in call.workspace.usergroups.values():
        groups.append({key: value for key, value in group.items() if key != "users" or with_users})
    return {"usergroups": groups}


def usergroup_users(call: Call) -> dict[str, Any]:
    """The members of one user group."""
    group = call.workspace.usergroups.get(call.needed("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group["users"])}


def profile(call: Call) -> dict[str, Any]:
    """A user's profile; the bot's own when none is named."""
    person = _person(call) if call.text("user") else call.bot
    readable = "users:read.email" in call.app.scopes
    shown = person.as_profile(with_email=readable, base_url=call.base_url)
    return {"profile": {key: value for key, value in shown.items() if key != "team"}}


def conversations(call: Call) -> dict[str, Any]:
    """Where a user is a member (the bot itself when none is named), as far as the bot may know of it."""
    user = _person(call).id if call.text("user") else call.app.bot_user_id
    return page(call, listed(call, lambda channel: user in channel.members), "channels")


def presence(call: Call) -> dict[str, Any]:
    """Everybody is there."""
    person = _person(call) if call.text("user") else call.bot
    return {"presence": "away" if person.deleted else "active"}


def dnd_info(call: Call) -> dict[str, Any]:
    """Nobody minds being disturbed."""
    person = _person(call) if call.text("user") else call.bot
    if person.deleted:
        raise SlackError("user_not_found")
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


def emoji_list(call: Call) -> dict[str, Any]:
    """Custom emoji; there are none."""
    return {"emoji": {}, "cache_ts": f"{call.workspace.seconds()}.000000"}


METHODS = {
    "users.info": Method(info, ("users:read",), tier=4),
    "users.list": Method(users_list, ("users:read",), tier=2),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",), tier=3),
    "users.profile.get": Method(profile, ("users.profile:read",), tier=4),
    "users.conversations": Method(conversations, tier=3),
    "users.getPresence": Method(presence, ("users:read",), tier=3),
    "dnd.info": Method(dnd_info, ("dnd:read",), tier=3),
    "emoji.list": Method(emoji_list, ("emoji:read",), tier=2),
    "usergroups.list": Method(usergroups_list, ("usergroups:read",), tier=2),
    "usergroups.users.list": Method(usergroup_users, ("usergroups:read",), tier=2),
}
