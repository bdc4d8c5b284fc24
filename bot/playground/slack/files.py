"""Uploaded files: announced, filled, then completed and shared."""

import mimetypes
import secrets
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from bot.playground.slack.ids import Ids


@dataclass(slots=True)
class File:
    """A file; ``content`` is None until its bytes arrived, ``completed`` is set once apps may know of it.

    ``handed_to`` names the apps that a person has sent it to in a form.
    """

    id: str
    name: str
    length: int
    user: str
    created: int
    upload_key: str
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    completed: bool = False
    channels: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    ims: list[str] = field(default_factory=list)
    shares: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    handed_to: set[str] = field(default_factory=set)

    @property
    def mimetype(self) -> str:
        """The media type guessed from the name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def as_json(self, base_url: str, team_id: str) -> dict[str, Any]:
        """The file object of Slack's API."""
        kind = PurePosixPath(self.name).suffix.lstrip(".").lower() or "binary"
        private = f"{base_url}/files-pri/{team_id}-{self.id}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": self.user,
            "user_team": team_id,
            "editable": False,
            "size": len(self.content or b""),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": bool(self.channels),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "alt_txt": self.alt_text,
            "url_private": f"{private}/{self.name}",
            "url_private_download": f"{private}/download/{self.name}",
            "permalink": f"{base_url}/files/{self.user}/{self.id}/{self.name}",
            "permalink_public": f"{base_url}/files-pub/{team_id}-{self.id}",
            "has_rich_preview": False,
            "file_access": "visible",
            "channels": list(self.channels),
            "groups": list(self.groups),
            "ims": list(self.ims),
            "shares": deepcopy(self.shares),
            "comments_count": 0,
        }


class Files:
    """All files of the workspace."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._files: dict[str, File] = {}
        self._awaited: dict[str, File] = {}

    def announce(self, name: str, length: int, user: str, created: int, alt_text: str) -> File:
        """A file that is about to be uploaded."""
        key = secrets.token_urlsafe(18)
        file = File(self._ids.next("F"), name, length, user, created, key, alt_text=alt_text)
        self._files[file.id] = self._awaited[key] = file
        return file

    def find(self, file_id: str) -> File | None:
        """The file with this id."""
        return self._files.get(file_id)

    def awaiting(self, upload_key: str) -> File | None:
        """The file that the upload URL with this key was issued for."""
        return self._awaited.get(upload_key)
