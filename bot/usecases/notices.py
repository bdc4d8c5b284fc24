"""What messages that are about no alert say at the moment when they are sent."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.usecases.announce_status import status_notice_of
from bot.usecases.remind_of_flags import reminder_of
from bot.views import Notice


def notice_of(tx: Connection, workspace_id: str, payload: dict[str, Any], now: datetime) -> Notice | None:
    """The notice that a delivery's payload stands for; None when it is true no more."""
    return NOTICES[payload["about"]](tx, workspace_id, payload, now)


NOTICES: Final[Mapping[str, Callable[[Connection, str, dict[str, Any], datetime], Notice | None]]] = {
    "flag_ends": reminder_of,
    "status_changed": status_notice_of,
}
