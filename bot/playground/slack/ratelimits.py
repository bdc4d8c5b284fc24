"""Slack's rate limits: one message a second per channel with short bursts; tiers per minute if wanted."""

import math
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.playground.slack.errors import SlackError

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls per minute that each tier guarantees."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: datetime


class RateLimits:
    """Token buckets. ``burst`` is how many messages may follow at once in one channel; None sets no limit."""

    def __init__(self, clock: Clock, burst: int | None = 5, *, tiers: bool = False) -> None:
        self.burst = burst
        self.tiers = tiers
        self._clock = clock
        self._buckets: dict[tuple[str, ...], _Bucket] = {}

    def spend_post(self, app_id: str, channel: str) -> None:
        """Count one message into the channel; refused with ratelimited when it is too soon."""
        if self.burst is not None:
            self._spend(("post", app_id, channel), capacity=self.burst, per_second=1.0)

    def spend_call(self, app_id: str, method: str, tier: int) -> None:
        """Count one call of a method; refused with ratelimited beyond its tier."""
        if self.tiers and tier in PER_MINUTE:
            most = PER_MINUTE[tier]
            self._spend(("call", app_id, method), capacity=most, per_second=most / 60)

    def _spend(self, key: tuple[str, ...], *, capacity: int, per_second: float) -> None:
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(capacity, now))
        gained = (now - bucket.filled).total_seconds() * per_second
        bucket.tokens = min(float(capacity), bucket.tokens + gained)
        bucket.filled = now
        if bucket.tokens < 1:
            raise too_many((1 - bucket.tokens) / per_second)
        bucket.tokens -= 1


def too_many(seconds: float) -> SlackError:
    """The 429 that asks to come back after these seconds."""
    wait = str(max(1, math.ceil(seconds)))
    return SlackError("ratelimited", status=429, headers={"Retry-After": wait})
