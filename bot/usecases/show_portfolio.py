"""How are all customers?"""

from datetime import datetime

from sqlalchemy import Connection

from bot.storage import alerts, health
from bot.storage.workspaces import Workspace
from bot.usecases.apply_scorecard import scorecards_in_force
from bot.views import PortfolioView
from scoring.status import Status

_WORST = 10


def show_portfolio(tx: Connection, workspace: Workspace, now: datetime) -> PortfolioView:
    """Counts by status, and the customers that need a look, as last scored."""
    total, counts = health.status_counts(tx, workspace.id)
    worst = health.worst_customers(tx, workspace.id, Status.AT_RISK, _WORST, now)
    if len(worst) < _WORST:
        worst += health.worst_customers(tx, workspace.id, Status.CONCERNING, _WORST - len(worst), now)
    return PortfolioView(
        now,
        total,
        counts,
        tuple(worst),
        alerts.count_open(tx, workspace.id),
        workspace.timezone,
        scorecards_in_force(tx, workspace.id).enabled,
    )
