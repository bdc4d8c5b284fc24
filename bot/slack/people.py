"""Who somebody is in Slack: e-mail address to user, user to name and to direct conversation."""

import re
import time
from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import DeliveryFailed
from bot.slack.client import call, form
from bot.slack.errors import refusal
from bot.slack.memory import Memory

_FOUND_FOR, _MISSED_FOR = 3600.0, 600.0  # seconds
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,30}")
_NOBODY = frozenset({"users_not_found", "user_not_found", "user_not_visible"})


class People:
    """Looks people up in one workspace; hits are remembered for an hour, misses for ten minutes."""

    def __init__(
        self, client: AsyncWebClient, *, timeout: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._timeout = timeout
        self._ids: Memory[str, str | None] = Memory(clock=clock)
        self._names: Memory[str, str | None] = Memory(clock=clock)
        self._direct: Memory[str, str] = Memory(clock=clock)

    async def direct_channel(self, person: str) -> str:
        """The direct conversation with a user id or an e-mail address; raises DeliveryFailed."""
        user_id = await self._user_id(person.strip())
        if known := self._direct.recall(user_id):
            return known[0]
        opened = await self._call("conversations.open", users=user_id)
        channel = opened.get("channel")
        if not isinstance(channel, dict) or not isinstance(channel.get("id"), str):
            raise refusal("not_slack")
        return self._direct.keep(user_id, channel["id"], _FOUND_FOR)

    async def name(self, user_id: str) -> str | None:
        """What people call the user, or None when Slack does not say."""
        if not _USER_ID.fullmatch(user_id):
            return None
        if known := self._names.recall(user_id):
            return known[0]
        try:
            user = (await self._call("users.info", user=user_id)).get("user") or {}
        except DeliveryFailed:
            return self._names.keep(user_id, None, _MISSED_FOR)
        profile = user.get("profile") or {}
        named = (
            profile.get("display_name")
            or profile.get("real_name")
            or user.get("real_name")
            or user.get("name")
        )
        return self._names.keep(user_id, named or None, _FOUND_FOR)

    async def _user_id(self, person: str) -> str:
        if _USER_ID.fullmatch(person):
            return person
        if "@" not in person:
            raise refusal("no_person")
        email = person.lower()
        known = self._ids.recall(email)
        user_id = known[0] if known else await self._look_up(email)
        if user_id is None:
            raise refusal("users_not_found")
        return user_id

    async def _look_up(self, email: str) -> str | None:
        try:
            user = (await self._call("users.lookupByEmail", email=email)).get("user") or {}
        except DeliveryFailed as error:
            if error.code in _NOBODY:
                return self._ids.keep(email, None, _MISSED_FOR)
            raise
        return self._ids.keep(email, user.get("id"), _FOUND_FOR)

    async def _call(self, method: str, **arguments: str) -> AsyncSlackResponse:
        return await call(form(self._client, method), within=self._timeout, repeatable=True, **arguments)
