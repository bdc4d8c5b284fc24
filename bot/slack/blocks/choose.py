"""When several customers fit what was typed, or none does."""

from collections.abc import Sequence
from typing import Any

from bot.slack import build, rich
from bot.slack.blocks.customers import row
from bot.slack.ids import HEALTH_COMMAND, Action
from bot.views import CustomerLine

Json = dict[str, Any]

_MOST = 10


def choose(typed: str, candidates: Sequence[CustomerLine]) -> Json:
    """A question with a button for each candidate, best first; the answer takes its place."""
    question = rich.line(
        rich.text("Which customer is "), rich.name(typed, 80, bold=True), rich.text("? Several come close.")
    )
    rows = [row(candidate, Action.PICK_CUSTOMER) for candidate in candidates[:_MOST]]
    return build.message(
        [rich.block(question), *rows], f"Several customers come close to {build.clean(typed, 80)}"
    )


def nobody(typed: str) -> Json:
    """Nothing comes close: what to try instead."""
    blocks = [
        rich.block(
            rich.line(rich.text("No customer looks like "), rich.name(typed, 80, bold=True), rich.text(".")),
            rich.line(
                rich.text("A part of the name is enough, and small typing errors do not matter. "),
                rich.text(HEALTH_COMMAND, code=True),
                rich.text(" alone shows all customers at a glance."),
            ),
        )
    ]
    return build.message(blocks, f"No customer looks like {build.clean(typed, 80)}")
