"""The people of the workspace, its app users, and guests from other workspaces in shared channels."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.slack.avatars import AVATAR_SIZES, avatar_url, colour_of


@dataclass(slots=True)
class Team:
    """A Slack workspace."""

    id: str
    name: str
    domain: str


@dataclass(slots=True)
class Person:
    """A user: a person, or the bot user of an app. ``name`` is the handle, ``real_name`` what people read."""

    id: str
    name: str
    real_name: str
    team: Team
    email: str = ""
    title: str = ""
    tz: str = "Etc/UTC"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False
    updated: int = 0

    def as_profile(self, *, with_email: bool, base_url: str) -> dict[str, Any]:
        """The profile of users.profile.get; the address only for tokens that may read it."""
        first, _, last = self.real_name.partition(" ")
        profile: dict[str, Any] = {
            "title": self.title,
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "status_text": "",
            "status_text_canonical": "",
            "status_emoji": "",
            "status_expiration": 0,
            "avatar_hash": self.id.lower(),
            "first_name": first,
            "last_name": last,
            "team": self.team.id,
        }
        profile |= {f"image_{size}": avatar_url(base_url, self.id, size) for size in AVATAR_SIZES}
        if with_email and self.email:
            profile["email"] = self.email
        return profile

    def as_user(self, *, with_email: bool, home_team: Team, now: datetime, base_url: str) -> dict[str, Any]:
        """The user object of users.info; the address only for tokens that may read it."""
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset() or timedelta()
        return {
            "id": self.id,
            "team_id": self.team.id,
            "name": self.name,
            "deleted": self.deleted,
            "color": colour_of(self.id),
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()),
            "profile": self.as_profile(with_email=with_email, base_url=base_url),
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_stranger": self.team.id != home_team.id,
            "updated": self.updated,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }

    def as_actor(self) -> dict[str, Any]:
        """The ``user`` of an interactive payload."""
        return {"id": self.id, "username": self.name, "name": self.name, "team_id": self.team.id}
