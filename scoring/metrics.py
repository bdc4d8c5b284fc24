"""What can be measured of a customer: one declaration per metric, in the METRICS table at the foot.

The weights add up to 100: what customers say themselves weighs 60. Why these numbers: docs/scoring.md.
"""

from collections.abc import Mapping
from typing import Final

from scoring import observe
from scoring.metric import Metric, Option, Shape
from scoring.scales import Band, Linear, Waiting

_SURVEYS: Final = ("csat", "nps", "ces")


def _days(fine: int, bad: int) -> Option:
    return Option(f"{fine} days are fine, {bad} are not", {"best": fine, "worst": bad})


def _hours(fine: int, bad: int) -> Option:
    return Option(f"{fine} hours are fine, {bad} are not", {"best": fine, "worst": bad})


def _band(low: float, high: float) -> Option:
    return Option(f"from {low:g} to {high:g} in 30 days", {"low": low, "high": high})


_ALL = (
    Metric(
        key="csat", area="Satisfaction", label="CSAT", unit="net score, -100 to +100",
        shape=Shape.MEAN, scale=Linear(-100, 100), feeds=("csat",), observe=observe.answer("csat"), weight=40,
    ),
    Metric(
        key="nps", area="Satisfaction", label="NPS", unit="net promoter score, -100 to +100",
        shape=Shape.MEAN, scale=Linear(-100, 100), feeds=("nps",), observe=observe.answer("nps"), weight=12,
        half_life_days=120.0, benchmark=68, fresh_days=120,
    ),
    Metric(
        key="tone", area="Satisfaction", label="Tone",
        unit="net tone, -100 (grievances) to +100 (commendations)",
        shape=Shape.MEAN, scale=Linear(-100, 100), feeds=("interactions",), observe=observe.tone,
        counted="interactions", weight=8, window_days=91, half_life_days=30, benchmark=55,
    ),
    Metric(
        key="first_response", area="Responsiveness", label="First response", unit="business hours",
        shape=Shape.MEAN, scale=Waiting(24, 1), feeds=("tickets",), observe=observe.first_response,
        counted="tickets", adjustable=True, options=(_hours(1, 24), _hours(1, 8), _hours(4, 40)), weight=5,
        benchmark=60,
    ),
    Metric(
        key="resolution", area="Responsiveness", label="Resolution time", unit="business hours",
        shape=Shape.MEAN, scale=Waiting(80, 4), feeds=("tickets",), observe=observe.resolution,
        counted="tickets", adjustable=True, options=(_hours(4, 80), _hours(2, 40), _hours(8, 160)), weight=5,
        benchmark=60,
    ),
    Metric(
        key="ces", area="Effort", label="CES", unit="ease, 1 to 7",
        shape=Shape.MEAN, scale=Linear(1, 7), feeds=("ces",), observe=observe.effort, directed=True, weight=6,
        benchmark=75, fresh_days=120,
    ),
    Metric(
        key="reopen", area="Effort", label="Reopened", unit="% of tickets reopened",
        shape=Shape.MEAN, scale=Linear(100, 0), feeds=("tickets",), observe=observe.reopening,
        counted="tickets", weight=4, benchmark=90,
    ),
    Metric(
        key="response_rate", area="Engagement", label="Response rate", unit="% of surveys answered",
        shape=Shape.MEAN, scale=Linear(0, 100), feeds=_SURVEYS, observe=observe.survey,
        counted="surveys", lag_days=7, weight=2, benchmark=35,
    ),
    Metric(
        key="silence", area="Engagement", label="Silence", unit="surveys in a row unanswered",
        shape=Shape.SILENCE, scale=Linear(0, 1), feeds=_SURVEYS, observe=observe.survey,
        counted="surveys", lag_days=7, weight=3, benchmark=70,
    ),
    Metric(
        key="volume", area="Engagement", label="Ticket volume", unit="tickets in 30 days",
        shape=Shape.COUNT, scale=Band(0.5, 8), feeds=("tickets",), observe=observe.ticket, counted="months",
        adjustable=True, options=(_band(0.5, 8), _band(0.5, 3), _band(1, 15), _band(5, 50)), weight=3,
        window_days=91, prior=1, benchmark=80,
    ),
    Metric(
        key="contact_frequency", area="Engagement", label="Contact frequency", unit="interactions in 30 days",
        shape=Shape.COUNT, scale=Band(1, 12), feeds=("interactions",), observe=observe.interaction,
        counted="months", adjustable=True, options=(_band(1, 12), _band(0.5, 6), _band(2, 30)), weight=2,
        window_days=91, prior=1, benchmark=80,
    ),
    Metric(
        key="last_interaction", area="Engagement", label="Last interaction", unit="days ago",
        shape=Shape.LATEST, scale=Linear(90, 14), feeds=(*_SURVEYS, "tickets", "interactions"),
        observe=observe.contact, counted="months", adjustable=True,
        options=(_days(14, 90), _days(7, 30), _days(30, 182)), weight=2, prior=1, benchmark=75,
    ),
    Metric(
        key="oldest_unresolved", area="Persistence", label="Oldest unresolved", unit="days open",
        shape=Shape.OLDEST, scale=Linear(30, 2), feeds=("tickets",), observe=observe.ticket,
        counted="tickets", adjustable=True, options=(_days(2, 30), _days(1, 7), _days(7, 60)), weight=3,
        prior=2, benchmark=80,
    ),
    Metric(
        key="variety", area="Persistence", label="Variety of issues", unit="different topics",
        shape=Shape.VARIETY, scale=Linear(12, 3), feeds=("tickets", "interactions"), observe=observe.topic,
        counted="issues", adjustable=True, options=(
            Option("3 topics are fine, 12 are not", {"best": 3, "worst": 12}),
            Option("2 topics are fine, 6 are not", {"best": 2, "worst": 6}),
        ), weight=1, window_days=91, benchmark=80,
    ),
    Metric(
        key="persistence", area="Persistence", label="Issue persistence", unit="times the same topic",
        shape=Shape.REPEATS, scale=Linear(8, 1), feeds=("tickets", "interactions"), observe=observe.topic,
        counted="issues", adjustable=True, options=(
            Option("once is fine, 8 times are not", {"best": 1, "worst": 8}),
            Option("once is fine, 4 times are not", {"best": 1, "worst": 4}),
            Option("3 times are fine, 20 are not", {"best": 3, "worst": 20}),
        ), weight=2, window_days=91, benchmark=75,
    ),
    Metric(
        key="escalations", area="Persistence", label="Escalations", unit="% of tickets escalated",
        shape=Shape.MEAN, scale=Linear(100, 0), feeds=("tickets",), observe=observe.escalation,
        counted="tickets", weight=2, benchmark=92,
    ),
)  # fmt: skip


def custom_metric(key: str, label: str, unit: str, area: str, worst: float, best: float) -> Metric:
    """A measure of a workspace's own, whose readings come from files or webhooks.

    ``worst`` and ``best`` are the native numbers that stand for 0 and 100.
    """
    return Metric(
        key=key, area=area, label=label, unit=unit, shape=Shape.MEAN, scale=Linear(worst, best),
        feeds=(f"readings:{key}",), observe=observe.reading_of(key), counted="readings",
        adjustable=True, weight=5, prior=2, benchmark=75,
    )  # fmt: skip


METRICS: Final[Mapping[str, Metric]] = {metric.key: metric for metric in _ALL}
