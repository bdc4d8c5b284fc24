"""Options that several commands share."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines, and nothing else.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")]
