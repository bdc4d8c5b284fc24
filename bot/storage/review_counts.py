"""How customers answered, counted by the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select

from bot.storage.tables import customers, reviews


def _times(polarity: str) -> ColumnElement[int]:
    return func.sum(case((reviews.c.polarity == polarity, 1), else_=0))


_COUNTS = (
    select(customers.c.population, _times("positive"), _times("neutral"), _times("negative"))
    .select_from(
        reviews.join(
            customers,
            (customers.c.workspace_id == reviews.c.workspace_id) & (customers.c.id == reviews.c.customer_id),
        )
    )
    .where(
        reviews.c.workspace_id == bindparam("workspace_id"),
        reviews.c.survey_type == bindparam("survey_type"),
        reviews.c.counts_at >= bindparam("since"),
        reviews.c.polarity.is_not(None),
        reviews.c.status != "deleted",
    )
    .group_by(customers.c.population, customers.c.id)
    .order_by(customers.c.population)
)


def answers_of_each(
    tx: Connection, workspace_id: str, survey_type: str, since: datetime
) -> dict[str, list[tuple[int, int, int]]]:
    """(positive, neutral, negative) answers since a moment of each customer who gave one, by population."""
    found: dict[str, list[tuple[int, int, int]]] = {}
    values = {"workspace_id": workspace_id, "survey_type": survey_type, "since": since}
    for population, positive, neutral, negative in tx.execute(_COUNTS, values):
        found.setdefault(population, []).append((int(positive), int(neutral), int(negative)))
    return found
