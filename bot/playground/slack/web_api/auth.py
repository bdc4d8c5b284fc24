"""auth.*, api.test, apps.*, team.*, bots.*: who is calling, and from where."""

from typing import Any

from bot.playground.slack.avatars import avatar_url
from bot.playground.slack.errors import SlackError
from bot.playground.slack.web_api.call import Call, Method


def api_test(call: Call) -> dict[str, Any]:
    """Echo the arguments; ``error`` asks for a refusal."""
    if wanted := call.text("error"):
        raise SlackError(wanted, fields={"args": dict(call.args)})
    return {"args": {name: value for name, value in call.args.items() if name != "token"}}


def auth_test(call: Call) -> dict[str, Any]:
    """Say whose token it is."""
    workspace, app = call.workspace, call.app
    return {
        "url": f"{call.base_url}/",
        "team": workspace.team.name,
        "user": call.bot.name,
        "team_id": workspace.team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> dict[str, Any]:
    """A WebSocket address for one Socket Mode connection."""
    address = call.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={call.sockets.ticket(call.app)}&app_id={call.app.id}"}


def team_info(call: Call) -> dict[str, Any]:
    """The workspace itself."""
    team = call.workspace.team
    about = {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "example.com"}
    icon = {
        f"image_{size}": avatar_url(call.base_url, team.id, size) for size in (34, 44, 68, 88, 102, 132, 230)
    }
    base = f"{call.base_url}/avatars/"
    more = {"icon": {**icon, "image_default": True}, "is_verified": False, "avatar_base_url": base}
    return {"team": {**about, "url": f"{call.base_url}/", **more}}


def bots_info(call: Call) -> dict[str, Any]:
    """A bot by its bot id; without one, only an empty answer."""
    wanted = call.text("bot")
    if wanted is None:
        return {}
    for app in call.workspace.apps.values():
        if app.bot_id == wanted:
            return {"bot": app.as_bot()}
    raise SlackError("bot_not_found")


METHODS = {
    "api.test": Method(api_test, token="none"),
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(connections_open, tier=3, token="app"),
    "team.info": Method(team_info, ("team:read",), tier=3),
    "bots.info": Method(bots_info, ("users:read",), tier=3),
}
