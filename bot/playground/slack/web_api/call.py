"""One call of a Web API method as its handler sees it: the caller, the workspace and the arguments."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.slack.apps import App
from bot.playground.slack.channels import Channel
from bot.playground.slack.errors import SlackError
from bot.playground.slack.people import Person
from bot.playground.slack.ratelimits import RateLimits
from bot.playground.slack.socket_mode import Sockets
from bot.playground.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was let in. Arguments may have come as JSON, as form fields or in the query."""

    method: str
    args: Mapping[str, Any]
    app: App
    workspace: Workspace
    limits: RateLimits
    sockets: Sockets
    base_url: str

    @property
    def bot(self) -> Person:
        """The bot user of the calling app."""
        return self.workspace.people[self.app.bot_user_id]

    def text(self, name: str) -> str | None:
        """A text argument; None when it is missing or empty."""
        value = self.args.get(name)
        if value is None or value == "":
            return None
        return value if isinstance(value, str) else json.dumps(value)

    def needed(self, name: str, error: str = "invalid_arguments") -> str:
        """A text argument that the method cannot do without."""
        value = self.text(name)
        if value is None:
            missing = [f"[ERROR] missing required field: {name}"]
            raise SlackError(error, fields={"response_metadata": {"messages": missing}})
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A truth value as JSON, ``true``/``false`` or ``1``/``0``."""
        value = self.args.get(name)
        if value is None or value == "":
            return default
        return value is True or str(value).lower() in ("true", "1")

    def integer(self, name: str, default: int) -> int:
        """A whole number as JSON or digits."""
        value = self.args.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            raise SlackError("invalid_arguments") from None

    def structure(self, name: str, error: str) -> Any:
        """A list or an object, given as JSON or as text that holds JSON; None when it is missing."""
        value = self.args.get(name)
        if isinstance(value, str) and value:
            try:
                return json.loads(value)
            except (ValueError, RecursionError):
                raise SlackError(error) from None
        return None if value == "" else value

    def require(self, *scopes: str) -> None:
        """Refuse with missing_scope unless the token has one of these scopes."""
        if not self.app.scopes.intersection(scopes):
            provided = ",".join(sorted(self.app.scopes))
            raise SlackError("missing_scope", fields={"needed": ",".join(scopes), "provided": provided})

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that an argument names by id, as far as the app may know of it."""
        wanted = self.needed(name, "channel_not_found")
        channel = self.workspace.channels.get(wanted)
        if channel is None or not channel.visible_to(self.app.bot_user_id):
            raise SlackError("channel_not_found")
        return channel


@dataclass(frozen=True, slots=True)
class Method:
    """How a method is called: by which token, with which scopes (all of them), in which tier (0: none)."""

    handle: Callable[[Call], dict[str, Any]]
    scopes: tuple[str, ...] = ()
    tier: int = 0
    token: Literal["bot", "app", "none"] = "bot"


def page(call: Call, items: list[Any], key: str, default: int = 100) -> dict[str, Any]:
    """A part of a list by the cursor and limit of the call, with the cursor of the next part."""
    limit = call.integer("limit", default) or default
    if not 0 < limit <= 1000:
        raise SlackError("invalid_limit")
    cursor = call.text("cursor") or "0"
    if not re.fullmatch(r"(next:)?[0-9]{1,12}", cursor):
        raise SlackError("invalid_cursor")
    start = int(cursor.removeprefix("next:"))
    more = f"next:{start + limit}" if start + limit < len(items) else ""
    return {key: items[start : start + limit], "response_metadata": {"next_cursor": more}}
