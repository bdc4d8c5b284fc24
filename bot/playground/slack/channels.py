"""Conversations: public and private channels, shared channels, direct messages."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a conversation is; the value is the word of conversations.list's ``types``."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    DIRECT = "im"
    GROUP = "mpim"

    @property
    def scope_word(self) -> str:
        """The word in a scope's name: ``channels`` in ``channels:read``."""
        return {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups"}.get(self, self.value)

    @property
    def event_word(self) -> str:
        """The ``channel_type`` of a message event."""
        return {Kind.PUBLIC: "channel", Kind.PRIVATE: "group"}.get(self, self.value)


@dataclass(slots=True)
class Channel:
    """A conversation with its members (user ids)."""

    id: str
    name: str
    kind: Kind
    created: int
    creator: str
    members: set[str] = field(default_factory=set)
    topic: str = ""
    purpose: str = ""
    topic_by: str = ""
    purpose_by: str = ""
    topic_set: int = 0
    purpose_set: int = 0
    previous_names: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_ext_shared: bool = False
    shared_team_ids: list[str] = field(default_factory=list)

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct conversation of two or several people."""
        return self.kind in (Kind.DIRECT, Kind.GROUP)

    def visible_to(self, user_id: str) -> bool:
        """Whether this user may know that the conversation exists."""
        return self.kind is Kind.PUBLIC or user_id in self.members

    def as_conversation(self, viewer: str, team_id: str) -> dict[str, Any]:
        """The channel object of conversations.info, as this user sees it."""
        if self.kind is Kind.DIRECT:
            return self._as_direct(viewer, team_id)
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind is Kind.PUBLIC,
            "is_group": self.kind is Kind.PRIVATE,
            "is_im": False,
            "is_mpim": self.kind is Kind.GROUP,
            "is_private": self.kind is not Kind.PUBLIC,
            "created": self.created,
            "updated": self.created * 1000,
            "creator": self.creator,
            "is_archived": self.is_archived,
            "is_general": self.name == "general",
            "unlinked": 0,
            "is_shared": self.is_ext_shared,
            "is_org_shared": False,
            "is_ext_shared": self.is_ext_shared,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "pending_connected_team_ids": [],
            "shared_team_ids": [team_id, *self.shared_team_ids],
            "context_team_id": team_id,
            "is_member": viewer in self.members,
            "topic": {"value": self.topic, "creator": self.topic_by, "last_set": self.topic_set},
            "purpose": {"value": self.purpose, "creator": self.purpose_by, "last_set": self.purpose_set},
            "previous_names": list(self.previous_names),
        }

    def _as_direct(self, viewer: str, team_id: str) -> dict[str, Any]:
        others = sorted(self.members - {viewer})
        return {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": team_id,
            "user": others[0] if others else viewer,
            "is_user_deleted": False,
            "priority": 0,
        }
