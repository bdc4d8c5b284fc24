"""User groups, which a message mentions as ``<!subteam^S1>``."""

from typing import Any


def new_usergroup(
    group_id: str, team_id: str, handle: str, name: str, users: list[str], now: int
) -> dict[str, Any]:
    """The user group object of Slack's API; ``now`` in seconds since 1970."""
    return {
        "id": group_id,
        "team_id": team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": name,
        "description": "",
        "handle": handle,
        "is_external": False,
        "date_create": now,
        "date_update": now,
        "date_delete": 0,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": "",
        "updated_by": "",
        "prefs": {"channels": [], "groups": []},
        "channel_count": 0,
        "user_count": len(users),
        "users": users,
    }
