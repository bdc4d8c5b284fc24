"""``python -m benchmarks [--customers N] [--surveys N] [--rounds N] [--postgres URL]``: what it costs."""

import argparse
import asyncio

from rich.console import Console

from benchmarks.intake import measure_intake, measure_latency
from benchmarks.scoring import measure_scoring


def main(argv: list[str] | None = None) -> None:
    """Run the benchmarks and print their tables."""
    parser = argparse.ArgumentParser(prog="bellwether bench", description="What it costs, beside a floor.")
    parser.add_argument("--surveys", type=int, default=10_000, help="surveys in each run of the intake")
    parser.add_argument("--rounds", type=int, default=3, help="how often floor and Bellwether take turns")
    parser.add_argument("--postgres", help="the URL of an empty PostgreSQL database to measure too")
    parser.add_argument("--customers", type=int, default=2_000, help="customers to score, with 50 facts each")
    arguments = parser.parse_args(argv)
    console = Console()
    asyncio.run(_all(console, arguments))


async def _all(console: Console, arguments: argparse.Namespace) -> None:
    await measure_latency(console, 60)
    await measure_scoring(console, arguments.customers, arguments.postgres)
    await measure_intake(console, arguments.surveys, arguments.rounds, arguments.postgres)


if __name__ == "__main__":
    main()
