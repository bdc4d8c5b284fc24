"""Short-lived permissions: trigger ids open one modal, response URLs answer one interaction."""

import itertools
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.playground.slack.apps import App
from bot.playground.slack.errors import SlackError

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5
_KEPT = 5_000


@dataclass(slots=True)
class Trigger:
    """The right to open one modal for a user, who looked at the conversation ``viewing`` (if at one)."""

    app: App
    user: str
    issued: datetime
    viewing: str | None = None
    exchanged: bool = False


class Triggers:
    """Issues trigger ids and takes them back, each once and within three seconds."""

    def __init__(self, clock: Clock, life: timedelta = TRIGGER_LIFE) -> None:
        self._clock = clock
        self._life = life
        self._issued: dict[str, Trigger] = {}
        self._numbers = itertools.count(1)

    def issue(self, app: App, user: str, viewing: str | None = None) -> str:
        """A fresh trigger id in Slack's form; ``viewing`` is the conversation before the user."""
        now = self._clock()
        trigger_id = f"{now.timestamp():.0f}.{next(self._numbers)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(app, user, now, viewing)
        _forget_oldest(self._issued)
        return trigger_id

    def exchange(self, trigger_id: str, app: App) -> Trigger:
        """For whom the app may open a modal now; refused as Slack would when too late or twice."""
        trigger = self._issued.get(trigger_id)
        if trigger is None or trigger.app is not app:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.issued > self._life:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """Where an interaction may be answered: channel, user, and the message that it belongs to, if any."""

    app: App
    channel: str
    user: str
    issued: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    used: int = 0


class ResponseUrls:
    """Issues the secret part of response URLs and counts their uses."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self,
        app: App,
        channel: str,
        user: str,
        *,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """The secret part of a fresh response URL."""
        key = secrets.token_urlsafe(18)
        self._issued[key] = ResponseUrl(app, channel, user, self._clock(), message_ts, thread_ts)
        _forget_oldest(self._issued)
        return key

    def use(self, key: str) -> ResponseUrl:
        """What the URL belongs to, counting this use; 404 after five uses or thirty minutes."""
        url = self._issued.get(key)
        if url is None:
            raise SlackError("no_such_url", status=404)
        if self._clock() - url.issued > RESPONSE_LIFE:
            raise SlackError("expired_url", status=404)
        if url.used >= RESPONSE_USES:
            raise SlackError("used_url", status=404)
        url.used += 1
        return url


def _forget_oldest(issued: dict[str, Any]) -> None:
    while len(issued) > _KEPT:
        del issued[next(iter(issued))]
