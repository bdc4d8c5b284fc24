"""Which customers may be lost, as people have said or as is computed?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.storage import flags, health
from bot.storage.risks import Risk, risks_after
from bot.views import CustomerLine, FlagMark


@dataclass(frozen=True, slots=True)
class RiskPage:
    """Some customers at risk, worst first, with the flags they have; ``after`` asks for the next page."""

    lines: tuple[CustomerLine, ...]
    flags: dict[str, FlagMark]  # by customer id
    after: Risk | None  # None: there are no more


def list_risks(tx: Connection, workspace_id: str, after: Risk | None, size: int, now: datetime) -> RiskPage:
    """A page of the customers with a Danger or Needs attention flag in force, or the status At Risk.

    Danger comes first, then At Risk, then Needs attention; of each the lowest score first.
    """
    found = risks_after(tx, workspace_id, after, size + 1, now)
    ids = [one.customer_id for one in found[:size]]
    lines = health.customer_lines(tx, workspace_id, ids, now)
    return RiskPage(
        tuple(lines[customer_id] for customer_id in ids),
        flags.flags_of(tx, workspace_id, ids, now),
        found[size - 1] if len(found) > size else None,
    )
