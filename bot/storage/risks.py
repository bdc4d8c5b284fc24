"""Customers at risk, by what people have said and by what is computed, found by index and page by page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, tuple_

from bot.storage.flags import IN_FORCE
from bot.storage.tables import flags, scores
from scoring.status import Flag, Status

_Page = Select[str, float]  # customer id, score

_UNSCORED = 101.0  # a customer without a score comes after all others of its rank


@dataclass(frozen=True, slots=True)
class Risk:
    """A customer's place: by ``rank`` (the worse, the lower), then by score, then by id."""

    rank: int
    score: float
    customer_id: str


def risks_after(
    tx: Connection, workspace_id: str, after: Risk | None, size: int, now: datetime
) -> list[Risk]:
    """The next ``size`` customers behind a place, worst first; from the first on when it is None.

    Rank 0 has a Danger flag in force, rank 1 the status At Risk, rank 2 a Needs attention flag alone.
    """
    place = after or _BEFORE_ALL
    found: list[Risk] = []
    for rank in range(place.rank, len(_RANKS)):
        start = place if rank == place.rank else _BEFORE_ALL
        values = {
            "workspace_id": workspace_id,
            "after_score": start.score,
            "after_id": start.customer_id,
            "size": size - len(found),
            "now": now,
        }
        found += [Risk(rank, score, customer) for customer, score in tx.execute(_RANKS[rank], values)]
        if len(found) == size:
            break
    return found


def _page(source: Select[Any], score: ColumnElement[float], customer: ColumnElement[str]) -> _Page:
    place = tuple_(bindparam("after_score", type_=score.type), bindparam("after_id", type_=customer.type))
    return (
        source.with_only_columns(customer, score)
        .where(tuple_(score, customer) > place)
        .order_by(score, customer)
        .limit(bindparam("size"))
    )


_SAME = (scores.c.workspace_id == flags.c.workspace_id) & (scores.c.customer_id == flags.c.customer_id)


def _flagged(flag: Flag, *conditions: ColumnElement[bool]) -> _Page:
    mine = (flags.c.workspace_id == bindparam("workspace_id"), flags.c.flag == flag.value, IN_FORCE)
    source = select(flags).select_from(flags.outerjoin(scores, _SAME)).where(*mine, *conditions)
    return _page(source, func.coalesce(scores.c.score, _UNSCORED), flags.c.customer_id)


def _computed() -> _Page:
    in_danger = _SAME & (flags.c.flag == Flag.DANGER.value) & IN_FORCE
    source = (
        select(scores)
        .select_from(scores.outerjoin(flags, in_danger))
        .where(
            scores.c.workspace_id == bindparam("workspace_id"),
            scores.c.status == Status.AT_RISK.value,
            flags.c.customer_id.is_(None),
        )
    )
    return _page(source, scores.c.score, scores.c.customer_id)


_BEFORE_ALL: Final = Risk(0, -1.0, "")
_RANKS: Final = (
    _flagged(Flag.DANGER),
    _computed(),
    _flagged(Flag.NEEDS_ATTENTION, scores.c.status.is_(None) | (scores.c.status != Status.AT_RISK.value)),
)
