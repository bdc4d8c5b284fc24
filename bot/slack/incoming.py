"""One request of Slack as the listeners need it: who, where, and how to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.bindings import Workspace


@dataclass(frozen=True, slots=True)
class Incoming:
    """A command, a click, a submitted form or an event of one user; what Slack did not send is empty."""

    workspace: Workspace
    client: AsyncWebClient  # with the workspace's token
    user_id: str
    channel: str
    text: str  # what was typed after a command
    value: str  # of the button, the chosen option, or the day that was picked
    block_id: str  # of what was clicked
    response_url: str
    trigger_id: str
    from_home: bool
    from_outside: bool
    in_external_channel: bool
    view: Mapping[str, Any]  # of a click in a view, or of a form

    @property
    def workspace_id(self) -> str:
        """The tenant that every use case is asked about."""
        return self.workspace.workspace_id


def read(body: Mapping[str, Any], workspace: Workspace, client: AsyncWebClient) -> Incoming:
    """What Slack sent, whichever of its kinds of request it was."""
    event, view = _inner(body, "event"), _inner(body, "view")
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}
    return Incoming(
        workspace=workspace,
        client=client,
        user_id=_text(_inner(body, "user"), "id") or _text(body, "user_id") or _text(event, "user"),
        channel=_text(_inner(body, "channel"), "id") or _text(body, "channel_id"),
        text=_text(body, "text"),
        value=_text(action, "value")
        or _text(action, "selected_date")
        or _text(_inner(action, "selected_option"), "value"),
        block_id=_text(action, "block_id"),
        response_url=_text(body, "response_url"),
        trigger_id=_text(body, "trigger_id"),
        from_home=_text(view, "type") == "home",
        from_outside=_is_outsider(body, workspace),
        in_external_channel=str(body.get("is_ext_shared_channel")).lower() == "true",
        view=view,
    )


def _is_outsider(body: Mapping[str, Any], workspace: Workspace) -> bool:
    """Whether the user belongs to another organisation, and only shares a channel with this one."""
    team = (
        _text(_inner(body, "user"), "team_id") or _text(_inner(body, "team"), "id") or _text(body, "team_id")
    )
    if not team or team == workspace.team_id:
        return False
    organisation = _text(_inner(body, "enterprise"), "id") or _text(body, "enterprise_id")
    return workspace.enterprise_id is None or workspace.enterprise_id not in (team, organisation)


def _inner(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = body.get(key)
    return value if isinstance(value, dict) else {}


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""
