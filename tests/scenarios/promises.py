"""What a scenario sends, and what it may expect of that: each review kept, each alert posted once."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import aiohttp

from bot.playground.slack import Channel
from tests.processes import Server
from tests.scenarios.scene import Scene
from tests.scenarios.surveys import a_review
from tests.slack.reading import text_of

CONNECTIONS = 20


async def acknowledged(scene: Scene, server: Server, *reviews: str, to: int = 1) -> None:
    """Send negative reviews that ring in the channel of this number, by the rules ``by_channel``."""
    for review in reviews:
        reply = await scene.vendor.send(server.url, a_review(review, f"Customer {to}", comment=f"({review})"))
        assert reply.status == 202, reply


def into(channel: Channel) -> Callable[[dict[str, Any]], bool]:
    """For a fault that is to hit only what is posted into this channel."""
    return lambda arguments: arguments.get("channel") == channel.id


def posted_once(scene: Scene, reviews: Sequence[str]) -> None:
    """Each of these reviews stands in Slack exactly once, and nothing else does."""
    shown = "\n".join(text_of(message) for message in scene.posted())
    assert Counter(re.findall(r"^\((.*)\)$", shown, re.MULTILINE)) == Counter(reviews)


def a_burst(reviews: int, channels: int) -> dict[str, dict[str, Any]]:
    """Events by review; most are negative, spread evenly over the channels of ``by_channel``."""
    return dict(_of_burst(number, channels) for number in range(reviews))


def negative_in(events: dict[str, dict[str, Any]]) -> list[str]:
    """The reviews that ring."""
    return [review for review, event in events.items() if event["data"]["score"] < 0]


async def send_all(
    scene: Scene,
    server: Server,
    events: dict[str, Any],
    kept: set[str],
    *,
    after: int | None = None,
    then: Callable[[], Coroutine[Any, Any, Any]] | None = None,
) -> None:
    """Send what is not kept yet over many connections, until all is sent or the server is gone.

    Does what ``then`` says as soon as so many have been acknowledged.
    """
    waiting = [review for review in events if review not in kept]

    async def sender() -> None:
        while waiting:
            review = waiting.pop(0)
            try:
                reply = await scene.vendor.send(server.url, events[review], f"msg {review}")
            except aiohttp.ClientError:
                return
            assert reply.status in (200, 202), reply
            kept.add(review)
            if then is not None and len(kept) == after:
                await then()

    await asyncio.gather(*(sender() for _ in range(CONNECTIONS)))


def _of_burst(number: int, channels: int) -> tuple[str, dict[str, Any]]:
    customer, turn = f"Customer {number % channels + 1}", number // channels
    review = f"review {number}"
    return review, a_review(review, customer, score=1 if turn % 2 else -1, comment=f"({review})")
