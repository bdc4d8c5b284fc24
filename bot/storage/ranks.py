"""Where scores stand among those of their population, and where they stood before: counts by the index."""

from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from bot.storage.tables import score_days, scores

_OTHERS = select(func.count()).where(
    scores.c.workspace_id == bindparam("workspace_id"),
    scores.c.population == bindparam("population"),
    scores.c.customer_id != bindparam("customer_id"),
)
_ABOVE = _OTHERS.where(scores.c.score > bindparam("score"))
_BEFORE = (
    select(score_days.c.day, score_days.c.score)
    .where(
        score_days.c.workspace_id == bindparam("workspace_id"),
        score_days.c.customer_id == bindparam("customer_id"),
        score_days.c.day <= bindparam("day"),
    )
    .order_by(score_days.c.day.desc())
    .limit(1)
)


def count_others(tx: Connection, workspace_id: str, population: str, customer_id: str) -> int:
    """How many customers of a population beside this one have a score."""
    values = {"workspace_id": workspace_id, "population": population, "customer_id": customer_id}
    return int(tx.execute(_OTHERS, values).scalar_one())


def count_above(tx: Connection, workspace_id: str, population: str, customer_id: str, score: float) -> int:
    """How many of them have a higher one than ``score``."""
    values = {
        "workspace_id": workspace_id,
        "population": population,
        "customer_id": customer_id,
        "score": score,
    }
    return int(tx.execute(_ABOVE, values).scalar_one())


def score_before(tx: Connection, workspace_id: str, customer_id: str, day: date) -> tuple[date, float] | None:
    """The last score kept of a customer up to a day, and its day."""
    values = {"workspace_id": workspace_id, "customer_id": customer_id, "day": day}
    row = tx.execute(_BEFORE, values).first()
    return None if row is None else (row[0], row[1])
