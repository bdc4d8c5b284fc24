"""How many signed surveys a second become durable, scored and judged; and how long one takes to Slack."""

import asyncio
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.load import Load, send_all
from benchmarks.parts import Target, bellwether, floor, stand_in

_CUSTOMERS = 200
_CONNECTIONS = 64
_RULES = """
rules:
  - name: Tell managers about unhappy customers
    when: {trigger: review_received, survey: [csat]}
    conditions: {type: polarity, is_one_of: [negative]}
    then: [{type: post_to_channel, channel: C00000001}]
"""
_PLACES = 20  # channels of the latency run: each takes one message a second


async def measure_intake(console: Console, surveys: int, rounds: int, postgres: str | None) -> None:
    """Print a table: the floor and Bellwether in turn, so that both see the same machine."""
    table = Table("", "surveys/s", "of the floor", "p50 ms", "p99 ms", title="Signed survey in, durable, 202")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with stand_in() as slack:
            for number in range(1, rounds + 1):
                (folder / str(number)).mkdir()
                with floor(folder / str(number)) as target:
                    base = await _measure(target, surveys)
                table.add_row(f"floor, round {number}", *_cells(base, base))
                urls = {"SQLite": f"sqlite:///{folder / str(number) / 'house.db'}"}
                if postgres is not None and number == 1:
                    urls["PostgreSQL"] = postgres
                for engine, url in urls.items():
                    with bellwether(url, folder / str(number), slack.url, _RULES) as target:
                        found = await _measure(target, surveys)
                    table.add_row(f"Bellwether, {engine}, round {number}", *_cells(found, base))
    console.print(table)


async def measure_latency(console: Console, surveys: int) -> None:
    """Print how long it takes on an idle system from the webhook to the call that posts the alert."""
    rules = "rules:\n" + "".join(
        f"  - name: Channel {place}\n"
        f"    when: {{trigger: review_received, survey: [csat]}}\n"
        f"    conditions: {{type: customer, is_one_of: [Company {place}]}}\n"
        f"    then: [{{type: post_to_channel, channel: C{place:08}}}]\n"
        for place in range(_PLACES)
    )
    seconds = []
    with tempfile.TemporaryDirectory() as name:
        async with stand_in() as slack:
            with bellwether(f"sqlite:///{name}/house.db", Path(name), slack.url, rules) as target:
                for number in range(surveys):
                    request = target.request(number, number % _PLACES, -1)
                    started = time.perf_counter()
                    await send_all(target.url, [request], 1)
                    seconds.append(await asyncio.wait_for(slack.posts.get(), 30) - started)
                    await asyncio.sleep(1.1 / _PLACES)
    seconds.sort()
    p50, p99 = seconds[len(seconds) // 2] * 1000, seconds[int(len(seconds) * 0.99)] * 1000
    console.print(f"Webhook to Slack's chat.postMessage, idle, SQLite: p50 {p50:.1f} ms, p99 {p99:.1f} ms")


async def _measure(target: Target, surveys: int) -> Load:
    warm = [target.request(number, number % _CUSTOMERS, 1, "warm") for number in range(_CUSTOMERS * 2)]
    await send_all(target.url, warm, _CONNECTIONS)
    requests = [
        target.request(number, number % _CUSTOMERS, 1 if number % 10 else -1) for number in range(surveys)
    ]
    load = await send_all(target.url, requests, _CONNECTIONS)
    if set(load.statuses) != {202}:
        raise RuntimeError(f"Not every survey was accepted: {load.statuses}")
    return load


def _cells(load: Load, base: Load) -> tuple[str, ...]:
    ratio = load.per_second / base.per_second
    return (
        f"{load.per_second:,.0f}",
        f"{ratio:.2f}",
        f"{load.percentile(50):.1f}",
        f"{load.percentile(99):.1f}",
    )
