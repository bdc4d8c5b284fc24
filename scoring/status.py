"""From a score to a word: bands that do not flap, and the manual flags that stand above them."""

from enum import StrEnum
from typing import Final

from scoring.scorecard import Bands


class Status(StrEnum):
    """The computed standing of a customer."""

    HEALTHY = "healthy"
    CONCERNING = "concerning"
    AT_RISK = "at_risk"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _STATUS_LABELS[self]


class Flag(StrEnum):
    """The manual standing that a person gives a customer; a layer above the status, never instead of it."""

    CHAMPION = "champion"
    NEEDS_ATTENTION = "needs_attention"
    DANGER = "danger"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _FLAG_LABELS[self]


_STATUS_LABELS: Final = {
    Status.HEALTHY: "Healthy",
    Status.CONCERNING: "Concerning",
    Status.AT_RISK: "At Risk",
    Status.NOT_ENOUGH_EVIDENCE: "Not enough evidence",
}
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
