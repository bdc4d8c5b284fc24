"""The command that measures; the benchmarks themselves stand beside the package, in a checkout."""

from importlib import import_module
from typing import Annotated

import typer

from bot.errors import NotFound


def bench(
    surveys: Annotated[int, typer.Option(min=200, max=1_000_000, help="Surveys in each run.")] = 10_000,
    rounds: Annotated[
        int, typer.Option(min=1, max=50, help="How often the floor and Bellwether take turns.")
    ] = 3,
    customers: Annotated[
        int, typer.Option(min=100, max=1_000_000, help="Customers to score, with 50 facts each.")
    ] = 2_000,
    postgres: Annotated[
        str | None, typer.Option(help="The URL of an empty PostgreSQL database to measure on too.")
    ] = None,
) -> None:
    """Measure what it costs here, each figure beside a floor in the same run.

    Example: `bellwether bench --rounds 5`
    """
    try:
        benchmarks = import_module("benchmarks.__main__")
    except ModuleNotFoundError:
        raise NotFound("The benchmarks are part of a checkout: run this in its folder.") from None
    arguments = ["--surveys", str(surveys), "--rounds", str(rounds), "--customers", str(customers)]
    benchmarks.main([*arguments, "--postgres", postgres] if postgres else arguments)
