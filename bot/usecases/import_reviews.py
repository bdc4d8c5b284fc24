"""Taking in reviews from a file: as the intake does, but quietly, unless rules are asked to look."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.imports.values import Counts, Row, Stored
from bot.sources.values import Incoming
from bot.storage.sources import StoredSource
from bot.usecases.intake.people import People
from bot.usecases.intake.values import Arrival, Outcome
from bot.usecases.knowledge import Knowledge
from bot.usecases.outbox import Claimant
from bot.usecases.receive_review import receive_reviews


def import_reviews(
    tx: Connection,
    knowledge: Knowledge,
    people: People,
    source: StoredSource,
    rows: Sequence[Row[Incoming]],
    now: datetime,
    *,
    alerts: bool,
) -> Stored:
    """Store a batch of reviews and score their customers; ``alerts`` lets the rules look at them.

    What then is to be sent, the process that serves sends.
    """
    arrivals = [Arrival(source.id, source.name, row.value, imported=True) for row in rows]
    nobody = Claimant("", sends=False)
    taken = receive_reviews(tx, knowledge, people, source.workspace_id, arrivals, nobody, now, judged=alerts)
    accepted, older = (taken.outcomes.count(one) for one in (Outcome.ACCEPTED, Outcome.STALE))
    unchanged = taken.outcomes.count(Outcome.REPEAT)
    return Stored(Counts(accepted - taken.revised, taken.revised, unchanged, older), met=taken.met)
