"""The running sums of customers, one row each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, bindparam, select

from bot.storage.among import among, texts
from bot.storage.tables import evidence
from bot.storage.upsert import upsert
from scoring.evidence import Evidence, evidence_from_plain, evidence_to_plain


@dataclass(frozen=True, slots=True)
class Kept:
    """A customer's evidence, the scorecard whose windows and scales it follows, and the day they end on."""

    evidence: Evidence
    scorecard_version: int
    card: str
    day: date


_KEPT = select(
    evidence.c.customer_id,
    evidence.c.body,
    evidence.c.scorecard_version,
    evidence.c.card,
    evidence.c.day,
).where(
    evidence.c.workspace_id == bindparam("workspace_id"),
    among(evidence.c.customer_id, "ids"),
)


def get_evidence(tx: Connection, workspace_id: str, ids: Collection[str]) -> dict[str, Kept]:
    """The evidence kept by customer id; customers without any are missing."""
    if not ids:
        return {}
    rows = tx.execute(_KEPT, {"workspace_id": workspace_id, "ids": texts(ids)})
    return {row[0]: Kept(evidence_from_plain(from_json(row[1])), *row[2:]) for row in rows}


def put_evidence(tx: Connection, workspace_id: str, found: Mapping[str, Kept]) -> None:
    """Keep the evidence of customers."""
    rows = [
        {
            "workspace_id": workspace_id,
            "customer_id": customer_id,
            "scorecard_version": kept.scorecard_version,
            "card": kept.card,
            "day": kept.day,
            "body": to_json(evidence_to_plain(kept.evidence)).decode(),
        }
        for customer_id, kept in found.items()
    ]
    upsert(
        tx,
        evidence,
        rows,
        keys=("workspace_id", "customer_id"),
        update=("scorecard_version", "card", "day", "body"),
    )
