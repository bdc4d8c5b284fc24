"""users.* and usergroups.*: looking people up."""

from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.people import Person
from bot.playground.slack.web_api.call import Call, Method, page


def _shown(call: Call, person: Person) -> dict[str, Any]:
    readable = "users:read.email" in call.app.scopes
    return person.as_user(with_email=readable, home_team=call.workspace.team, now=call.workspace.clock())


def info(call: Call) -> dict[str, Any]:
    """One user by id."""
    person = call.workspace.people.get(call.needed("user", "user_not_found"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": _shown(call, person)}


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


METHODS = {
    "users.info": Method(info, ("users:read",), tier=4),
    "users.list": Method(users_list, ("users:read",), tier=2),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",), tier=3),
    "usergroups.list": Method(usergroups_list, ("usergroups:read",), tier=2),
    "usergroups.users.list": Method(usergroup_users, ("usergroups:read",), tier=2),
}
