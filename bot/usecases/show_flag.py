"""What somebody sees who is about to flag a customer: how it stands, and the flag there is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import NotFound
from bot.storage import flags, health, workspaces
from bot.views import FlagView


def show_flag(tx: Connection, workspace_id: str, customer_id: str, now: datetime) -> FlagView:
    """The customer with its status as last computed, and the flag in force; raises NotFound."""
    line = health.customer_lines(tx, workspace_id, [customer_id], now).get(customer_id)
    if line is None:
        raise NotFound("There is no such customer (any more).")
    timezone = workspaces.get_workspace(tx, workspace_id).timezone
    present = flags.find_flag(tx, workspace_id, customer_id, now)
    return FlagView(line, present, now.astimezone(ZoneInfo(timezone)).date(), timezone)
