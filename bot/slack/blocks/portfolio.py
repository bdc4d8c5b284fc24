"""All customers at a glance: how many stand where, and who needs a look first."""

from typing import Any

from bot.slack import build, rich, words
from bot.slack.blocks.customers import listed
from bot.views import PortfolioView
from scoring.status import Status

Json = dict[str, Any]

_MOST = 10


def overview(view: PortfolioView) -> Json:
    """The answer to ``/health`` alone: ``{"text", "blocks"}``."""
    return build.message(blocks(view), summary(view))


def summary(view: PortfolioView) -> str:
    """``60 customers: 4 At Risk, 12 Concerning, 41 Healthy, 3 Not enough evidence``."""
    if not view.total:
        return "No customers yet"
    if not view.enabled:
        return _customers(view.total)
    counts = ", ".join(f"{view.counts.get(status, 0)} {status.label}" for status in _WORST_FIRST)
    return f"{_customers(view.total)}: {counts}"


def blocks(view: PortfolioView) -> list[Json]:
    """The overview's blocks; they fit a message and App Home."""
    if not view.total:
        return [build.header("No customers yet"), rich.block(rich.line(rich.text(_EMPTY)))]
    if not view.enabled:
        return [build.header(_customers(view.total)), rich.block(rich.line(rich.text(_OFF)), _alerts(view))]
    counts = [
        f"{words.STATUS_SYMBOLS[status]} {view.counts.get(status, 0)} {status.label}"
        for status in _WORST_FIRST
    ]
    lines = [
        rich.line(rich.text("   ".join(counts), bold=True)),
        _alerts(view),
    ]
    worst = [block for customer in view.worst[:_MOST] for block in listed(customer)]
    title = [rich.block(rich.line(rich.text("Look at these first", bold=True)))] if worst else []
    at = build.date_token(view.as_of, words.local_time(view.as_of, view.timezone))
    as_of = build.context(build.mrkdwn(f"As of {at}"))
    return [build.header(_customers(view.total)), rich.block(*lines), *title, *worst, as_of]


def _alerts(view: PortfolioView) -> Json:
    alerts = f"{view.open_alerts} open {'alert' if view.open_alerts == 1 else 'alerts'}"
    return rich.line(rich.text(f"{alerts}." if view.open_alerts else "No open alerts."))


def _customers(total: int) -> str:
    return f"{total:,} customer" + ("" if total == 1 else "s")


_WORST_FIRST = (Status.AT_RISK, Status.CONCERNING, Status.HEALTHY, Status.NOT_ENOUGH_EVIDENCE)
_OFF = "Health scoring is off. An admin can turn it on: bellwether scorecard on."
_EMPTY = (
    "A customer appears here with the first survey that names it. Connect a survey tool with "
    "“bellwether source add”, or bring history along with “bellwether import reviews”."
)
