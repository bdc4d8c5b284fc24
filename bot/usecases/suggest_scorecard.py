"""Which benchmarks and priors a workspace's own customers speak for."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from bot.storage.review_counts import answers_of_each
from bot.usecases.knowledge import Known
from scoring.calibration import Suggestion, suggest
from scoring.metrics import METRICS

_FITTED = ("csat", "nps")  # the metrics whose values are answers of three kinds


def suggest_scorecard(tx: Connection, known: Known, now: datetime) -> list[str]:
    """A sentence for each metric and population: what to set, and what it rests on."""
    card, day = known.scorecards.default, known.day(now)
    lines: list[str] = []
    for metric in _FITTED:
        since = day.start(card.window(metric).days)
        counts = answers_of_each(tx, known.workspace.id, metric, since)
        lines += (
            _lines(metric, suggest(metric, counts)) if counts else [f"{METRICS[metric].label}: no answers."]
        )
    return lines


def _lines(metric: str, found: list[Suggestion]) -> Iterator[str]:
    for one in found:
        whom = (
            METRICS[metric].label if one.population is None else f"{METRICS[metric].label}, {one.population}"
        )
        benchmark = "as it is" if one.benchmark is None else f"{one.benchmark:g}"
        yield f"{whom}: benchmark {benchmark}, prior {one.prior:g}. {one.fit.because}"
