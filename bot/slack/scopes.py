"""What the app may do in a workspace. manifest.yml asks for the same and says why; a test compares them."""

from typing import Final

SCOPES: Final = (
    "chat:write",
    "chat:write.public",
    "commands",
    "channels:read",
    "groups:read",
    "channels:history",
    "groups:history",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)
