"""Installed apps: what their configuration pages at Slack would hold."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

ALL_SCOPES = frozenset(
    "app_mentions:read bookmarks:read bookmarks:write channels:history channels:join channels:manage "
    "channels:read chat:write chat:write.customize chat:write.public commands dnd:read emoji:read files:read "
    "files:write groups:history groups:read groups:write im:history im:read im:write mpim:history mpim:read "
    "mpim:write pins:read pins:write reactions:read reactions:write team:read usergroups:read "
    "users.profile:read users:read users:read.email".split()
)
"""Every bot scope that some method or event here asks for."""

ALL_EVENTS = frozenset(
    "app_home_opened app_mention app_uninstalled channel_archive channel_created channel_deleted "
    "channel_left channel_rename channel_unarchive file_shared group_archive group_deleted group_left "
    "group_rename group_unarchive member_joined_channel member_left_channel message.channels message.groups "
    "message.im message.mpim pin_added pin_removed reaction_added reaction_removed tokens_revoked".split()
)
"""Every event subscription that is served."""

_RARER = frozenset(
    {"channel_created", "channel_left", "file_shared", "group_left", "pin_added", "pin_removed"}
)
USUAL_EVENTS = frozenset(
    event for event in ALL_EVENTS - _RARER if not event.startswith(("message.", "reaction_"))
)
"""What most apps subscribe to: what befalls the app and its channels, not the stream of messages."""


@dataclass(slots=True)
class Command:
    """A slash command as configured."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(slots=True)
class Shortcut:
    """A shortcut as configured: global (from anywhere) or in the menu of every message."""

    callback_id: str
    name: str = ""
    kind: Literal["global", "message"] = "global"
    description: str = ""


@dataclass(slots=True)
class App:
    """One installed app. ``fault`` is the error its tokens are refused with, such as ``token_revoked``."""

    id: str
    name: str
    bot_user_id: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    client_id: str
    client_secret: str
    verification_token: str
    request_url: str | None = None
    options_url: str | None = None
    scopes: set[str] = field(default_factory=lambda: set(ALL_SCOPES))
    events: set[str] = field(default_factory=lambda: set(USUAL_EVENTS))
    commands: dict[str, Command] = field(default_factory=dict)
    shortcuts: dict[str, Shortcut] = field(default_factory=dict)
    home_tab_enabled: bool = True
    fault: str | None = None
    created: int = 0

    def declare(self, *commands: Command | str) -> None:
        """Configure slash commands, by name or with their help."""
        for command in commands:
            declared = command if isinstance(command, Command) else Command(command)
            self.commands[declared.name] = declared

    def declare_shortcuts(self, *shortcuts: Shortcut) -> None:
        """Configure shortcuts by their callback_id."""
        self.shortcuts.update({shortcut.callback_id: shortcut for shortcut in shortcuts})

    def grant(self, scopes: Collection[str]) -> None:
        """Replace the granted bot scopes."""
        self.scopes = set(scopes)

    def as_bot(self) -> dict[str, Any]:
        """The bot object of bots.info."""
        return {
            "id": self.bot_id,
            "deleted": False,
            "name": self.name,
            "updated": self.created,
            "app_id": self.id,
            "user_id": self.bot_user_id,
            "icons": {"image_36": "", "image_48": "", "image_72": ""},
        }

    def as_profile(self, team_id: str) -> dict[str, Any]:
        """The ``bot_profile`` that messages of the app carry."""
        profile = {key: value for key, value in self.as_bot().items() if key != "user_id"}
        return {**profile, "team_id": team_id}
