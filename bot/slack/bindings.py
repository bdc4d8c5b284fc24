"""What the Slack listeners need from the product: one callable per use case, bound by app.py.

Every callable may raise the errors of bot.errors; the listeners turn each into a sentence.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.past_views import ChangeView, DayView, HistoryView
from bot.views import FlagChoice, FlagView, Found, HealthView, HomeView, PortfolioView, WhyView


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installed workspace, as a request from Slack finds it; ``timezone`` is an IANA name."""

    workspace_id: str
    team_id: str
    enterprise_id: str | None
    bot_token: str
    bot_user_id: str
    timezone: str


# (team_id, enterprise_id) -> the workspace, or None when Bellwether is not installed there.
FindWorkspace = Callable[[str | None, str | None], Awaitable[Workspace | None]]

# (event_id) -> True the first time that an event of Slack's Events API is seen.
FirstTime = Callable[[str], Awaitable[bool]]

ChangeAlert = Callable[[str, str, str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class UseCases:
    """The use cases behind the Slack surface. The first argument of each is the workspace id.

    A use case that changes an alert queues the redraw of its message and wakes the sender, so a
    listener never edits a message itself.
    """

    find_customer: Callable[[str, str], Awaitable[Found]]  # workspace, what was typed
    show_health: Callable[[str, str], Awaitable[HealthView]]  # workspace, customer
    show_portfolio: Callable[[str], Awaitable[PortfolioView]]
    show_home: Callable[[str, str], Awaitable[HomeView]]  # workspace, Slack user
    claim_alert: ChangeAlert  # workspace, alert, Slack user
    unclaim_alert: ChangeAlert
    finish_alert: ChangeAlert
    reopen_alert: ChangeAlert
    snooze_alert: Callable[[str, str, str, datetime, str], Awaitable[object]]  # ..., until, reason
    explain_alert: Callable[[str, str], Awaitable[WhyView]]  # workspace, alert
    show_flag: Callable[[str, str], Awaitable[FlagView]]  # workspace, customer
    set_flag: Callable[[str, str, str, FlagChoice], Awaitable[object]]  # workspace, customer, Slack user, ...
    explain_change: Callable[[str, str, date], Awaitable[ChangeView]]  # workspace, customer, since
    show_history: Callable[[str, str], Awaitable[HistoryView]]  # workspace, customer
    show_day: Callable[[str, str, date], Awaitable[DayView]]  # workspace, customer, around
    remove_team: Callable[[str], Awaitable[object]]  # Slack team
