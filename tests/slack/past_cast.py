"""Acme's past: a complaint, a correction and a month of ageing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.past_views import (
    ChangeItem,
    ChangePart,
    ChangeView,
    DayView,
    FactLine,
    HistoryView,
    Marker,
    ScoreDay,
    Standing,
)
from scoring.change import Cause
from scoring.status import Status
from tests.slack.cast import NOON, a_customer, a_review

A_MONTH_AGO = NOON - timedelta(days=30)


def a_fact(**changed: Any) -> FactLine:
    return replace(FactLine("review", "01REVIEW", NOON, a_review().comment, a_review()), **changed)


def a_silence() -> FactLine:
    return FactLine("absence", "last_interaction", None, "Last interaction: nothing has come in")


def a_change(**changed: Any) -> ChangeView:
    complaint = ChangeItem(a_fact(), -6.2, "CSAT")
    ticket = ChangeItem(FactLine("ticket", "01TICKET", NOON, "T-1042 Printer"), 0.8, "Resolution time")
    silence = ChangeItem(a_silence(), -1.1, "Last interaction")
    view = ChangeView(
        customer=a_customer(),
        before=Standing(A_MONTH_AGO, 77.4, 77, 0.6, Status.CONCERNING, "Concerning", 2),
        after=Standing(NOON, 71.25, 71, 0.62, Status.CONCERNING, "Concerning", 3),
        parts=(
            ChangePart(Cause.SCORECARD, 0.4, 0, (), (), 0.4, 7, 0.0),
            ChangePart(Cause.BENCHMARKS, 0.0, 0, (), (), 0.0, 0, 0.0),
            ChangePart(Cause.AGEING, -1.35, -1, (silence,), (), -0.25, 12, 0.0),
            ChangePart(Cause.REVISED, 0.0, 0, (), (), 0.0, 0, 0.0),
            ChangePart(Cause.NEW, -5.2, -5, (complaint,), (ticket,), 0.3, 1, -0.1),
        ),
        timezone="Europe/Berlin",
    )
    return replace(view, **changed)


def some_days(count: int) -> tuple[ScoreDay, ...]:
    """That many days until the cast's, from a score of 80 downwards."""
    last = NOON.date()
    return tuple(
        ScoreDay(last - timedelta(days=count - 1 - n), 80.0 - n / 4, 0.6, Status.CONCERNING, 3)
        for n in range(count)
    )


def a_history(**changed: Any) -> HistoryView:
    today = NOON.date()
    markers = (
        Marker("status", today - timedelta(days=9), "Healthy → Concerning at 79"),
        Marker("flag", today - timedelta(days=3), "Flagged Danger: They <!here> may leave."),
        Marker("move", today, "-6.2 points since 2026-01-01, mostly new evidence (-5.2)"),
    )
    return replace(HistoryView(a_customer(), some_days(36), markers, "Europe/Berlin"), **changed)


def a_day(**changed: Any) -> DayView:
    today = NOON.date()
    view = DayView(
        customer=a_customer(),
        around=today,
        first=today - timedelta(days=3),
        last=today + timedelta(days=3),
        days=some_days(4),
        happenings=(
            ("ticket opened", FactLine("ticket", "01TICKET", NOON - timedelta(days=1), "T-1042 Printer")),
            ("rated", a_fact()),
        ),
        markers=a_history().markers[-1:],
        timezone="Europe/Berlin",
    )
    return replace(view, **changed)
