"""App Home: the portfolio, the open alerts, and what is left to set up."""

from datetime import datetime

from sqlalchemy import Connection

from bot.storage import alerts, deliveries, inbox, sources
from bot.usecases.knowledge import Known
from bot.usecases.show_portfolio import show_portfolio
from bot.views import ChecklistItem, HomeView

_ALERTS = 10
_PROBLEMS = 5


def show_home(tx: Connection, known: Known, now: datetime) -> HomeView:
    """Everything the dashboard shows."""
    workspace_id = known.workspace.id
    failed = deliveries.list_deliveries(tx, workspace_id, "failed", _PROBLEMS)
    problems = [line.error for line in failed if line.error]
    if waiting := inbox.count_quarantined(tx, workspace_id):
        events = "survey event was" if waiting == 1 else "survey events were"
        problems.append(f"{waiting} {events} not understood: see `bellwether inbox list`.")
    return HomeView(
        portfolio=show_portfolio(tx, known.workspace, now),
        checklist=_checklist(tx, known),
        alerts=tuple(alert.view for alert in alerts.open_alerts(tx, workspace_id, _ALERTS, now)),
        problems=tuple(dict.fromkeys(problems)),
    )


def _checklist(tx: Connection, known: Known) -> tuple[ChecklistItem, ...]:
    workspace_id = known.workspace.id
    return (
        ChecklistItem(
            "Add a survey source",
            bool(sources.list_sources(tx, workspace_id)),
            "Run `bellwether source add NAME --kind generic`: it prints the address and the secret once.",
        ),
        ChecklistItem(
            "Receive the first survey",
            inbox.any_event(tx, workspace_id),
            "Send a test from your survey tool to that address.",
        ),
        ChecklistItem(
            "Switch on a rule",
            any(rule.enabled for rule in known.rules.rules),
            "Write one into a file and run `bellwether rules apply FILE.yml`.",
        ),
        ChecklistItem(
            "Turn health scoring on",
            known.scorecards.enabled,
            "Look at `bellwether scorecard export`, then run `bellwether scorecard on`.",
        ),
    )
