"""From a score to a word: bands that do not flap, and the manual flags that stand above them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from scoring.settings import STATUS_LABELS, Bands


class Status(StrEnum):
    """The computed standing of a customer."""

    HEALTHY = "healthy"
    CONCERNING = "concerning"
    AT_RISK = "at_risk"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return STATUS_LABELS[self]


class Flag(StrEnum):
    """The manual standing that a person gives a customer; a layer above the status, never instead of it."""

    CHAMPION = "champion"
    NEEDS_ATTENTION = "needs_attention"
    DANGER = "danger"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _FLAG_LABELS[self]


_FLAG_LABELS: Final = {
    Flag.CHAMPION: "Champion",
    Flag.NEEDS_ATTENTION: "Needs attention",
    Flag.DANGER: "Danger",
}


def status_of(score: float, confidence: float, previous: Status | None, bands: Bands) -> Status:
    """The status of a score 0..100 known with a confidence 0..1, after a previous one (None: the first).

    An edge belongs to the upper band. Each edge is a Schmitt trigger: it is crossed upwards at ``edge +
    margin`` and downwards below ``edge - margin``; without a band before, at the edge itself. A customer gets
    a band at ``min_confidence`` and loses it below half of that, so that the gate does not flap either.
    """
    had_band = previous is not None and previous is not Status.NOT_ENOUGH_EVIDENCE
    if confidence < (bands.min_confidence / 2 if had_band else bands.min_confidence):
        return Status.NOT_ENOUGH_EVIDENCE
    margin = bands.margin if had_band else 0.0
    was_healthy = previous is Status.HEALTHY
    if score >= bands.healthy_from + (-margin if was_healthy else margin):
        return Status.HEALTHY
    was_at_risk = previous is Status.AT_RISK
    if score >= bands.concerning_from + (margin if was_at_risk else -margin):
        return Status.CONCERNING
    return Status.AT_RISK


@dataclass(frozen=True, slots=True)
class Tenure:
    """The status a customer has, since when, and the other one that its score has called for since when.

    ``calling`` is None while the score calls for the status that it has.
    """

    status: Status
    since: datetime
    calling: Status | None = None
    calling_since: datetime | None = None


def tenure_of(
    score: float, confidence: float, previous: Tenure | None, bands: Bands, now: datetime
) -> Tenure:
    """The status after a previous one, which yields once another was called for ``dwell_days`` on end.

    The first status, and the first one after there was not enough evidence, is taken at once. While the score
    calls now for the one, now for the other of two statuses that are not the one in force, the time goes on.
    """
    if previous is None:
        return Tenure(status_of(score, confidence, None, bands), now)
    called = status_of(score, confidence, previous.status, bands)
    if called is previous.status:
        return Tenure(called, previous.since)
    since = previous.calling_since or now
    waited = now - since >= timedelta(days=bands.dwell_days)
    if waited or previous.status is Status.NOT_ENOUGH_EVIDENCE:
        return Tenure(called, now)
    return Tenure(previous.status, previous.since, called, since)


def label_of(status: Status, bands: Bands) -> str:
    """The words for a status in a workspace that may have its own."""
    return bands.labels.get(status.value, status.label)
