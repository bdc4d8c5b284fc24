"""oauth.v2.access: an installation's code for a token."""

from typing import Any

from bot.playground.slack.apps import App
from bot.playground.slack.errors import SlackError
from bot.playground.slack.oauth import Grants
from bot.playground.slack.workspace import Workspace


def exchange(workspace: Workspace, grants: Grants, args: dict[str, Any]) -> dict[str, Any]:
    """The app's bot token for a code that a person's consent produced, once."""
    app = _client(workspace, args)
    grant = grants.take(str(args.get("code", "")))
    if grant is None or grant.app is not app:
        raise SlackError("invalid_code")
    if grant.redirect_uri != args.get("redirect_uri", grant.redirect_uri):
        raise SlackError("bad_redirect_uri")
    app.fault = None
    app.grant(grant.scopes or app.scopes)
    return {
        "ok": True,
        "app_id": app.id,
        "authed_user": {"id": grant.user},
        "scope": ",".join(sorted(app.scopes)),
        "token_type": "bot",
        "access_token": app.bot_token,
        "bot_user_id": app.bot_user_id,
        "team": {"id": workspace.team.id, "name": workspace.team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _client(workspace: Workspace, args: dict[str, Any]) -> App:
    for app in workspace.apps.values():
        if app.client_id == args.get("client_id"):
            if app.client_secret != args.get("client_secret"):
                raise SlackError("bad_client_secret")
            return app
    raise SlackError("invalid_client_id")
