"""Scoring anew, for the commands that end with it."""

from bot.cli.desk import Desk
from bot.cli.progress import progress
from bot.storage import health
from bot.usecases.rescore import rescore_workspace


async def score_anew(desk: Desk, only: str | None = None, *, recount: bool = False) -> int:
    """Score every customer (or one) of the workspace with a progress bar; returns how many."""
    total, _ = await desk.read(lambda tx: health.status_counts(tx, desk.workspace.id))
    with progress("Scoring customers", 1 if only else total) as done:
        return await rescore_workspace(
            desk.core.database, desk.core.knowledge, desk.workspace.id, desk.now, only, done, recount=recount
        )
