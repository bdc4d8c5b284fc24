"""What is wrong with a scorecard: one sentence per place."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scoring.hours import Hours
from scoring.settings import Bands, MetricSettings

if TYPE_CHECKING:
    from scoring.scorecard import Scorecard


class ScorecardErrors(ValueError):
    """Scorecards that cannot be used.

    ``errors`` holds one sentence per place, such as ``metrics.csat.weight``.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{path}: {sentence}" for path, sentence in self.errors.items()))


def problems_of_card(name: object, metrics: Sequence[MetricSettings], bands: Bands) -> dict[str, str]:
    """One scorecard's problems, by place."""
    return {}


def problems_of_cards(version: object, cards: "Sequence[Scorecard]", hours: Hours) -> dict[str, str]:
    """The problems of several together, by place."""
    return {}
