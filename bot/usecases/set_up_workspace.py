"""Making a workspace usable: a row, a first scorecard, and its Slack team once that is known."""

from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Conflict, InvalidInput
from bot.ids import new_id
from bot.storage import house, scorecards, workspaces
from bot.storage.workspaces import Workspace
from scoring.scorecard import default_scorecards
from scoring.scorecard_codec import scorecards_to_dict


def ensure_workspace(tx: Connection, timezone: str, now: datetime) -> Workspace:
    """The only workspace of a house with one tenant; made when there is none.

    Raises InvalidInput when there are several: the caller must name one.
    """
    found = workspaces.all_workspaces(tx)
    if not found:
        # Replicas that start together must not make one each.
        house.lock_house(tx)
        found = workspaces.all_workspaces(tx)
    if len(found) > 1:
        names = ", ".join(workspace.name for workspace in found)
        raise InvalidInput({"--workspace": f"there are several workspaces; name one of: {names}"})
    return found[0] if found else create_workspace(tx, "Bellwether", timezone, now)


def create_workspace(
    tx: Connection, name: str, timezone: str, now: datetime, *, health: bool = False
) -> Workspace:
    """A new workspace with the default scorecard; ``health`` is off until an admin turns it on."""
    workspace_id = new_id()
    workspaces.add_workspace(tx, workspace_id, name, timezone, now)
    version = workspaces.raise_version(tx, workspace_id, "scorecard_version")
    body = scorecards_to_dict(default_scorecards(enabled=health))
    scorecards.add_scorecard(tx, workspace_id, version, body, "bellwether", "The defaults.", now)
    return workspaces.get_workspace(tx, workspace_id)


def find_workspace(tx: Connection, name: str) -> Workspace:
    """The workspace with that name, id or Slack team id; raises InvalidInput."""
    for workspace in workspaces.all_workspaces(tx):
        if name in (workspace.id, workspace.slack_team_id) or name.casefold() == workspace.name.casefold():
            return workspace
    raise InvalidInput({"--workspace": f"there is no workspace {name!r}"})


def bind_team(
    tx: Connection, workspace: Workspace, team_id: str, team_name: str, bot_user_id: str
) -> Workspace:
    """Tie the only workspace to the Slack team that the token belongs to.

    Raises Conflict when it belongs to another team already: reviews of two teams must not mix.
    """
    house.lock_house(tx)
    present = workspaces.get_workspace(tx, workspace.id).slack_team_id
    if present not in (None, team_id):
        raise Conflict(
            f"This database belongs to the Slack team {present}, but the token to {team_id}. "
            "Use another database, or the token of that team."
        )
    other = workspaces.find_team_ever(tx, team_id)
    if other is not None and other.id != workspace.id:
        raise Conflict(f"The Slack team {team_id} has another workspace in this database: {other.name}.")
    workspaces.set_workspace(tx, workspace.id, slack_team_id=team_id, name=team_name, bot_user_id=bot_user_id)
    return workspaces.get_workspace(tx, workspace.id)
