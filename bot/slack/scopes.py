"""What the app may do in a workspace, and what does not work without. manifest.yml asks for the same."""

from collections.abc import Mapping
from typing import Final

SCOPES: Final[Mapping[str, str]] = {
    "chat:write": "nothing can be posted",
    "chat:write.public": "Bellwether must be invited to every public channel it posts in",
    "commands": "there is no /health",
    "channels:read": "a public channel that is shared with another organisation is not recognised",
    "groups:read": "a private channel that is shared with another organisation is not recognised",
    "channels:history": "after a lost answer nobody can tell whether a public channel has the message",
    "groups:history": "after a lost answer nobody can tell whether a private channel has the message",
    "im:history": "after a lost answer nobody can tell whether a person has the message",
    "im:write": "a customer's owner gets no direct messages",
    "users:read": "threads mention people, which rings them, where they would be named",
    "users:read.email": "owners must be given as Slack user ids, not as e-mail addresses",
}
